import CensusProtocol
import TestSupport
import Testing

@testable import CensusAgent

@Suite("The moments at which a household asks and sends")
struct HouseScheduleTests {
  private let epoch = Household.epoch

  private func time(_ secondsAfterEpoch: Int64) throws -> UTCTime {
    try #require(UTCTime(seconds: epoch.end.seconds + secondsAfterEpoch))
  }

  /// The greatest distance between the empirical distribution and the uniform one on 0 to 1 (Kolmogorov).
  private func distance(_ draws: [Double]) -> Double {
    let count = Double(draws.count)
    return draws.sorted().enumerated().map { index, draw in
      max(draw - Double(index) / count, Double(index + 1) / count - draw)
    }.max() ?? 1
  }

  @Test("of sending are uniform over the two days after the epoch")
  func sending() throws {
    var generator = SeededGenerator(seed: 3)
    let window = try #require(HouseSchedule.sendingTimes(of: epoch, at: time(0)))
    #expect(window == epoch.end.seconds..<epoch.end.seconds + 172_800)
    let draws = (0..<10_000).map { _ in
      let moment = HouseSchedule.draw(from: window, using: &generator)
      return Double(moment.seconds - window.lowerBound) / 172_800
    }
    // Kolmogorov's distance at the level 0.001 for 10,000 draws is 1.95 / 100.
    #expect(distance(draws) < 0.0195)
  }

  @Test("of ordering tokens are uniform over what is left of the epoch")
  func ordering() throws {
    var generator = SeededGenerator(seed: 4)
    let now = try time(-86_400)
    let draws = try (0..<10_000).map { _ in
      let moment = try #require(HouseSchedule.orderTime(of: epoch, at: now, using: &generator))
      return Double(moment.seconds - now.seconds) / (86_400 - 600)
    }
    #expect(draws.allSatisfy { (0..<1).contains($0) })
    #expect(distance(draws) < 0.0195)
  }

  @Test("for an agent that was off are spread over the hours after it is back, not at once")
  func late() throws {
    var generator = SeededGenerator(seed: 5)
    let back = try time(40 * 3600)
    let window = try #require(HouseSchedule.sendingTimes(of: epoch, at: back))
    #expect(window == back.seconds..<epoch.end.seconds + 172_800)
    let later = try time(50 * 3600)
    #expect(
      HouseSchedule.sendingTimes(of: epoch, at: later) == later.seconds..<later.seconds + 21_600)
    let order = try #require(
      HouseSchedule.orderTime(of: epoch, at: time(3600), using: &generator))
    #expect((epoch.end.seconds + 3600..<epoch.end.seconds + 7 * 3600).contains(order.seconds))
  }

  @Test("are none where it is too late")
  func tooLate() throws {
    var generator = SeededGenerator(seed: 6)
    #expect(try HouseSchedule.sendingTimes(of: epoch, at: time(72 * 3600)) == nil)
    #expect(
      try HouseSchedule.orderTime(of: epoch, at: time(48 * 3600), using: &generator) == nil)
  }
}
