import CensusProtocol

/// A session with everything that proves it.
struct SessionPage {
  let session: StoredSession
  let catalogue: Catalogue

  var document: String {
    let model = catalogue.model(session.unit.model)
    return Page.document(title: "Session \(session.identifier)") {
      HTML.element("h1") {
        "Session "
        HTML.element("span", [.class("identifier")]) { session.identifier.description }
      }
      if model?.isSimulated == true {
        HTML.element("p", [.class("banner"), Attribute("role", "note")]) {
          HTML.element("strong") { "Simulated data. " }
          "This session was made up; it says nothing about any real phone."
        }
      }
      HTML.element("dl") {
        for fact in facts(model) {
          HTML.element("dt") { fact.name }
          HTML.element("dd") { fact.value }
        }
      }
      phases
      proof
    }
  }

  private func facts(_ model: Model?) -> [(name: String, value: String)] {
    let unit = session.unit
    return [
      ("Model", "\(model?.title ?? "") (\(unit.model))"),
      ("Unit", unit.identifier.description),
      ("ROM region", unit.region),
      ("Build", unit.build),
      ("System", unit.system),
      ("SIM", unit.sim.rawValue),
      ("First boot", unit.firstBoot?.description ?? "not known"),
      ("Network", session.network.rawValue),
      ("Test plan", "\(session.plan.name), version \(session.plan.version)"),
      ("Site", "\(session.site.identifier), \(session.site.country)"),
      ("Organisation", "\(session.organisationName) (\(session.organisation))"),
      ("Agent", session.agent),
      (
        "Geo databases",
        session.databases.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
      ),
      ("Received", session.received.description),
    ]
  }

  private var phases: HTML {
    HTML.element("section") {
      HTML.element("h2") { "Phases" }
      HTML.element("table") {
        HTML.element("caption") { "The phases of the session, in the order of time" }
        HTML.element("thead") {
          HTML.element("tr") {
            for name in ["Condition", "Step", "Started (UTC)", "Ended (UTC)"] {
              HTML.element("th", [.scope("col")]) { name }
            }
            for name in ["Exposure (minutes)", "Packets dropped", "Undecodable packets"] {
              HTML.element("th", [.scope("col"), .class("number")]) { name }
            }
            HTML.element("th", [.scope("col")]) { "Counts" }
          }
        }
        HTML.element("tbody") { for phase in session.phases { row(phase) } }
      }
    }
  }

  private func row(_ phase: StoredPhase) -> HTML {
    HTML.element("tr") {
      HTML.element("th", [.scope("row")]) {
        "\(phase.condition.rawValue) "
        HTML.element("span", [.class("meaning")]) { phase.condition.meaning }
      }
      HTML.element("td", [Attribute("data-label", "Step")]) { phase.step.meaning }
      HTML.element("td", [Attribute("data-label", "Started (UTC)")]) { HTML.time(phase.started) }
      HTML.element("td", [Attribute("data-label", "Ended (UTC)")]) { HTML.time(phase.ended) }
      for (label, value) in [
        ("Exposure (minutes)", phase.exposureMinutes), ("Packets dropped", phase.loss.dropped),
        ("Undecodable packets", phase.loss.undecodable),
      ] {
        HTML.element("td", [.class("number"), Attribute("data-label", label)]) { "\(value)" }
      }
      HTML.element("td", [Attribute("data-label", "Counts")]) {
        phase.void.map { "void: \($0.meaning)" }
          ?? (phase.step.countsForCondition ? "yes" : "apart")
      }
    }
  }

  private var proof: HTML {
    let captures = session.phases.flatMap(\.captures)
    return HTML.element("section") {
      HTML.element("h2") { "Proof" }
      HTML.element("p") {
        "The "
        HTML.element("a", [.href("/v1/bundles/\(session.bundle)")]) { "bundle" }
        " is the exact JSON that the organisation signed. Its SHA-256 is "
        HTML.element("span", [.class("identifier")]) { session.bundle.description }
        "; the answer’s headers FlowCensus-Signature and FlowCensus-Key hold the Ed25519 signature and the public key, so that anybody can verify it."
      }
      HTML.element("p") { "The capture files behind it stay with the organisation. Their SHA-256:" }
      HTML.element("ul", [.class("identifiers")]) {
        for capture in captures { HTML.element("li") { capture.digest.description } }
      }
    }
  }
}
