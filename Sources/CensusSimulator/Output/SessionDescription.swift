import CensusProtocol

extension SimulatedSession {
  /// The session description that `flowcensus-agent session submit` reads.
  func description(of plan: BenchPlan) -> JSONValue {
    .object([
      "organisation": .string(plan.organisation.description),
      "session": .string(identifier.description),
      "site": .object(["id": .string("simulated-site"), "country": .string("VN")]),
      "plan": .object(["name": .string("simulated-bench"), "version": .integer(1)]),
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
          .object([
            "condition": .string(phase.condition.rawValue),
            "step": .string(PhaseStep.measured.word),
            "started": .string(phase.started.description),
            "ended": .string(phase.ended.description),
            "captures": .array([.string(phase.captureName)]),
          ])
        }),
    ])
  }
}
