import CensusAgent
import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("A session's description")
struct SessionDescriptionTests {
  @Test("is read as a person wrote it, with capture paths beside the file")
  func reading() throws {
    try withBench { bench in
      let description = try SessionDescription(readingFile: bench.describe())
      #expect(description.unitAddress == "02:00:5e:10:00:01")
      #expect(description.unit.firstBoot == nil)
      #expect(description.phases.map(\.captures) == [[bench.folder.path + "/A.pcap"]])
      #expect(description.phases.map(\.condition) == [.outOfTheBox])
    }
  }

  @Test(
    "is refused at the field that does not fit",
    arguments: [
      ("\"A\"", "\"Q\"", "phases[0].condition"),
      ("10:30:00Z", "10:30:01Z", "phases[0].started"),
      ("11:10:00Z", "10:30:00Z", "phases[0].ended"),
      ("\"A.pcap\"", "", "phases[0].captures"),
      ("02:00:5E:10:00:01", "192.168.1.1", "unit.address"),
      ("\"sim\": \"none\"", "\"sim\": \"two\"", "unit.sim"),
      ("\"network\": \"wifi\"", "\"network\": \"wifi\", \"notes\": \"x\"", "unknown key \"notes\""),
      ("\"version\": 1", "\"version\": 1.5", "not JSON"),
      ("\"version\": 1", "\"version\": \"1\"", "plan.version"),
      ("0123456789abcdef", "IMEI", "unit.id"),
    ])
  func refused(old: String, new: String, words: String) throws {
    try withBench { bench in
      let path = try bench.describe(replacing: [old: new])
      let error = #expect(throws: SessionDescriptionError.self) {
        try SessionDescription(readingFile: path)
      }
      #expect(error?.path == path)
      let text = error.map { "\($0)" } ?? ""
      #expect(text.contains(words) || words == "not JSON", "\(text)")
    }
  }

  @Test("that is missing or no JSON is refused by name")
  func unreadable() throws {
    try withBench { bench in
      let path = bench.folder.appending(path: "session.json").path
      #expect(throws: SessionDescriptionError.self) { try SessionDescription(readingFile: path) }
      try "{ not json".write(toFile: path, atomically: false, encoding: .utf8)
      let error = #expect(throws: SessionDescriptionError.self) {
        try SessionDescription(readingFile: path)
      }
      #expect(error.map { "\($0)" }?.contains("JSON") == true)
    }
  }

  @Test("that `session new` prints is read back once it is filled in")
  func template() throws {
    try withBench { bench in
      let organisation = try #require(OrganisationIdentifier("a-shop"))
      let text = SessionDescription.template(organisation: organisation)
        .replacing("MODEL-ID-OF-THE-CATALOGUE", with: "xiaomi-redmi-note-2014-4g")
        .replacing("YOUR-NAME-FOR-THE-PLACE", with: "district-1")
      let path = bench.folder.appending(path: "new.json").path
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      let description = try SessionDescription(readingFile: path)
      #expect(description.phases.map(\.condition) == [.emptyAccessPoint, .outOfTheBox])
    }
  }
}
