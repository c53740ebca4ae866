import TestSupport
import Testing

@testable import CensusStatistics

@Suite("hostile numbers")
struct HostileNumberTests {
  /// Numbers that overflow, underflow or vanish beside each other.
  private static let numbers: [Double] = [
    0, -0.0, 1, -1, 1e150, -1e150, 1e-150, 1e50, 1e-50, .leastNonzeroMagnitude, .ulpOfOne, 0.1,
    .greatestFiniteMagnitude, .nan, .infinity, -.infinity,
  ]

  /// Whatever comes in, a result is a number, a p-value is a p-value, and the rest is a typed error.
  @Test("give results or errors, never a trap", arguments: 1...12)
  func hostile(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var results = 0
    for _ in 0..<60 {
      let size = Int.random(in: 1...7, using: &generator)
      let draw = { (0..<size).map { _ in Self.numbers.randomElement(using: &generator) ?? 0 } }
      results += try check(draw(), draw())
    }
    #expect(results > 15)
  }

  /// The number of statistics that could be computed.
  private func check(_ first: [Double], _ second: [Double]) throws -> Int {
    var results = 0
    if let sample = try? Sample(first) {
      let test = try SignFlipTest(of: sample)
      #expect((0...1).contains(test.greater) && test.greater > 0)
      #expect((0...1).contains(test.twoSided))
      if let interval = try test.interval(confidence: 0.5) {
        #expect(interval.low <= interval.high)
      }
      let centre = try HodgesLehmann(of: sample, confidence: 0.5)
      #expect(centre.estimate.isFinite)
      if let interval = centre.interval { #expect(interval.low <= interval.high) }
      if let times = try? InterContactTime(contactsByBlock: [first]) {
        #expect(times.lowerQuartile >= 0 && times.upperQuartile.isFinite)
      }
      results += 1
    }
    var generator = SeededGenerator(seed: 1)
    if let doses = try? Sample(first), let responses = try? Sample(second),
      let slope = try? TheilSen(doses: doses, responses: responses),
      let test = try? slope.test(against: second[0], draws: 9, using: &generator)
    {
      #expect(slope.slope.isFinite && slope.intercept.isFinite)
      #expect((0...1).contains(test.twoSided))
      results += 1
    }
    let sites = zip(first, second).compactMap { try? Sample([$0, $1]) }
    if let pooled = try? SitePooling(of: sites) {
      #expect(pooled.interval.contains(pooled.estimate))
      if let found = pooled.heterogeneity {
        #expect((0...1).contains(found.iSquared) && (0...1).contains(found.p))
      }
      results += 1
    }
    _ = try? Holm.adjusted(first)
    for (hours, confidence) in zip(first, second) {
      if let rate = try? EventRate(events: 3, hours: hours, confidence: confidence) {
        #expect(rate.low <= rate.perHour && rate.perHour <= rate.high)
      }
      _ = try? DesignBounds.hours(spacing: hours, probability: confidence)
      _ = try? DesignBounds.unitsToExclude(share: hours, confidence: confidence)
      _ = try? DesignBounds.smallestGroups(level: confidence, claims: 1000)
      _ = try? PairedDesign(factor: hours, units: 3, blocks: 1, withinBlock: confidence)
    }
    return results
  }
}
