import CensusProtocol
import Foundation
import Testing

@Suite("A moment in UTC")
struct UTCTimeTests {
  @Test("is written and read like Foundation's calendar does, on every day from 1970 to 2170")
  func everyDay() throws {
    let formatter = ISO8601DateFormatter()
    for day in stride(from: Int64(0), to: 73_000, by: 1) {
      let seconds = day * 86_400 + (day * 7919) % 86_400
      let time = try #require(UTCTime(seconds: seconds))
      let text = formatter.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
      try #require(time.description == text)
      try #require(UTCTime(text) == time)
    }
  }

  @Test("has an end: the last second of the year 9999")
  func end() throws {
    #expect(UTCTime("9999-12-31T23:59:59Z")?.seconds == 253_402_300_799)
    #expect(UTCTime(seconds: 253_402_300_800) == nil)
    #expect(UTCTime(seconds: -1) == nil)
  }

  @Test(
    "is not read from what is no such moment",
    arguments: [
      "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z",
      "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00", "2026-1-1T00:00:00Z",
      "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+00:00", "1969-12-31T23:59:59Z",
      "２026-01-01T00:00:00Z", "",
    ])
  func malformed(text: String) {
    #expect(UTCTime(text) == nil)
  }
}

@Suite("The field's words")
struct WordsTests {
  @Test("read back from their text forms")
  func textForms() throws {
    let places: [Place] = [
      .country(try #require(CountryCode("CN"))), .lan, .multicast, .broadcast, .reserved, .unknown,
    ]
    for place in places { #expect(Place(place.description) == place) }
  }

  @Test("leave no room for an address", arguments: ["cn", "CHN", "C", "10.0.0.1", "::1", "", "9C"])
  func noAddress(text: String) {
    #expect(Place(text) == nil)
  }

  @Test(
    "class services by transport and remote port",
    arguments: [
      (17, 123, ServiceClass.ntp), (6, 123, .other), (17, 53, .dns), (6, 853, .dns),
      (6, 443, .tls), (17, 443, .quic), (6, 80, .http), (6, 5228, .push), (6, 993, .mail),
      (1, 0, .other), (6, 22, .other),
    ] as [(UInt8, UInt16, ServiceClass)])
  func services(number: UInt8, port: UInt16, service: ServiceClass) {
    #expect(ServiceClass(protocolNumber: number, remotePort: port) == service)
  }

  @Test(
    "name things only by clean identifiers",
    arguments: [
      "a", "Ab", "a--b", "-ab", "ab-", "a b", "ab\n", "é", String(repeating: "a", count: 64),
    ])
  func identifiers(text: String) {
    #expect(ModelIdentifier(text) == nil)
  }

  @Test("make fresh identifiers that differ")
  func fresh() {
    #expect(SessionIdentifier.random() != SessionIdentifier.random())
    #expect(UnitIdentifier.random().description.count == 16)
  }
}
