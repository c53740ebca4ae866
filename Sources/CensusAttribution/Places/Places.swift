public import CensusProtocol

/// What each configured geo database answers for one remote address, in the order of the databases.
/// Without any database there is still one answer: a class, or `.unknown`.
public struct Places: Hashable, Sendable {
  // Places are keys of everything that is counted: one reference in each key, and the hash made once.
  private final class Storage: Sendable {
    let all: [Place]
    let hash: Int

    init(_ all: [Place]) {
      self.all = all
      hash = all.hashValue
    }
  }

  private let storage: Storage

  /// `all` must not be empty; an empty one stands for an unknown place.
  public init(_ all: [Place]) {
    storage = Storage(all.isEmpty ? [.unknown] : all)
  }

  /// One answer for each database; at least one.
  public var all: [Place] { storage.all }

  /// The first database's answer.
  public var first: Place { all[0] }

  public static func == (left: Places, right: Places) -> Bool {
    left.storage === right.storage
      || (left.storage.hash == right.storage.hash && left.all == right.all)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(storage.hash)
  }
}

extension Places: Comparable {
  public static func < (left: Places, right: Places) -> Bool {
    left.all.lexicographicallyPrecedes(right.all)
  }
}
