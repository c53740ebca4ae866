import CensusProtocol
import Foundation
import Testing

@testable import CensusStatistics

@Suite("Findings on direction, dose, and what goes on (H2, H3, H4, H5, H8)")
struct ComparisonFindingTests {
  private let organisations = ["lab-one", "lab-two", "shop-three"]

  private func call(up: Int64, down: Int64 = 2000) throws -> [BenchContact] {
    [try .to("CN", up: up, down: down)]
  }

  @Test("six units that send nine tenths of their bytes upload; six that send a tenth fetch")
  func upload() throws {
    for (up, down, verdict, share) in [
      (90_000 as Int64, 10_000 as Int64, Verdict.supported, 0.9),
      (10_000, 90_000, .contradicted, 0.1),
    ] {
      let study = try Study.of(organisations, units: 2) { _ in
        Study.three(.outOfTheBox, try call(up: up, down: down))
      }
      let finding = try study.finding(.upload)
      #expect(finding.verdict == verdict)
      #expect(abs(try finding.figure("upload-share").value - share) < 1e-4)
    }
  }

  @Test("without any contact the direction is undecided, and it says why")
  func nothingToJudge() throws {
    let study = try Study.of(organisations, units: 2) { _ in Study.three(.outOfTheBox) }
    let finding = try study.finding(.upload)
    #expect(finding.verdict == .undecided)
    #expect(finding.missing.contains { $0.contains("no unit had contact") })
  }

  @Test(
    "an upload that follows the dose supports, one that does not contradicts", arguments: [1.0, 0])
  func dose(part: Double) throws {
    var study = Study()
    for (number, organisation) in (organisations + organisations).enumerated() {
      let blocks = try [0 as Int64, 50_000_000, 200_000_000].enumerated().map { position, bytes in
        // What a unit sends anyway falls as the doses rise: only a true answer overcomes it.
        let noise = Int64(900_000 * (number + 1)) - Int64(position) * 50_000
        return Study.Block(
          condition: .outOfTheBox, step: .dose(bytes: bytes),
          contacts: try call(up: Int64(Double(bytes) * part) + noise))
      }
      let control = Study.Block(condition: .cloudOn, contacts: try call(up: 900_000_000))
      try study.add(organisation, control: [control], blocks)
    }
    let finding = try study.finding(.dose)
    #expect(finding.verdict == (part == 1 ? .supported : .contradicted))
    #expect(abs(try finding.figure("slope").value - part) < 0.01)
    #expect(finding.unitsTested == 6)
    #expect(abs((part == 1 ? finding.support : finding.contradiction).raw - pow(6, -6)) < 1e-15)
  }

  @Test("what goes on with the default apps removed supports H4, with its factor")
  func goesOn() throws {
    let study = try Study.of(organisations, units: 2) { number in
      Study.three(.outOfTheBox, try call(up: 100_000))
        + Study.three(.appsRemoved, try call(up: 80_000 + Int64(number) * 2000))
    }
    let finding = try study.finding(.appsRemoved)
    #expect(finding.verdict == .supported)
    let factor = try finding.figure("upload-factor")
    #expect((0.79...0.83).contains(factor.value))
    #expect(factor.low != nil)
    #expect(try finding.figure("p-mcnemar").value == 1)
  }

  @Test("what ends with the cloud off contradicts H5, by McNemar's test too")
  func ends() throws {
    let study = try Study.of(organisations, units: 2) { _ in
      Study.three(.outOfTheBox, try call(up: 100_000)) + Study.three(.cloudOff)
    }
    let finding = try study.finding(.cloudOff)
    #expect(finding.verdict == .contradicted)
    #expect(agree(finding.contradiction.raw, 1.0 / 64))
    #expect(agree(try finding.figure("p-mcnemar").value, 2.0 / 64))
  }

  @Test("contact that goes on with a hundredth of the bytes does not support that it goes on")
  func remainder() throws {
    let study = try Study.of(organisations, units: 2) { number in
      Study.three(.outOfTheBox, try call(up: 1_000_000 + Int64(number)))
        + Study.three(.cloudOff, try call(up: 10_000))
    }
    let finding = try study.finding(.cloudOff)
    #expect(finding.verdict == .contradicted)
    #expect(try finding.figure("units-with-contact").value == 1)
  }

  @Test("units that never had contact cannot show that it goes on or ends")
  func neverHad() throws {
    let study = try Study.of(organisations, units: 2) { _ in
      Study.three(.outOfTheBox) + Study.three(.cloudOff)
    }
    let finding = try study.finding(.cloudOff)
    #expect(finding.verdict == .undecided)
    #expect(finding.missing.contains { $0.contains("nothing that could go on") })
  }

  @Test(
    "an update that ends it supports H8, one after which it goes on contradicts",
    arguments: [true, false])
  func update(ends: Bool) throws {
    var study = Study()
    for organisation in organisations + organisations {
      // The unit is tested, updated, and tested again: two sessions, each with its controls.
      let unit = UnitIdentifier.random()
      try study.add(
        organisation, unit: unit, build: "old", Study.three(.outOfTheBox, try call(up: 100_000)))
      try study.add(
        organisation, unit: unit, build: "new",
        Study.three(.outOfTheBox, ends ? [] : try call(up: 100_000)))
    }
    let query = try Study.query(.update, builds: ["old"], later: ["new"])
    let finding = try #require(try study.findings([query]).first)
    #expect(finding.verdict == (ends ? .supported : .contradicted))
  }

  @Test("three sites are pooled with random effects and I², each site alike; two are not")
  func pooling() throws {
    func study(_ organisations: [String]) throws -> Study {
      var study = Study()
      for (position, organisation) in organisations.enumerated() {
        for number in 0..<2 + position * 3 {
          try study.add(
            organisation,
            Study.three(.outOfTheBox, try call(up: 100_000))
              + Study.three(
                .appsRemoved, try call(up: Int64(50_000 + 20_000 * position + 1000 * (number % 2))))
          )
        }
      }
      return study
    }
    let finding = try study(organisations).finding(.appsRemoved)
    let pooling = try #require(finding.pooling)
    #expect(pooling.sites == 3)
    // The geometric mean of about 0.505, 0.704 and 0.905, whatever the number of units.
    let pooled = try finding.figure("over-sites")
    #expect(abs(pooled.value - 0.685) < 2e-3)
    #expect((pooled.low ?? 0) < pooled.value && (pooled.high ?? 0) > pooled.value)
    #expect((pooled.coverage, pooled.units) == (0.95, 15))
    #expect(try finding.figure("i-squared").value > 0.99)
    #expect(try finding.figure("p-sites").value < 1e-6)
    let two = try study(["lab-one", "lab-two"]).finding(.appsRemoved)
    #expect(two.pooling == nil)
    #expect(two.notes.contains { $0.contains("not pooled") })
  }
}
