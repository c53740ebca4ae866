import Foundation
import Testing

@testable import CensusStatistics

@Suite("median over units")
struct UnitMedianTests {
  @Test("is the middle value, or the mean of the two in the middle")
  func median() throws {
    #expect(UnitMedian(of: [3, 1, 2])?.median == 2)
    #expect(UnitMedian(of: [4, 1, 2, 3])?.median == 2.5)
    #expect(UnitMedian(of: []) == nil)
  }

  @Test("has no interval for a single unit")
  func single() throws {
    let median = try #require(UnitMedian(of: [5]))
    #expect(median.median == 5)
    #expect(median.interval == nil)
  }

  @Test("has the interval from the smallest to the largest with its exact coverage")
  func interval() throws {
    let interval = try #require(UnitMedian(of: [5, 1, 9, 2, 2, 8])?.interval)
    #expect(interval.low == 1)
    #expect(interval.high == 9)
    // Six values all on one side of the median: 2/64.
    #expect(interval.coverage == 1 - 2.0 / 64)
    #expect(UnitMedian(of: [1, 2])?.interval?.coverage == 0.5)
  }
}

@Suite("silence")
struct SilenceLimitTests {
  @Test("of T hours bounds the rate by −ln(0.05)/T, about 3/T")
  func limit() throws {
    let limit = try #require(SilenceLimit.contactsPerHour(exposureMinutes: 720))
    #expect(abs(limit - 3 / 12.0) < 0.001)
    // At the limit, silence has a probability of 5 %.
    #expect(abs(exp(-limit * 12) - 0.05) < 1e-12)
  }

  @Test("without exposure proves nothing")
  func unobserved() {
    #expect(SilenceLimit.contactsPerHour(exposureMinutes: 0) == nil)
  }
}

@Suite("figures for people")
struct FiguresTests {
  @Test(
    "have three significant digits and a unit",
    arguments: [
      (0, "0 B"), (0.25, "0.25 B"), (76, "76 B"), (999.4, "999 B"), (999.6, "1 kB"),
      (4207, "4.21 kB"),
      (41_337, "41.3 kB"), (413_370, "413 kB"), (2_500_000, "2.5 MB"), (1e13, "10 TB"),
      (9e18, "9000 PB"),
    ] as [(Double, String)])
  func bytes(value: Double, text: String) {
    #expect(Figures.bytes(value) == text.replacingOccurrences(of: " ", with: "\u{a0}"))
  }

  @Test("write shares as percent")
  func percent() {
    #expect(Figures.percent(0.5) == "50\u{a0}%")
    #expect(Figures.percent(0.0165, 0.9996) == "1.7–100\u{a0}%")
  }

  @Test("survive numbers that no integer holds")
  func huge() {
    #expect(Figures.threeDigits(1e300) == "1e+300")
    #expect(Figures.hours(1.0 / 3) == "0.3")
    #expect(Figures.hours(12) == "12")
    #expect(Figures.hours(100) == "100")
  }
}
