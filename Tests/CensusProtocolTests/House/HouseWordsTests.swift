import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("An epoch")
struct EpochTests {
  @Test("is the ISO week that Python's calendar gives, on every day from 1970 to 2170")
  func everyDay() throws {
    let command = try runPython(
      """
      import datetime
      day = datetime.date(1970, 1, 5)
      for _ in range(73000):
          year, week, _ = day.isocalendar()
          print(f"{year}-W{week:02}")
          day += datetime.timedelta(days=1)
      """)
    let weeks = command.text.split(separator: "\n")
    try #require(weeks.count == 73_000)
    for (index, week) in weeks.enumerated() {
      let noon = try #require(UTCTime(seconds: Int64(index + 4) * 86_400 + 43_200))
      let epoch = try #require(Epoch(containing: noon))
      try #require(epoch.description == week)
      try #require(Epoch(String(week)) == epoch)
      try #require(epoch.start <= noon && noon < epoch.end)
    }
  }

  @Test("begins on Monday and ends where the next begins")
  func bounds() throws {
    let epoch = try #require(Epoch("2026-W47"))
    #expect(epoch.start == UTCTime("2026-11-16T00:00:00Z"))
    #expect(epoch.end == UTCTime("2026-11-23T00:00:00Z"))
    #expect(epoch.next?.start == epoch.end)
    #expect(epoch.next?.previous == epoch)
    #expect(Epoch(containing: epoch.end) == epoch.next)
  }

  @Test("has a first and a last, and nothing beyond traps")
  func ends() throws {
    #expect(Epoch("1970-W01") == nil)
    #expect(try #require(Epoch("1970-W02")).previous == nil)
    let last = try #require(Epoch("9999-W51"))
    #expect(last.next == nil)
    #expect(last.end < (try #require(UTCTime("9999-12-31T23:59:59Z"))))
    #expect(Epoch(containing: try #require(UTCTime(seconds: 0))) == nil)
    #expect(Epoch(containing: try #require(UTCTime("9999-12-31T23:59:59Z"))) == nil)
    #expect(Epoch(number: .max) == nil && Epoch(number: 0) == nil && Epoch(number: .min) == nil)
  }

  @Test(
    "is not read from what is no such week",
    arguments: [
      "2026-47", "2026W47", "2026-W1", "2026-W001", "2026-W54", "2025-W53", "2026-W00", "26-W47",
      "2026-w47", "2026-W47 ", "２０26-W47", "2026-W-1", "2026-W+1", "",
    ])
  func malformed(text: String) {
    #expect(Epoch(text) == nil)
  }
}

@Suite("The words of a household's contribution")
struct HouseWordsTests {
  @Test("bucket bytes by powers of two, from none to 2^39 and more")
  func buckets() throws {
    for exponent in ByteBucket.exponents {
      let bucket = try #require(ByteBucket(exponent: exponent))
      #expect(ByteBucket(bytes: bucket.lowerBound) == bucket)
      if exponent > 0 {
        #expect(ByteBucket(bytes: bucket.lowerBound - 1).exponent == exponent - 1)
      }
    }
    #expect(ByteBucket(bytes: .max).exponent == 40)
    #expect(ByteBucket(exponent: 41) == nil && ByteBucket(exponent: -1) == nil)
  }

  @Test("bucket the hours of a week")
  func hours() {
    let buckets = (0...168).map { ActiveHours(hours: $0)?.rawValue ?? "none" }
    let runs = buckets.reduce(into: [(String, Int)]()) { runs, name in
      if runs.last?.0 == name { runs[runs.count - 1].1 += 1 } else { runs.append((name, 1)) }
    }
    #expect(runs.map(\.0) == ["none", "1", "2-5", "6-23", "24-71", "72+"])
    #expect(runs.map(\.1) == [1, 1, 4, 18, 48, 97])
  }

  @Test("name the countries that ISO 3166-1 has, and three codes of geo databases")
  func countries() throws {
    let command = try runPython(
      """
      import json
      for entry in json.load(open("/usr/share/iso-codes/json/iso_3166-1.json"))["3166-1"]:
          print(entry["alpha_2"])
      """)
    #expect(command.status == 0, "\(command.errors) (Debian package iso-codes)")
    let assigned = Set(command.text.split(separator: "\n").compactMap { CountryCode($0) })
    let more = Set(["AP", "EU", "XK"].compactMap { CountryCode($0) })
    #expect(CountryCode.listed == assigned.union(more))
  }

  @Test("say ?? where a geo database made a code up")
  func madeUpCountry() throws {
    #expect(HouseDestination(.country(try #require(CountryCode("SU")))).description == "??")
    #expect(HouseDestination("SU") == nil && HouseDestination("ZZ") == nil)
    #expect(HouseRegion("ZZ") == .unsaid && HouseRegion("SU") == nil)
  }
}
