import CensusProtocol
import Testing

@testable import CensusStatistics

@Suite("Controls and independence of a finding")
struct ControlTests {
  private let silent = Study.three(.outOfTheBox)

  private func study(empty: [Study.Block]? = nil, control: [Study.Block]? = nil) throws -> Study {
    var study = Study()
    for organisation in ["lab-one", "lab-two", "shop-three"] {
      for _ in 0..<2 {
        try study.add(organisation, empty: empty, control: control, silent)
      }
    }
    return study
  }

  @Test("six silent units without an empty access point are incomplete, never evidence of absence")
  func noEmptyAccessPoint() throws {
    let finding = try study(empty: []).finding(.contact)
    #expect(finding.verdict == .undecided)
    #expect(finding.units.isEmpty)
    #expect(finding.incomplete.count == 6)
    #expect(finding.incomplete.allSatisfy { $0.gaps == [.noEmptyAccessPoint] })
    #expect(finding.contradiction.raw == 1)
    #expect(
      finding.missing.contains(
        "2 incomplete sets of lab-one, site bench-1: no Z phase (empty access point) of an hour or more"
      ), "\(finding.missing)")
  }

  @Test("a positive control that is missing, or that was not detected, makes a set incomplete")
  func positiveControl() throws {
    let missing = try study(control: []).finding(.contact)
    #expect(missing.incomplete.allSatisfy { $0.gaps == [.noPositiveControl] })
    let quiet = try study(control: [Study.Block(condition: .cloudOn)]).finding(.contact)
    #expect(quiet.incomplete.allSatisfy { $0.gaps == [.positiveControlNotDetected] })
    #expect((missing.verdict, quiet.verdict) == (.undecided, .undecided))
  }

  @Test("a void empty access point is none")
  func voidControl() throws {
    let void = [Study.Block(condition: .emptyAccessPoint, void: .captureLoss)]
    let finding = try study(empty: void).finding(.contact)
    #expect(finding.incomplete.allSatisfy { $0.gaps == [.noEmptyAccessPoint] })
  }

  @Test("a bench that contacts the place itself says nothing about its units, for or against")
  func benchContacts() throws {
    let empty = [
      Study.Block(condition: .emptyAccessPoint, contacts: [try .to("CN", up: 400)])
    ]
    var study = try study()
    for _ in 0..<3 {
      try study.add(
        "noisy-bench", empty: empty,
        Study.three(.outOfTheBox, [try .to("CN", up: 50_000)]))
    }
    let finding = try study.finding(.contact)
    #expect(finding.incomplete.allSatisfy { $0.gaps == [.benchContactsPlace] })
    #expect(finding.verdict == .contradicted)
    #expect(!finding.organisations.map(\.description).contains("noisy-bench"))
  }

  @Test(
    "the empty access point of the bench's other session serves, another organisation's does not")
  func sharedEmptyAccessPoint() throws {
    var study = Study()
    try study.add("lab-one", silent)
    try study.add("lab-one", empty: [], silent)
    try study.add("lab-one", site: "bench-2", empty: [], silent)
    try study.add("lab-two", empty: [], silent)
    let finding = try study.finding(.contact)
    #expect(finding.units.count == 2)
    #expect(finding.incomplete.count == 2)
  }

  @Test("one organisation decides nothing, however many its units")
  func oneOrganisation() throws {
    let study = try Study.of(["lab-one"], units: 12) { _ in silent }
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .undecided)
    #expect(finding.missing.contains { $0.contains("1 more independent organisation") })
  }

  @Test("two organisations with one unit, one capture or one declared source count once")
  func independence() throws {
    let unit = UnitIdentifier.random()
    var study = Study()
    try study.add("lab-one", unit: unit, silent)
    try study.add("lab-two", unit: unit, silent)
    try study.add("lab-one", captures: ["the same file"], silent)
    try study.add("lab-two", captures: ["the same file"], silent)
    try study.add("lab-one", source: "forum post of 24 July", silent)
    try study.add("lab-two", source: "forum post of 24 July", silent)
    let original = try #require(study.phases.first).session
    try study.add("lab-three", source: original.description, silent)
    let finding = try study.finding(.contact)
    #expect(finding.units.count == 3)
    #expect(finding.organisations.map(\.description) == ["lab-one"])
    #expect(
      finding.repeated.map(\.reason) == [
        .sameUnit, .sameCapture, .declared("forum post of 24 July"),
        .declared(original.description),
      ])
    #expect(finding.repeated.first?.original == original)
    #expect(finding.repeated.last?.original == original)
  }

  @Test("a unit id that is claimed later takes nothing away from the first")
  func hijackedUnit() throws {
    let unit = UnitIdentifier.random()
    var study = Study()
    try study.add("honest", unit: unit, Study.three(.outOfTheBox, [try .to("CN", up: 50_000)]))
    try study.add("hijacker", unit: unit, silent)
    let finding = try study.finding(.contact)
    #expect(finding.units.map(\.organisation.description) == ["honest"])
    #expect(finding.units.first?.reference?.showing == .contact)
  }

  @Test("an organisation that stands apart shows, and so does what the verdict is without it")
  func lyingOrganisation() throws {
    let call = Study.three(.outOfTheBox, [try .to("CN", up: 50_000)])
    var study = try Study.of(["lab-one", "lab-two"], units: 3) { _ in call }
    for _ in 0..<3 { try study.add("liar", silent) }
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .undecided)
    let liar = try #require(OrganisationIdentifier("liar"))
    #expect(finding.withoutOrganisation[liar] == .supported)
    #expect(finding.notes.contains("Without liar the verdict would be: supported."))
    // Fisher: 0 of 3 against 6 of 6 is 1/84, times three organisations.
    #expect(abs(try #require(finding.disagreement) - 3.0 / 84) < 1e-12)
    #expect(finding.notes.contains { $0.contains("liar stands apart") })
  }
}
