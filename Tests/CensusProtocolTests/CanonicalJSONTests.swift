import Foundation
import TestSupport
import Testing

@testable import CensusProtocol

@Suite("Canonical JSON")
struct CanonicalJSONTests {
  /// A value drawn from a seeded generator, for properties that hold for every value.
  private func value(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: depth > 4 ? 2...4 : 0...4, using: &generator) {
    case 0:
      .array(
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          value(depth: depth + 1, &generator)
        })
    case 1:
      .object(
        Dictionary(
          (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            (text(&generator), value(depth: depth + 1, &generator))
          }, uniquingKeysWith: { first, _ in first }))
    case 2: .boolean(Bool.random(using: &generator))
    case 3: .integer(Int64.random(in: JSONValue.integers, using: &generator))
    default: .string(text(&generator))
    }
  }

  private func text(_ generator: inout SeededGenerator) -> String {
    let scalars = Array(
      "aZ09 \"\\/\u{0}\u{7}\u{8}\t\n\u{c}\r\u{1f}\u{7f}é€\u{1f600}\u{fffd}".unicodeScalars)
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      view.append(scalars[Int.random(in: scalars.indices, using: &generator)])
    }
    return String(view)
  }

  @Test("decodes what it encodes to the same value")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      let value = value(depth: 0, &generator)
      #expect(try CanonicalJSON.decode(CanonicalJSON.encode(value)) == value)
    }
  }

  @Test("accepts no bytes but those that it would encode")
  func onlyOneEncoding() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2000 {
      var bytes = CanonicalJSON.encode(value(depth: 0, &generator))
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let position = Int.random(in: bytes.indices, using: &generator)
        bytes[position] = UInt8.random(in: .min ... .max, using: &generator)
      }
      if let decoded = try? CanonicalJSON.decode(bytes) {
        #expect(CanonicalJSON.encode(decoded) == bytes)
      }
    }
  }

  @Test("is what another language's reader understands")
  func otherReader() throws {
    var generator = SeededGenerator(seed: 3)
    let encoded = CanonicalJSON.encode(.array((0..<200).map { _ in value(depth: 0, &generator) }))
    let script =
      "import json,sys; d=json.load(sys.stdin); "
      + "sys.stdout.write(json.dumps(d,sort_keys=True,separators=(',',':'),ensure_ascii=False))"
    let command = try run(
      URL(filePath: "/usr/bin/python3"), ["-X", "utf8", "-c", script], input: Data(encoded))
    // Python sorts keys by code points, RFC 8785 by UTF-16 units: so compare values, not order.
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.count == encoded.count)
  }

  @Test(
    "says at which byte a document goes wrong",
    arguments: [
      ("{\"a\":1,\"a\":2}", 7), ("{\"b\":1,\"a\":2}", 7), ("[1, 2]", 3), ("01", 0), ("1.5", 1),
      ("\"\\u0041\"", 1), ("\"\\/\"", 1), ("[", 1), ("tru", 0), ("9007199254740992", 0), ("-0", 0),
      ("\"\u{1}\"", 1), ("{}{}", 2),
    ])
  func offsets(document: String, offset: Int) {
    do {
      _ = try CanonicalJSON.decode(Array(document.utf8))
      Issue.record("accepted \(document)")
    } catch { #expect(error.offset == offset) }
  }

  @Test("rejects bytes that are not UTF-8")
  func invalidUTF8() {
    #expect(throws: CanonicalJSONError.self) {
      try CanonicalJSON.decode([0x22, 0xc3, 0x28, 0x22])
    }
    #expect(throws: CanonicalJSONError.self) {
      try CanonicalJSON.decode([0x22, 0xed, 0xa0, 0x80, 0x22])
    }
  }
}
