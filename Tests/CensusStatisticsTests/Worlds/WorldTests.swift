import CensusProtocol
import CensusSimulator
import Foundation
import Testing

@testable import CensusStatistics

/// Intervals cover, tests keep their level, and claims are decided rightly as often as the planner says.
@Suite("Findings over many worlds with a known truth")
struct WorldTests {
  private let planned = 1000

  private func paired(_ factor: Double, units: Int, blocks: Int = 3, within: Double = 0.9) throws
    -> Share
  {
    var generator = SplitMix64(seed: 7)
    return try #require(
      try PairedDesign(factor: factor, units: units, blocks: blocks, withinBlock: within)
        .power(atLevels: [0.05], runs: planned, using: &generator).first)
  }

  /// Eight units at four benches.
  private func world(_ change: (inout StudyWorld) -> Void = { _ in }) -> StudyWorld {
    var world = StudyWorld()
    world.organisations = 4
    change(&world)
    return world
  }

  private func isSupported(_ findings: [[Finding]], _ index: Int) -> [Bool] {
    findings.map { $0[index].verdict == .supported }
  }

  private func isContradicted(_ findings: [[Finding]], _ index: Int) -> [Bool] {
    findings.map { $0[index].verdict == .contradicted }
  }

  @Test("a unit that phones home, uploads, and goes on without apps and cloud")
  func phonesHome() throws {
    let findings = try Worlds(1, world()).findings(.contact, .upload, .appsRemoved, .cloudOff)
    let presence = try PresenceDesign(units: 8, blocks: 3, share: 1, spacing: 1)
    try WorldReport.power(
      "H1 supported, contacts every hour", isSupported(findings, 0),
      planned: try presence.power(atLevel: 0.05))
    try WorldReport.power(
      "H2 supported, nine tenths up", isSupported(findings, 1),
      planned: try paired(9, units: 8, within: 0))
    for (index, claim) in [(2, "H4"), (3, "H5")] {
      try WorldReport.power(
        "\(claim) supported, unchanged", isSupported(findings, index),
        planned: try paired(10, units: 8))
    }
    try cover(findings.map { $0[1] }, "upload-share", truth: 0.9, "H2 share of bytes up")
    try cover(findings.map { $0[2] }, "upload-factor", truth: 1, "H4 factor")
    try cover(findings.map { $0[0] }, "units-with-contact", truth: 1, "H1 share of units, all")
  }

  @Test(
    "a cloud-off that works is found to work; one that leaves a fifth is not decided more often than planned"
  )
  func cloudOff() throws {
    let ends = try Worlds(2, world { $0.factors[.cloudOff] = 0 }).findings(.cloudOff)
    let silence = try PresenceDesign(units: 8, blocks: 3, share: 0, spacing: 24)
    try WorldReport.power(
      "H5 contradicted, it ends", isContradicted(ends, 0),
      planned: try silence.absence(atLevel: 0.05))
    let fifth = try Worlds(3, world { $0.factors[.cloudOff] = 0.2 }).findings(.cloudOff)
    try WorldReport.power(
      "H5 supported, a fifth goes on", isSupported(fifth, 0), planned: try paired(2, units: 8))
    try cover(fifth.map { $0[0] }, "upload-factor", truth: 0.2, "H5 factor")
  }

  @Test("moderate effects are decided as often as planned: direction and dose")
  func moderate() throws {
    let world = world {
      $0.uploadShare = 0.6
      $0.sentPart = 0.0005
      $0.typicalBytes = 100_000
    }
    let findings = try Worlds(4, world).findings(.upload, .dose)
    try WorldReport.power(
      "H2 supported, six tenths up", isSupported(findings, 0),
      planned: try paired(1.5, units: 8, within: 0))
    var generator = SplitMix64(seed: 7)
    let dose = try DoseDesign(
      units: 8, sentPart: 0.0005,
      // The unit's own level scatters as well, but only within units are doses compared.
      typicalBytes: 100_000, withinBlock: 0.9)
    try WorldReport.power(
      "H3 supported, a two-thousandth of each byte", isSupported(findings, 1),
      planned: try #require(
        try dose.power(atLevels: [0.05], runs: planned, using: &generator).first))
    try cover(findings.map { $0[0] }, "upload-share", truth: 0.6, "H2 share of bytes up, moderate")
  }

  @Test(
    "rare contacts: presence as often as planned, shares and rates cover",
    arguments: [24.0, 48, 96])
  func rare(spacing: Double) throws {
    let findings = try Worlds(5, world { $0.spacing = spacing }).findings(.contact)
    let design = try PresenceDesign(units: 8, blocks: 3, share: 1, spacing: spacing)
    try WorldReport.power(
      "H1 supported, contacts every \(Int(spacing)) hours", isSupported(findings, 0),
      planned: try design.power(atLevel: 0.05))
    try cover(
      findings.map { $0[0] }, "units-with-contact", truth: try design.unitChance(),
      "H1 share of units, contacts every \(Int(spacing)) hours")
    // Contacts of one hour count once.
    try cover(
      findings.map { $0[0] }, "contact-hours", truth: 24 * (1 - exp(-1 / spacing)),
      "H1 rate, contacts every \(Int(spacing)) hours")
  }

  @Test("where half of all units do it, presence is decided wrongly at most once in twenty")
  func levelOfPresence() throws {
    let findings = try Worlds(6, world { $0.share = 0.5 }).findings(.contact)
    try WorldReport.level("H1 supported, half of all units", isSupported(findings, 0))
    try WorldReport.level("H1 contradicted, half of all units", isContradicted(findings, 0))
  }

  @Test(
    "at the boundary direction, dose and what goes on are decided wrongly at most once in twenty")
  func levels() throws {
    let boundary = world {
      $0.uploadShare = 0.5
      $0.factors = [.appsRemoved: 0.1, .cloudOff: 0.1]
    }
    let findings = try Worlds(12, boundary).findings(.upload, .appsRemoved, .dose)
    for (index, name) in [(0, "H2 half up"), (1, "H4 a tenth goes on")] {
      try WorldReport.level("\(name), supported", isSupported(findings, index))
      try WorldReport.level("\(name), contradicted", isContradicted(findings, index))
    }
    try WorldReport.level("H3 no answer to the dose, supported", isSupported(findings, 2))
    let tenth = try Worlds(7, world { $0.sentPart = 0.1 }).findings(.dose)
    try WorldReport.level("H3 a tenth of each byte, contradicted", isContradicted(tenth, 0))
    let families = try Worlds(13, boundary).families(.upload, .appsRemoved, .cloudOff)
    try WorldReport.level(
      "any of H2, H4, H5 supported, decided together",
      families.map { $0.contains { $0.verdict == .supported } })
  }

  @Test(
    "the interval pooled over sites covers the mean truth, whether sites differ or not",
    arguments: [3, 5, 8, 12], [0, 0.5])
  func sites(count: Int, between: Double) throws {
    let world = world {
      $0.organisations = count
      $0.unitsEach = 2
      $0.betweenSites = between
    }
    let stream = UInt64(80 + count * 2 + (between > 0 ? 1 : 0))
    let findings = try Worlds(stream, world).findings(.appsRemoved)
    let pooled = findings.compactMap { $0[0].pooling }
    #expect(pooled.count == findings.count)
    try WorldReport.coverage(
      "factor pooled over \(count) sites \(between > 0 ? "that differ" : "alike")",
      pooled.map { $0.interval.contains(0) }, nominal: 0.95)
  }

  @Test("an effect shows over sites as often as planned, and I² sees that they differ")
  func sitesPower() throws {
    let world = world {
      $0.organisations = 5
      $0.unitsEach = 4
      $0.betweenSites = 0.5
      $0.factors = [.appsRemoved: 2]
    }
    let findings = try Worlds(8, world).findings(.appsRemoved)
    let pooled = findings.compactMap { $0[0].pooling }
    try WorldReport.coverage(
      "factor pooled over five sites of four units that differ",
      pooled.map { $0.interval.contains(log(2)) }, nominal: 0.95)
    var generator = SplitMix64(seed: 7)
    let design = try PooledDesign(
      try PairedDesign(factor: 2, units: 4, blocks: 3), sites: 5, betweenSites: 0.5)
    try WorldReport.power(
      "factor 2 shows over five sites that differ", pooled.map { $0.interval.lowerBound > 0 },
      planned: try design.power(atLevel: 0.025, runs: planned, using: &generator).sites)
    let typical = pooled.compactMap { $0.heterogeneity?.iSquared }.sorted()[pooled.count / 2]
    #expect(typical > 0.1)
  }

  @Test("lost blocks make intervals wider, not wrong")
  func loss() throws {
    let findings = try Worlds(9, world { $0.loss = 0.2 }).findings(.appsRemoved)
    let decided = findings.filter { !$0[0].figures.isEmpty }
    try cover(decided.map { $0[0] }, "upload-factor", truth: 1, "H4 factor, a fifth of blocks void")
    #expect(findings.contains { !$0[0].void.isEmpty })
  }

  @Test("an organisation that reports silence cannot turn the verdict, and stands apart")
  func silentLiar() throws {
    let world = world {
      $0.unitsEach = 3
      $0.lie = .silence
    }
    let findings = try Worlds(10, world).findings(.contact)
    let liar = try #require(OrganisationIdentifier("lab-3"))
    #expect(findings.allSatisfy { $0[0].verdict != .contradicted })
    try WorldReport.power(
      "a silent liar stands apart, and without it H1 is supported",
      findings.map {
        $0[0].notes.contains { $0.contains("lab-3 stands apart") }
          && $0[0].withoutOrganisation[liar] != .contradicted
      }, planned: 1)
  }

  @Test("an organisation that inflates uploads cannot make a fetch an upload, and stands apart")
  func inflatingLiar() throws {
    let world = world {
      $0.unitsEach = 3
      $0.uploadShare = 0.1
      // Still less than the positive control, or the sets would be incomplete.
      $0.typicalBytes = 20_000
      $0.lie = .inflation(factor: 100)
    }
    let findings = try Worlds(11, world).findings(.upload)
    #expect(findings.allSatisfy { $0[0].verdict != .supported })
    try WorldReport.power(
      "an inflating liar stands apart",
      findings.map { $0[0].notes.contains { $0.contains("lab-3 stands apart") } }, planned: 1)
  }

  /// How often the interval of a figure holds the truth, against the coverage that it states.
  private func cover(
    _ findings: [Finding], _ name: String, truth: Double, _ title: String
  ) throws {
    let figures = try findings.map { finding in
      try #require(finding.figures.first { $0.name == name || $0.name == "contacts-below" })
    }
    let bounded = figures.filter { $0.low != nil }
    let covered = figures.map { figure in
      figure.name == "contacts-below"
        ? truth <= figure.value : (figure.low ?? -.infinity)...(figure.high ?? .infinity) ~= truth
    }
    let stated = bounded.compactMap(\.coverage)
    try WorldReport.coverage(
      title, covered, nominal: stated.reduce(0, +) / Double(max(1, stated.count)))
  }
}
