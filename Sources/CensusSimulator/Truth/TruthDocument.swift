import CensusProtocol

extension SimulatedSession {
  /// The truth file: each phase block by block, and the totals of each condition, place and service
  /// class, phase by phase, over those that count for their condition.
  func truth(_ phases: [PhaseTruth]) -> JSONValue {
    .object([
      "notice": .string(CensusSimulator.notice),
      "organisation": .string(context.organisation),
      "session": .string(identifier.description),
      "unit": .string(unitIdentifier.description),
      "model": .string(model.rawValue),
      "phases": .array(phases.map(\.document)),
      "totals": .array(phases.filter(\.counts).flatMap(\.totals)),
    ])
  }
}

extension PhaseTruth {
  fileprivate var document: JSONValue {
    var fields: [String: JSONValue] = [
      "condition": .string(plan.condition.rawValue),
      "step": .string(plan.step.word),
      "started": .string(plan.started.description),
      "ended": .string(plan.ended.description),
      "packets": .integer(packets),
      "blocks": .array(blocks.map(\.document)),
    ]
    fields["void"] = void.map { .string($0.rawValue) }
    return .object(fields)
  }

  /// Sums over the blocks, in the order of rows.
  fileprivate var totals: [JSONValue] {
    let rows = Dictionary(grouping: blocks.flatMap(\.rows), by: \.key)
    let exposure = blocks.reduce(0) { $0 + $1.exposureMinutes }
    return rows.sorted { $0.key < $1.key }.map { key, rows in
      func sum(_ figure: (RowTruth) -> Int64) -> JSONValue {
        .integer(rows.reduce(0) { $0 + figure($1.figures) })
      }
      return .object([
        "condition": .string(plan.condition.rawValue),
        "place": .string(key.place.description),
        "service": .string(key.service.rawValue),
        "exposure_minutes": .integer(exposure),
        "contact_minutes": sum(\.contactMinutes),
        "flows": sum(\.flows),
        "packets_up": sum(\.up.packets),
        "bytes_up": sum(\.up.bytes),
        "packets_down": sum(\.down.packets),
        "bytes_down": sum(\.down.bytes),
      ])
    }
  }
}

extension BlockTruth {
  fileprivate var document: JSONValue {
    .object([
      "hour": .string(hour.description),
      "exposure_minutes": .integer(exposureMinutes),
      "rows": .array(
        rows.map { key, figures in
          var row: [String: JSONValue] = [
            "places": .array([.string(key.place.description)]),
            "service": .string(key.service.rawValue),
            "flows": .integer(figures.flows),
            "packets_up": .integer(figures.up.packets),
            "bytes_up": .integer(figures.up.bytes),
            "packets_down": .integer(figures.down.packets),
            "bytes_down": .integer(figures.down.bytes),
            "contact_minutes": .integer(figures.contactMinutes),
          ]
          row["handshake_microseconds"] = figures.handshakeMicroseconds.map { .integer($0) }
          return .object(row)
        }),
    ])
  }
}
