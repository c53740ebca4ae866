import Testing

@testable import CensusAgent

@Suite("The minutes that were watched")
struct WatchedTimeTests {
  private let second: Int64 = 1_000_000
  private let minute: Int64 = 60_000_000

  @Test("begin with the first whole minute, and come one by one")
  func wholeMinutes() {
    var time = WatchedTime(at: 10 * minute + 20 * second, steady: 0)
    #expect(time.advance(to: 10 * minute + 59 * second, steady: 39 * second).isEmpty)
    #expect(time.advance(to: 11 * minute, steady: 40 * second).isEmpty)
    #expect(time.advance(to: 12 * minute, steady: 100 * second) == 11..<12)
    #expect(time.advance(to: 12 * minute + second, steady: 101 * second).isEmpty)
  }

  @Test("leave out the time for which the machine slept, with the minutes that it cut")
  func sleep() {
    var time = WatchedTime(at: 10 * minute, steady: 0)
    #expect(time.advance(to: 11 * minute + 30 * second, steady: 90 * second) == 10..<11)
    // Thirty minutes later by the time of day, one second later by the steady clock.
    #expect(time.advance(to: 41 * minute + 30 * second, steady: 91 * second).isEmpty)
    #expect(time.advance(to: 43 * minute, steady: 181 * second) == 42..<43)
  }

  @Test("are not lost where the clock is disciplined slowly, nor doubled where it is set back")
  func clocks() {
    var time = WatchedTime(at: 10 * minute, steady: 0)
    var minutes: [Int64] = []
    for step in 1...600 {
      // One part in a thousand too fast.
      let now = 10 * minute + Int64(step) * (second + 1000)
      minutes += Array(time.advance(to: now, steady: Int64(step) * second))
    }
    #expect(minutes == Array(10..<20))
    #expect(time.advance(to: 15 * minute, steady: 601 * second).isEmpty)
    #expect(time.advance(to: 16 * minute, steady: 661 * second) == 15..<16)
  }

  @Test("end where the vantage saw nothing any more")
  func outage() {
    var time = WatchedTime(at: 10 * minute, steady: 0)
    #expect(time.advance(to: 11 * minute + second, steady: 61 * second) == 10..<11)
    #expect(time.breakOff(at: 15 * minute + second, steady: 301 * second).isEmpty)
    #expect(time.advance(to: 17 * minute, steady: 420 * second) == 16..<17)
  }
}
