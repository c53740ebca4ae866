import CensusProtocol

extension SimulatedSession {
  /// The session description that `flowcensus-agent session submit` reads.
  var description: JSONValue {
    .object([
      "organisation": .string(context.organisation),
      "session": .string(identifier.description),
      "site": .object(["id": .string(context.site), "country": .string(context.country)]),
      "plan": .object(["name": .string(context.plan), "version": .integer(1)]),
      "network": .string("wifi"),
      "lan": .array([.string(BenchNetwork.globalPrefixText)]),
      "unit": .object([
        "id": .string(unitIdentifier.description),
        "model": .string(model.rawValue),
        "region": .string("global"),
        "build": .string("SIMULATED-1.0"),
        "system": .string("SIMULATED 1.0"),
        "sim": .string("none"),
        "address": .string(unit.ethernet.text),
      ]),
      "phases": .array(
        phases.map { phase in
          var fields: [String: JSONValue] = [
            "condition": .string(phase.condition.rawValue),
            "step": .string(phase.step.word),
            "started": .string(phase.started.description),
            "ended": .string(phase.ended.description),
            "captures": .array([.string(phase.captureName)]),
          ]
          fields["dose_bytes"] = phase.step.doseBytes.map { .integer($0) }
          return .object(fields)
        }),
    ])
  }
}
