import CensusAgent
import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("Composing a session's bundle")
struct BundleComposerTests {
  private let call = Packets.tcpFrame(from: Bench.unit, to: Bench.china, flags: 2, data: 100)
  private let answer = Packets.tcpFrame(from: Bench.china, to: Bench.unit, flags: 18, data: 10)

  @Test("counts the unit's packets within the phase, hour by hour, and nothing outside it")
  func window() throws {
    try withBench { bench in
      try bench.writeCapture(
        "A.pcap",
        [
          (29.99, call), (30, call), (30.5, answer), (59.99, call), (60, call), (69.99, answer),
          (70, call),
        ])
      let bundle = try bench.compose(bench.describe())
      let phase = try #require(bundle.phases.first)
      #expect(phase.void == nil)
      #expect(phase.captures.map(\.packets) == [7])
      #expect(phase.blocks.map(\.exposureMinutes) == [30, 10])
      let rowPlaces = phase.blocks.map { "\($0.rows.map(\.places))" }
      #expect(rowPlaces == ["[[CN]]", "[[CN]]"])
      let rows = phase.blocks.flatMap(\.rows)
      let up = [Traffic(packets: 2, bytes: 280), Traffic(packets: 1, bytes: 140)]
      let down = [Traffic(packets: 1, bytes: 50), Traffic(packets: 1, bytes: 50)]
      #expect(rows.map(\.up) == up)
      #expect(rows.map(\.down) == down)
      #expect(rows.map(\.contactMinutes) == [2, 2])
      #expect(rows.map(\.service) == [.tls, .tls])
    }
  }

  @Test("of a phone that is silent for an hour keeps that hour: it is exposure")
  func silence() throws {
    try withBench { bench in
      try bench.writeCapture("A.pcap", [(31, call)])
      let phase = try #require(try bench.compose(bench.describe()).phases.first)
      #expect(phase.void == nil)
      #expect(phase.blocks.map(\.rows.count) == [1, 0])
      #expect(phase.blocks.map(\.exposureMinutes) == [30, 10])
    }
  }

  @Test("declares a phase void in which nothing of the unit was seen: its silence says nothing")
  func unitAbsent() throws {
    try withBench { bench in
      let stray = Packets.tcpFrame(from: Bench.otherPhone, to: Bench.china, flags: 2)
      try bench.writeCapture("A.pcap", [(31, stray)])
      let mistyped = try #require(try bench.compose(bench.describe()).phases.first)
      #expect(mistyped.void == .unitAbsent)
      #expect(mistyped.blocks.flatMap(\.rows).isEmpty)
      try bench.writeCapture("A.pcap", [])
      #expect(try bench.compose(bench.describe()).phases.first?.void == .unitAbsent)
    }
  }

  @Test("is refused where a server would refuse the bytes, before anything is signed")
  func databaseName() throws {
    try withBench { bench in
      try bench.writeCapture("A.pcap", [(31, call)])
      let name = String(repeating: "x", count: 65)
      let file = bench.folder.appending(path: name)
      try Data("16777216,16777471,AU\n".utf8).write(to: file)
      let databases = try GeoDatabase.load([file.path])
      let description = try SessionDescription(readingFile: bench.describe())
      let error = #expect(throws: ComposingError.self) {
        try BundleComposer(databases: databases).compose(description, key: bench.key)
      }
      #expect(error.map { "\($0)" }?.contains("databases[0].name") == true)
    }
  }

  @Test("gives the same bytes every time")
  func deterministic() throws {
    try withBench { bench in
      try bench.writeCapture("A.pcap", [(31, call), (32, answer), (65, call)])
      let path = try bench.describe()
      let first = try SignedBundle(bench.compose(path), signedBy: bench.key.signingKey)
      let second = try SignedBundle(bench.compose(path), signedBy: bench.key.signingKey)
      #expect(first.bytes == second.bytes)
      #expect(first.signature == second.signature)
      #expect(try SessionBundle(decoding: first.bytes) == first.bundle)
    }
  }

  @Test("lets no address of the bench leave")
  func noAddress() throws {
    try withBench { bench in
      try bench.writeCapture("A.pcap", [(31, call), (32, answer)])
      let text = String(decoding: try bench.compose(bench.describe()).encoded, as: UTF8.self)
      for secret in ["02:00:5e", "02005e", "192.168.50", "42.62.48", "c0a83202", "2a3e3001"] {
        #expect(!text.lowercased().contains(secret))
      }
    }
  }

  @Test("declares a phase void in which another device spoke with the internet, and says why")
  func otherClient() throws {
    try withBench { bench in
      let stray = Packets.tcpFrame(from: Bench.otherPhone, to: Bench.china, flags: 2)
      try bench.writeCapture("A.pcap", [(31, call), (33, stray)])
      let phase = try #require(try bench.compose(bench.describe()).phases.first)
      #expect(phase.void == .otherClient)
      #expect(phase.blocks.flatMap(\.rows).map(\.up.packets) == [1])
    }
  }

  @Test("counts every device of an empty access point: whatever is there is the bench's own")
  func emptyAccessPoint() throws {
    try withBench { bench in
      let box = Packets.tcpFrame(from: Bench.otherPhone, to: Bench.china, flags: 2)
      try bench.writeCapture("A.pcap", [(31, call), (31.5, box)])
      let phase = try #require(try bench.compose(bench.describe(condition: "Z")).phases.first)
      #expect(phase.void == nil)
      #expect(phase.blocks.flatMap(\.rows).map(\.up.packets) == [2])
      #expect(phase.blocks.flatMap(\.rows).map(\.contactMinutes) == [1])
    }
  }

  @Test("declares a phase void whose capture is cut, and keeps what came before the cut")
  func cutCapture() throws {
    try withBench { bench in
      try bench.writeCapture("A.pcap", [(31, call), (32, call)])
      let file = bench.folder.appending(path: "A.pcap")
      try Data(contentsOf: file).dropLast(5).write(to: file)
      let phase = try #require(try bench.compose(bench.describe()).phases.first)
      #expect(phase.void == .captureLoss)
      #expect(phase.loss.cutCaptures == 1)
      #expect(phase.blocks.flatMap(\.rows).map(\.up.packets) == [1])
    }
  }

  @Test("keeps the plan's step and its dose, and the site")
  func steps() throws {
    try withBench { bench in
      try bench.writeCapture("A.pcap", [(31, call)])
      let plain = try bench.compose(bench.describe())
      #expect(plain.phases.map(\.step) == [.measured])
      #expect(plain.site.identifier.description == "district-1")
      let dosed = try bench.describe(replacing: [
        "\"condition\"": "\"step\": \"dose\", \"dose_bytes\": 50000000, \"condition\""
      ])
      #expect(try bench.compose(dosed).phases.map(\.step) == [.dose(bytes: 50_000_000)])
      let doseless = try bench.describe(replacing: [
        "\"condition\"": "\"step\": \"dose\", \"condition\""
      ])
      let error = #expect(throws: SessionDescriptionError.self) {
        try SessionDescription(readingFile: doseless)
      }
      #expect(error?.problem == "phases[0].dose_bytes: is missing")
    }
  }

  @Test("adds up the captures of a phase that was recorded in several files")
  func severalCaptures() throws {
    try withBench { bench in
      try bench.writeCapture("1.pcap", [(31, call)])
      try bench.writeCapture("2.pcap", [(40, call)])
      let path = try bench.describe(captures: "\"1.pcap\", \"2.pcap\"")
      let phase = try #require(try bench.compose(path).phases.first)
      #expect(phase.captures.count == 2)
      // A file header of 24 bytes, a record header of 16, and a frame of 154.
      let bytes: [Int64] = [194, 194]
      #expect(phase.captures.map(\.bytes) == bytes)
      #expect(phase.blocks.flatMap(\.rows).map(\.up.packets) == [2])
    }
  }

  @Test(
    "is refused with what is wrong and how to mend it",
    arguments: [
      ("\"simulated-caller\"", "\"no-such-phone\"", "has no model \"no-such-phone\""),
      ("\"a-shop\"", "\"b-shop\"", "described as one of b-shop, but the key is a-shop's"),
      ("\"A.pcap\"", "\"missing.pcap\"", "missing.pcap"),
      (
        "\"network\": \"wifi\"", "\"lan\": [\"nonsense\"], \"network\": \"wifi\"",
        "lan: \"nonsense\""
      ),
    ])
  func refused(old: String, new: String, words: String) throws {
    try withBench { bench in
      try bench.writeCapture("A.pcap", [])
      let path = try bench.describe(replacing: [old: new])
      let error = #expect(throws: ComposingError.self) { try bench.compose(path) }
      #expect(error.map { "\($0)" }?.contains(words) == true, "\(error.map { "\($0)" } ?? "")")
    }
  }

  @Test("of a file that is no capture is refused by the file's name")
  func notACapture() throws {
    try withBench { bench in
      try Data("not a capture at all, but text".utf8)
        .write(to: bench.folder.appending(path: "A.pcap"))
      let path = try bench.describe()
      let error = #expect(throws: ComposingError.self) { try bench.compose(path) }
      #expect(error.map { "\($0)" }?.contains("A.pcap") == true)
    }
  }
}
