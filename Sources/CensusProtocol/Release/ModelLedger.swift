/// What a log says of the models that a household may name: the operator's list, and the models that its
/// releases show with so many contributors. It is the same for everybody who sees the same log, so no server
/// can show one agent a list of its own and single it out by what it then names.
public struct ModelLedger: Sendable, Equatable {
  /// A model is common from so many contributors on.
  public static let fewest: Int64 = 20
  /// In any of so many of the latest releases: a quarter.
  public static let releases = 13

  /// What one entry says.
  public struct Word: Sendable, Equatable {
    /// The first epoch for which it counts: the first that begins after the entry. So an epoch has one
    /// list, whenever in it an agent looks.
    public let from: Epoch
    /// The released epoch; nil for an operator's list.
    public let release: Epoch?
    public let models: CommonModels

    public init(from: Epoch, release: Epoch?, models: CommonModels) {
      self.from = from
      self.release = release
      self.models = models
    }

    /// What `entry` says of models, published at `time`; nil where it says nothing of them.
    public init?(_ entry: LogEntry, at time: UTCTime) {
      guard let running = Epoch(containing: time),
        let from = running.start == time ? running : running.next
      else { return nil }
      switch entry.content {
      case .keys: return nil
      case .models(let models): self.init(from: from, release: nil, models: models)
      case .release(let release):
        let common = release.namedModels.filter { $0.contributors >= ModelLedger.fewest }
        self.init(
          from: from, release: release.epoch, models: CommonModels(Set(common.map(\.model))))
      }
    }
  }

  private let words: [Word]

  /// - Parameter words: in the order of the log.
  public init(_ words: [Word]) { self.words = words }

  /// The models that may be named in contributions of `epoch`.
  public func common(in epoch: Epoch) -> CommonModels {
    let counting = words.filter { $0.from <= epoch }
    let listed = counting.last { $0.release == nil }?.models.identifiers ?? []
    let released = counting.filter { $0.release != nil }.suffix(Self.releases)
    return CommonModels(released.reduce(into: listed) { $0.formUnion($1.models.identifiers) })
  }
}

extension HouseRelease {
  /// The models that the release names, each with its contributors.
  public var namedModels: [(model: ModelIdentifier, contributors: Int64)] {
    switch figures {
    case .merged(let figures):
      figures.contributors.compactMap { cell in
        guard case .model(let model) = cell.subject else { return nil }
        return (model, Int64(cell.contributors.number))
      }
    case .noisy(let figures): figures.contributors.map { ($0.model, $0.contributors) }
    case .withheld: []
    }
  }
}
