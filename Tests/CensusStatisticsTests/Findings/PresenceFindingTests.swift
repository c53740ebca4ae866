import CensusProtocol
import Testing

@testable import CensusStatistics

@Suite("A finding on presence (H1)")
struct PresenceFindingTests {
  private let organisations = ["lab-one", "lab-two", "shop-three"]

  @Test("six units of three organisations with contact support it, at p = 2^−6")
  func supported() throws {
    let study = try Study.of(organisations, units: 2) { _ in
      Study.three(.outOfTheBox, [try .to("CN", up: 50_000)])
    }
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .supported)
    #expect(agree(finding.support.raw, 1.0 / 64))
    #expect(finding.missing.isEmpty)
    #expect((finding.unitsTested, finding.sites, finding.organisations.count) == (6, 3, 3))
    let share = try finding.figure("units-with-contact")
    #expect(share.value == 1)
    #expect(share.low == Share(count: 6, of: 6)?.low)
    // Two hours of each block, four hours apart.
    #expect(abs(try finding.figure("contact-hours").value - 2) < 1e-12)
    #expect(try finding.figure("hours-between-contacts").value == 4)
  }

  @Test("four units leave it undecided, and it says how many more")
  func undecided() throws {
    let study = try Study.of(["lab-one", "lab-two"], units: 2) { _ in
      Study.three(.outOfTheBox, [try .to("CN", up: 50_000)])
    }
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .undecided)
    #expect(finding.missing.contains { $0.hasPrefix("needs 1 more unit ") }, "\(finding.missing)")
    // Among three claims that are decided together six are needed: 2^−6 is the first at 0.05/3.
    let three = try study.findings([Claim.contact, .upload, .cloudOff].map { try Study.query($0) })
    #expect(three[0].claims == 3)
    #expect(three[0].missing.contains { $0.hasPrefix("needs 2 more units") }, "\(three[0].missing)")
  }

  @Test("NTP and DNS alone are no contact; silence for 72 hours in each of six units contradicts")
  func contradicted() throws {
    let study = try Study.of(organisations, units: 2) { _ in
      Study.three(
        .outOfTheBox,
        [try .to("CN", service: .ntp, up: 900), try .to("CN", service: .dns, up: 900)])
    }
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .contradicted)
    #expect(agree(finding.contradiction.raw, 1.0 / 64))
    #expect(finding.notes.contains { $0.contains("DNS and NTP") })
    // 432 device-hours without contact: never zero, always below 3/T.
    let below = try finding.figure("contacts-below")
    #expect(abs(below.value - 24 * 2.995732273553991 / 432) < 1e-12)
  }

  @Test("silence for too short a time is no evidence of absence, and says how long is missing")
  func tooShort() throws {
    let study = try Study.of(organisations, units: 4) { _ in
      [Study.Block(condition: .outOfTheBox, hours: 2)]
    }
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .undecided)
    #expect(finding.contradiction.raw == 1)
    #expect(
      finding.missing.contains { $0.contains("12 silent units") && $0.contains("69.9 hours more") },
      "\(finding.missing)")
  }

  @Test("one unit with contact among many silent ones does not contradict")
  func mixed() throws {
    var study = try Study.of(organisations, units: 4) { _ in Study.three(.outOfTheBox) }
    try study.add("lab-one", Study.three(.outOfTheBox, [try .to("CN", up: 50_000)]))
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .undecided)
    #expect(finding.missing.contains { $0.hasPrefix("1 of 13 units had contact") })
  }

  @Test(
    "start-up, settling and void phases enter no figure; void ones are listed with their reason")
  func steps() throws {
    let call = try BenchContact.to("CN", up: 50_000)
    let study = try Study.of(organisations, units: 2) { _ in
      [
        Study.Block(condition: .outOfTheBox, step: .startUp, hours: 1, contacts: [call]),
        Study.Block(condition: .outOfTheBox, step: .settle, hours: 1, contacts: [call]),
        Study.Block(condition: .outOfTheBox, void: .otherClient, contacts: [call]),
      ] + Study.three(.outOfTheBox)
    }
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .contradicted)
    #expect(finding.void.count == 6)
    #expect(finding.void.allSatisfy { $0.reason == .otherClient })
  }

  @Test("where the databases disagree it is neither contact nor silence; one alone is shown beside")
  func disputed() throws {
    var study = Study()
    for organisation in organisations {
      for _ in 0..<2 {
        try study.add(
          organisation, databases: 2,
          Study.three(.outOfTheBox, [try .to("CN", "HK", up: 50_000)]))
      }
    }
    let finding = try study.finding(.contact)
    #expect(finding.verdict == .undecided)
    #expect((finding.support.raw, finding.contradiction.raw) == (1, 1))
    #expect(finding.missing.contains { $0.contains("databases do not agree") })
    #expect(finding.byFirstDatabase == .supported)
  }

  @Test("says the same whatever the order of the phases")
  func order() throws {
    let study = try Study.of(organisations, units: 2) { number in
      Study.three(.outOfTheBox, number == 0 ? [try .to("CN", up: 50_000)] : [])
    }
    let query = try Study.query(.contact)
    let forwards = try CensusStatistics.findings(of: [query], phases: study.phases)[0]
    let backwards = try CensusStatistics.findings(of: [query], phases: study.phases.reversed())[0]
    #expect(forwards.figures == backwards.figures)
    #expect(forwards.missing == backwards.missing)
    #expect(forwards.units == backwards.units)
  }
}
