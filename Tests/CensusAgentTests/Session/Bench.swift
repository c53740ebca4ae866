import CensusAgent
import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

/// A bench of a few packets, for sessions that a test spells out.
struct Bench {
  static let unit: (mac: UInt64, address: UInt32, port: UInt16) = (
    0x0200_5e10_0001, 0xc0a8_3202, 40_000
  )
  static let otherPhone: (mac: UInt64, address: UInt32, port: UInt16) = (
    0x0200_5e10_0002, 0xc0a8_3203, 40_000
  )
  /// 42.62.48.1, in the block that was reported in 2014.
  static let china: (mac: UInt64, address: UInt32, port: UInt16) = (
    0x0200_5e00_00fe, 0x2a3e_3001, 443
  )
  /// 2026-11-23T10:00:00Z in microseconds.
  static let ten: Int64 = 1_795_428_000 * 1_000_000

  /// Read once: the files are large.
  private static let databases = Result { try GeoDatabase.load(GeoDatabase.defaultPaths) }

  let folder: URL
  let key: OrganisationKey

  init(folder: URL) throws {
    self.folder = folder
    key = OrganisationKey(organisation: try #require(OrganisationIdentifier("a-shop")))
  }

  /// The times of frames are minutes after ten o'clock.
  func writeCapture(_ name: String, _ frames: [(minute: Double, frame: [UInt8])]) throws {
    let timed = frames.map { TimedFrame(Self.ten + Int64($0.minute * 60_000_000), $0.frame) }
    try Data(PcapWriter().file(timed)).write(to: folder.appending(path: name))
  }

  /// A description of one phase from 10:30 to 11:10, with changes in its text.
  func describe(
    condition: String = "A", captures: String = "\"A.pcap\"", replacing: [String: String] = [:]
  ) throws -> String {
    var text = """
      {
        "organisation": "a-shop", "session": "00112233445566778899aabbccddeeff",
        "site": { "id": "district-1", "country": "VN" }, "plan": { "name": "quick-look", "version": 1 }, "network": "wifi",
        "unit": {
          "id": "0123456789abcdef", "model": "simulated-caller", "region": "global",
          "build": "SIMULATED-1", "system": "Android 4.4.2", "sim": "none",
          "address": "02:00:5E:10:00:01"
        },
        "phases": [
          { "condition": "\(condition)", "started": "2026-11-23T10:30:00Z",
            "ended": "2026-11-23T11:10:00Z", "captures": [\(captures)] }
        ]
      }
      """
    for (old, new) in replacing {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    let file = folder.appending(path: "session.json")
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path
  }

  func compose(_ path: String) throws -> SessionBundle {
    try BundleComposer(databases: Self.databases.get())
      .compose(SessionDescription(readingFile: path), key: key)
  }
}

func withBench(_ body: (Bench) throws -> Void) throws {
  try withTemporaryFolder { folder in try body(Bench(folder: folder)) }
}
