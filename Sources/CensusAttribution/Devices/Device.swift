/// A host of the local network, as it is known within this agent only: a label to tell it from others.
///
/// It never leaves the agent: what leaves names the model, which its owner or the bench has said.
public struct Device: Hashable, Sendable, CustomStringConvertible {
  // Devices are keys of everything that is counted: one reference in each key, and the hash made once.
  private final class Storage: Sendable {
    let label: String
    let hash: Int

    init(_ label: String) {
      self.label = label
      hash = label.hashValue
    }
  }

  private let storage: Storage

  /// A device with the label that a store kept.
  public init(label: String) {
    storage = Storage(label)
  }

  /// `aa:bb:cc:dd:ee:ff` on a link with addresses; `ip:…` on one without.
  public var label: String { storage.label }

  public var description: String { label }

  public static func == (left: Device, right: Device) -> Bool {
    left.storage === right.storage
      || (left.storage.hash == right.storage.hash && left.label == right.label)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(storage.hash)
  }
}

extension Device: Comparable {
  public static func < (left: Device, right: Device) -> Bool { left.label < right.label }
}
