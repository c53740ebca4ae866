import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

/// The look-up lives in a gateway's memory for months. Each figure is taken in a process of its own, after what
/// reading needed has been given back, as the service does it.
@Suite("The memory of the look-up by names and codes")
struct IndexMemoryTests {
  @Test("is at most 5 MiB resident for the catalogue in the program")
  func bundled() async {
    let ending = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      let index = try grown { ModelIndex.bundled }
      print(
        "catalogue in the program: \(index.value.keyCount) keys, \(index.kibibytes) KiB resident")
      try #require(index.kibibytes <= 5 * 1024)
    }
    print(String(decoding: ending?.standardOutputContent ?? [], as: UTF8.self), terminator: "")
  }

  @Test("is at most 5 MiB resident with an imported list as long as Google Play's, too")
  func imported() async {
    let ending = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      let text = Array(longList.utf8)
      let index = try grown {
        let list = try CompactCatalogue(text)
        return ModelIndex(.bundled, also: list)
      }
      print("with an imported list: \(index.value.keyCount) keys, \(index.kibibytes) KiB resident")
      try #require(index.kibibytes <= 5 * 1024)
    }
    print(String(decoding: ending?.standardOutputContent ?? [], as: UTF8.self), terminator: "")
  }
}

/// What `make` makes, and by how much the memory of this process that is no file's grew for it.
private func grown<Value>(_ make: () throws -> Value) throws -> (value: Value, kibibytes: Int) {
  FreeMemory.giveBack()
  let before = try anonymousKibibytes()
  let value = try make()
  FreeMemory.giveBack()
  return (value, try anonymousKibibytes() - before)
}

private func anonymousKibibytes() throws -> Int {
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
  return try #require(
    line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) })
}

/// As many entries and codes, as long, as Google Play's list of November 2026 has: 34,202 entries with 42,656
/// codes, and a name of the hardware each (in January 2022 it had 25,321 of them).
private var longList: String {
  var text = "# revision 1\n"
  for number in 0..<34_202 {
    let digits = String(format: "%06d", number)
    let code = number % 4 == 0 ? "MD\(digits)A|MD\(digits)B" : "MODEL\(digits)"
    text +=
      "imported-\(digits)\tmodel\tBrand\(number % 2346)\tFone \(number)\tmobile\t-\t-\tandroid\t"
      + "hw\(digits)\t\(code)\t-\n"
  }
  return text
}
