import CensusPlans
import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("A test plan's file")
struct PlanReadingTests {
  /// A plan of one phase, with a change in its text.
  private func read(
    replacing old: String = "", with new: String = "", adding more: String = ""
  ) throws -> TestPlan {
    var text = """
      format: flowcensus-test-plan/1
      name: my-plan
      version: 1
      title: My plan
      question: Does it call?
      network: wifi
      needs: { units: 1, sites: 1 }
      must_hold: [one-unit, no-loss]
      controls: [{ condition: D, role: positive }]
      can_find: [Something.]
      cannot_find: [Something else.]
      arms:
        - name: logged-in
          condition: D
          place: first
          prepare: [Log in.]
          steps:
            - { step: measured, duration: 1 min }
      claims: []
      level_percent: 5

      """
    if !old.isEmpty {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    return try CensusPlans.read(Array((text + more).utf8)).plan
  }

  @Test("is read into what it says")
  func plan() throws {
    let plan = try read()
    #expect(plan.reference.name.description == "my-plan")
    #expect(plan.requirements == [.oneUnit, .noLoss])
    let phase = try #require(plan.schedule(sequence: 0).first)
    #expect(phase.condition == .cloudOn)
    #expect(phase.step == .measured)
    #expect(phase.duration.minutes == 1)
    #expect(phase.instructions == ["Log in."])
  }

  @Test(
    "that is wrong is refused with the line and what would fit",
    arguments: [
      ("plan/1", "plan/9", "line 1: format: \"flowcensus-test-plan/9\" is not"),
      ("name: my-plan", "name: My Plan", "line 2: name: \"My Plan\" is not"),
      ("version: 1", "version: 1.5", "line 3: version: expected an integer"),
      ("title: My plan", "title: \"a\\u001b[2J\"", "line 4: title:"),
      ("title: My plan", "title:", "line 4: there is no value here"),
      ("title: My plan", "title: [a]", "line 4: title: expected a string, found an array"),
      ("units: 1,", "units: 0,", "line 7: needs.units: 0 is not within 1 to 1000"),
      ("no-loss]", "no-rain]", "line 8: must_hold[1]: expected one of one-unit"),
      ("no-loss]", "one-unit]", "line 8: must_hold: names one twice"),
      ("condition: D, role: p", "condition: A, role: p", "no arm has the condition A"),
      ("positive", "background", "line 9: controls[0].condition: the background is the"),
      ("1 min", "90 s", "line 18: arms[0].steps[0].duration: \"90 s\" is not a time like"),
      ("1 min", "32 d", "line 18:"),
      ("measured", "settle", "line 18: arms[0].steps: nothing in it is measured"),
      ("measured", "dose", "line 18: arms[0].steps[0].dose_bytes: is missing"),
      ("duration: 1 min", "duration: 1 min, dose_bytes: 5", "only a phase of step dose"),
      ("duration: 1 min", "duration: 1 min, times: 49", "times: 49 is not within 1 to 31"),
      ("level_percent: 5", "levels: 5", "line 1: level_percent: is missing"),
      ("claims: []", "claims: &all []", "line 19: anchors (&), aliases (*) and tags (!)"),
      ("claims: []", "claims: *all", "line 19: anchors (&), aliases (*) and tags (!)"),
      ("claims: []", "claims: !!seq []", "line 19: anchors (&), aliases (*) and tags (!)"),
      ("version: 1", "version: 1\nversion: 2", "line 4: \"version\" is there twice"),
      ("version: 1", "version: 99999999999999999999", "line 3: the number 9999"),
      ("claims: []", "claims: [", "is not YAML: did not find expected"),
      ("name: my-plan", "? [a]\n: b", "line 2: a key must be a text"),
    ])
  func problem(old: String, new: String, expected: String) throws {
    let error = #expect(throws: PlanError.self) { try read(replacing: old, with: new) }
    #expect(error.map { "\($0)" }?.contains(expected) == true, "\(error as Any)")
  }

  @Test("of a second document, of nothing, or of too much is refused")
  func bounds() throws {
    let two = #expect(throws: PlanError.self) { try read(adding: "---\na: b\n") }
    #expect(two?.problem == "holds two documents")
    for text in ["", "# nothing\n", "\u{feff}", "[]", "just words"] {
      #expect(throws: PlanError.self) { try CensusPlans.read(Array(text.utf8)) }
    }
    let deep = String(repeating: "[", count: 5000)
    #expect(throws: PlanError.self) { try CensusPlans.read(Array(deep.utf8)) }
    let wide = "[" + String(repeating: "a,", count: 20_000) + "]"
    let error = #expect(throws: PlanError.self) { try CensusPlans.read(Array(wide.utf8)) }
    #expect(error?.problem == "is longer or nested deeper than any plan")
    let long = [UInt8](repeating: UInt8(ascii: "#"), count: CensusPlans.maximumBytes + 1)
    #expect(throws: PlanError.self) { try CensusPlans.read(long) }
    #expect(throws: PlanError.self) { try CensusPlans.read([0x61, 0x3a, 0xff, 0xfe]) }
  }

  @Test("with any bytes altered is read or refused, and never more than that")
  func alteredBytes() throws {
    var generator = SeededGenerator(seed: 6)
    for shipped in CensusPlans.shipped {
      for _ in 0..<200 {
        var bytes = shipped.text
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let place = Int.random(in: bytes.indices, using: &generator)
          bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
        }
        if let plan = try? CensusPlans.read(bytes).plan {
          #expect(plan.schedule(sequence: 0).count <= TestPlan.mostPhases)
        }
      }
    }
  }
}
