import CensusProtocol

/// Where contributing stands, for its owner.
public struct HouseStatus {
  private let consent: HouseConsent?
  private let epochs: [(epoch: Epoch, stage: EpochStage)]
  private let entries: [HouseEntry]

  public init(of spool: HouseSpool) throws(DatabaseError) {
    consent = try spool.consent()
    epochs = try spool.epochs()
    entries = try spool.entries()
  }

  /// For people.
  public var text: String {
    var lines = [
      consent.map {
        "Contributing to \($0.server)\($0.relay.map { " through \($0)" } ?? "") since \($0.since)."
      } ?? "Contributing is off: nothing leaves."
    ]
    for (epoch, stage) in epochs { lines.append("\(epoch): \(Self.words(stage))") }
    if !entries.isEmpty {
      let header = ["week", "what", "state", "attempts", "next (UTC)", "last answer"]
      let rows = entries.map { entry in
        [
          entry.epoch.description, entry.isWithdrawal ? "withdrawal" : "contribution",
          entry.state.rawValue, "\(entry.attempts)",
          entry.state == .waiting ? entry.nextAttempt.description : "-", entry.lastAnswer,
        ]
      }
      lines += [""] + TextGrid.lines([header] + rows, textColumns: 6)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// For programs. `next` is the next moment at which something is to be done; null where nothing is.
  public var json: String {
    let moments =
      entries.filter { $0.state == .waiting }.map(\.nextAttempt)
      + epochs.compactMap { Self.moment($0.epoch, $0.stage) }
    return JSONText.object([
      ("contributing", consent == nil ? "false" : "true"),
      ("server", consent.map { JSONText.string($0.server) } ?? "null"),
      ("next", moments.min().map { JSONText.string($0.description) } ?? "null"),
      (
        "epochs",
        JSONText.array(
          epochs.map {
            JSONText.object([
              ("epoch", JSONText.string($0.epoch.description)),
              ("stage", JSONText.string(Self.word($0.stage))),
              ("words", JSONText.string(Self.words($0.stage))),
            ])
          })
      ),
      ("uploads", JSONText.lines(entries.map(Self.json))),
    ]) + "\n"
  }

  private static func json(_ entry: HouseEntry) -> String {
    JSONText.object([
      ("epoch", JSONText.string(entry.epoch.description)),
      ("withdrawal", entry.isWithdrawal ? "true" : "false"),
      ("sequence", "\(entry.sequence)"),
      ("state", JSONText.string(entry.state.rawValue)),
      ("attempts", "\(entry.attempts)"),
      (
        "next",
        entry.state == .waiting ? JSONText.string(entry.nextAttempt.description) : "null"
      ),
      ("last_answer", JSONText.string(entry.lastAnswer)),
    ])
  }

  private static func moment(_ epoch: Epoch, _ stage: EpochStage) -> UTCTime? {
    switch stage {
    case .planned(let moment): moment
    case .ready: epoch.end
    case .composed, .lost: nil
    }
  }

  private static func word(_ stage: EpochStage) -> String {
    switch stage {
    case .planned: "planned"
    case .ready: "ready"
    case .composed: "composed"
    case .lost: "lost"
    }
  }

  private static func words(_ stage: EpochStage) -> String {
    switch stage {
    case .planned(let moment): "tokens will be ordered at \(moment)"
    case .ready: "tokens are here; contributions are composed when the week is over"
    case .composed: "composed"
    case .lost(let reason): "nothing can be contributed: \(reason)"
    }
  }
}
