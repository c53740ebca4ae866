import CensusCapture
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAttribution

@Suite("geo databases")
struct GeoDatabaseTests {
  private static let header = """
    # This file has been converted from the IPFire Location database
    # Generated: Thu, 25 Jun 2026 04:33:59 GMT

    """

  private func load(_ files: [String: String]) throws -> [GeoDatabase] {
    try withTemporaryFolder { folder in
      for (name, text) in files {
        try Data(text.utf8).write(to: folder.appending(path: name))
      }
      return try GeoDatabase.load(files.keys.sorted().map { folder.appending(path: $0).path })
    }
  }

  private func place(_ database: GeoDatabase, _ text: String) throws -> String {
    let address = try #require(AddressText.address(text))
    return database.place(of: address).description
  }

  @Test("the two files of one folder and date are one database with name and version")
  func pair() throws {
    let databases = try load([
      "geoip": Self.header + "16777216,16777471,AU\n16777472,16777727,CN\n16778000,16778001,??\n",
      "geoip6": Self.header + "2400::,2400:ffff:ffff:ffff:ffff:ffff:ffff:ffff,JP\n",
    ])
    #expect(databases.map(\.label.name) == ["tor-geoipdb"])
    #expect(databases.map(\.label.version) == ["2026-06-25"])
    #expect(try place(databases[0], "1.0.0.0") == "AU")
    #expect(try place(databases[0], "1.0.0.255") == "AU")
    #expect(try place(databases[0], "1.0.1.0") == "CN")
    #expect(try place(databases[0], "1.0.2.0") == "??")
    #expect(try place(databases[0], "0.255.255.255") == "??")
    #expect(try place(databases[0], "255.255.255.254") == "??")
    #expect(try place(databases[0], "2400:1::") == "JP")
    #expect(try place(databases[0], "2401::") == "??")
    #expect(try place(databases[0], "::ffff:1.0.1.9") == "CN")
    #expect(try place(databases[0], "64:ff9b::1.0.1.9") == "CN")
  }

  @Test("files of different dates are two databases, in the order given")
  func two() throws {
    let other = Self.header.replacingOccurrences(of: "25 Jun 2026", with: "1 Feb 2027")
    let databases = try load(["a": Self.header + "1,2,AU\n", "b": other + "1,2,CN\n"])
    #expect(databases.map(\.label.version) == ["2026-06-25", "2027-02-01"])
  }

  @Test(
    "a malformed line is named",
    arguments: [
      ("1,2,AU\nx\n", 4), ("1,2,AU\n2,3,CN\n", 4), ("5,4,AU\n", 3), ("1,2\n", 3), ("1,2,AUS\n", 3),
      ("4294967296,4294967297,AU\n", 3), ("::,1,AU\n", 3), ("", 2),
    ])
  func malformed(text: String, line: Int) throws {
    let error = try #require(throws: GeoError.self) { _ = try load(["geoip": Self.header + text]) }
    guard case .malformed(_, let found) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(found == line)
    #expect(error.description.contains("tor-geoipdb"))
  }

  @Test(
    "a line in the midst of others is read as the last one is",
    arguments: [
      "1,2,AU", "4294967295,4294967295,AU", "4294967296,4294967297,AU", "01,2,??", "1,2,A1",
      "1,2,AU ", "1,,AU", "12345678901,12345678902,AU", "::,::1,AU", "::1,::2,AU", "1::,1::,JP",
      "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,JP",
      "2001:db8:1::,2001:db8:1:ffff:ffff:ffff:ffff:ffff,JP", "2001:db8:1::,2001:db8:2::1,JP",
      "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:8,JP", "1:2:3:4:5:6:7:8::,1:2:3:4:5:6:7:9::,JP",
      "1:2:3:4:5:6:7:8:9,1:2:3:4:5:6:7:9:9,JP", "2001:DB8::,2001:DB8::F,JP", "1:2:3,1:2:4,JP",
      "1::2::,1::3::,JP", "1:g::,2::,JP", "1:,2:,JP", "12345::,12346::,JP", "1:::,2::,JP",
      "2001:678:230::,2001:678:230:ffff:ffff:ffff:ffff:fffe,DE", "fe:/::,ff::,JP", "1::,2::,A\r",
    ])
  func commonLines(line: String) throws {
    // Behind it so much comment that it is not the text's end.
    let comment = String(repeating: "#", count: 2 * GeoLine.room)
    func answers(_ text: String) throws -> [String] {
      guard let database = try? load(["geoip": text]).first else { return [] }
      return try [
        "0.0.0.1", "0.0.0.2", "0.0.0.3", "255.255.255.255", "::1", "::2", "1::", "1::1",
        "1:2:3:4:5:6:7:7", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:9", "2001:db8::", "2001:db8::f",
        "2001:db8:0:ffff::", "2001:db8:1:2::3", "2001:db8:2::1", "2001:db8:2::2",
        "2001:678:230:ffff:ffff:ffff:ffff:fffe", "2001:678:230:ffff:ffff:ffff:ffff:ffff",
      ].map { try place(database, $0) }
    }
    #expect(try answers(line + "\n" + comment) == answers(comment + "\n" + line))
  }

  @Test("a missing file says what to install")
  func missing() throws {
    let error = try #require(throws: GeoError.self) { _ = try GeoDatabase(path: "/nowhere/geoip") }
    #expect(error.description.contains("install the Debian package tor-geoipdb"))
  }

  @Test("IPv4 look-ups agree with a plain search", arguments: 0..<3)
  func v4AgainstPlainSearch(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var ranges: [(UInt32, UInt32, UInt16)] = []
    var table = IPv4Table()
    var next: UInt64 = seed == 0 ? 0 : 5
    while next < UInt64(UInt32.max) {
      let length = UInt64(1) << UInt64.random(in: 0...26, using: &generator)
      let last = min(next + length - 1, UInt64(UInt32.max))
      let range = (UInt32(next), UInt32(last), UInt16.random(in: 0...4, using: &generator))
      ranges.append(range)
      let isInOrder = table.append(range.0, range.1, number: range.2)
      #expect(isInOrder)
      next =
        last + (Bool.random(using: &generator) ? 1 : UInt64.random(in: 1...9999, using: &generator))
    }
    table.finish()
    for _ in 0..<300 {
      guard let range = ranges.randomElement(using: &generator) else { return }
      for address in [range.0, range.1, range.0 &- 1, range.1 &+ 1, .random(in: 0 ... .max)] {
        let expected = ranges.first { $0.0 <= address && address <= $0.1 }?.2 ?? 0
        #expect(table.number(of: address) == expected)
      }
    }
  }

  @Test("ranges that begin and end with a directory's prefix, and that span several of them")
  func prefixBoundaries() {
    var v4 = IPv4Table()
    let v4Ranges: [(UInt32, UInt32, UInt16)] = [
      (0x0001_0000, 0x0001_ffff, 1), (0x0002_0000, 0x0005_0000, 2), (0xffff_0000, 0xffff_ffff, 3),
    ]
    let v4Orders = v4Ranges.map { v4.append($0.0, $0.1, number: $0.2) }
    #expect(v4Orders == [true, true, true])
    v4.finish()
    let v4Answers: [(UInt32, UInt16)] = [
      (0, 0), (0xffff, 0), (0x1_0000, 1), (0x1_ffff, 1), (0x2_0000, 2), (0x3_8000, 2),
      (0x5_0000, 2),
      (0x5_0001, 0), (0xfffe_ffff, 0), (0xffff_0000, 3), (.max, 3),
    ]
    for (address, number) in v4Answers { #expect(v4.number(of: address) == number) }

    var v6 = IPv6Table()
    let v6Ranges: [((UInt64, UInt64), (UInt64, UInt64), UInt16)] = [
      ((0x2001 << 48, 0), (0x2001_ffff_ffff_ffff, .max), 1),
      ((0x2002 << 48, 0), (0x2005 << 48, 0), 2),
      ((0xffff << 48, 0), (.max, .max), 3),
    ]
    let v6Orders = v6Ranges.map { v6.append($0.0, $0.1, number: $0.2) }
    #expect(v6Orders == [true, true, true])
    v6.finish()
    let v6Answers: [(UInt64, UInt64, UInt16)] = [
      (0, 0, 0), (0x2000 << 48 | 0xffff, 0, 0), (0x2001 << 48, 0, 1), (0x2001_ffff << 32, 9, 1),
      (0x2002 << 48, 0, 2), (0x2004_0001 << 32, 1, 2), (0x2005 << 48, 0, 2), (0x2005 << 48, 1, 0),
      (0x2005 << 48 | 1, 0, 0), (0xfffe_ffff << 32, 0, 0), (0xffff << 48, 0, 3), (.max, .max, 3),
    ]
    for (high, low, number) in v6Answers { #expect(v6.number(of: (high, low)) == number) }
  }

  @Test("IPv6 look-ups agree with a plain search, within divided networks too", arguments: 0..<3)
  func v6AgainstPlainSearch(seed: Int) {
    typealias Address = (high: UInt64, low: UInt64)
    var generator = SeededGenerator(seed: UInt64(seed))
    // Boundaries that crowd in a few networks, so that many are divided.
    let boundaries: [Address] = (0..<400).map { _ -> Address in
      let high = UInt64.random(in: 0...40, using: &generator) << 45
      let isWhole = Bool.random(using: &generator)
      return (high, isWhole ? 0 : UInt64.random(in: 0...20, using: &generator) << 58)
    }.sorted(by: <)
    var ranges: [(Address, Address, UInt16)] = []
    var table = IPv6Table()
    for (first, next) in zip(boundaries, boundaries.dropFirst()) where first < next {
      let last: Address =
        next.low == 0 ? (next.high - 1, .max) : (next.high, next.low - 1)
      guard Int.random(in: 0..<4, using: &generator) > 0 else { continue }
      let number = UInt16.random(in: 0...3, using: &generator)
      ranges.append((first, last, number))
      let isInOrder = table.append(first, last, number: number)
      #expect(isInOrder)
    }
    table.finish()
    for boundary in boundaries {
      for low in [boundary.low, boundary.low &+ 1, boundary.low &- 1] {
        let address: Address = (boundary.high, low)
        let expected = ranges.first { $0.0 <= address && address <= $0.1 }?.2 ?? 0
        #expect(table.number(of: address) == expected)
      }
    }
  }
}
