import Foundation
import GRDB
import TestSupport
import Testing

/// Sixteen clients at addresses that nobody else has, and how a server would show that it kept one.
struct Visitors: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Where the server listens.
  let listen: String
  /// As the kernel has them.
  let addresses: [[UInt8]]
  let sources: [String]
  /// The addresses that the network does not have by itself.
  let toAdd: [String]

  private static let numbers: [UInt8] = Array(200..<216)
  private static let four = numbers.map { [127, 77, $0, $0 + 3] as [UInt8] }
  private static let texts = four.map { $0.map(String.init).joined(separator: ".") }

  static let byFour = Visitors(
    testDescription: "by IPv4", listen: "127.0.0.1:0", addresses: four, sources: texts, toAdd: [])

  static let byFourInSix = Visitors(
    testDescription: "by IPv4 at a server of both", listen: "[::]:0",
    addresses: four.map { [UInt8](repeating: 0, count: 10) + [0xff, 0xff] + $0 }, sources: texts,
    toAdd: [])

  static let bySix: Visitors = {
    let made = numbers.map { number in
      (0..<16).map {
        $0 == 0 ? 0xfd : UInt8(truncatingIfNeeded: 89 * ($0 + 1) + Int(number) * 7 * $0)
      }
    }
    let texts = made.map { bytes in
      stride(from: 0, to: 16, by: 2)
        .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
        .joined(separator: ":")
    }
    return Visitors(
      testDescription: "by IPv6", listen: "[::1]:0", addresses: made, sources: texts,
      toAdd: texts.map { "\($0)/128" })
  }()

  /// Everything that a household sends, and what is refused, too.
  static let script = """
    import base64, http.client, sys
    port = int(sys.argv[1])
    def ask(source, method, path, body=None, **headers):
        server = "::1" if source.startswith("fd") else "127.0.0.1"
        connection = http.client.HTTPConnection(server, port, source_address=(source, 0))
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    statuses = []
    for source in sys.argv[2:]:
        statuses.append(ask(source, "GET", "/v1/log"))
        statuses.append(ask(source, "POST", "/v1/enrolments", b"{}", **{
            "Content-Type": "application/json",
            "FlowCensus-Signature": base64.b64encode(bytes(64)).decode()}))
        statuses.append(ask(source, "POST", "/v1/house", b" " * 4096, **{
            "Content-Type": "application/json", "X-Forwarded-For": source}))
        statuses.append(ask(source, "GET", f"/v1/releases/{source}?from={source}"))
    print(sorted(set(statuses)))
    """

  /// The addresses in bytes and in their canonical text (RFC 5952; all groups are written out).
  var canaries: [Canary] {
    zip(addresses, sources).map { Canary(name: $1.replacing(":", with: "-"), bytes: $0, text: $1) }
  }

  /// So long that none is there by chance: among a million random hexadecimal digits, the commonest letters
  /// of these files, sixteen needles of ten are found once in 70,000 runs, and longer ones never.
  static let fewestBytes = 10

  /// Short ones are looked for where they are numbers: an IPv4 address as eight hexadecimal digits, say.
  static func isLookedFor(_ form: CanarySearch.Planted) -> Bool {
    form.bytes.count >= fewestBytes
      || form.bytes.count >= 8 && (form.name.hasPrefix("hex") || form.name.hasPrefix("decimal"))
  }

  /// One line for each find in files.
  func finds(in files: [URL]) throws -> [String] {
    try CanarySearch.finds(canaries, in: files, fewestBytes: Self.fewestBytes)
  }

  /// Values of the database that are an address of four bytes, or its number in either order of bytes, as a
  /// number or as text: too short to be looked for in files, or with others' digits beside them there, and exact
  /// where whole values are compared.
  func storedNumbers(in path: String) async throws -> [String] {
    let short = addresses.map { $0.suffix(4) }
    let numbers = short.flatMap { bytes in
      [
        bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) },
        bytes.reversed().reduce(Int64(0)) { $0 << 8 | Int64($1) },
      ]
    }
    let blobs = Set(short.flatMap { [Data($0), Data($0.reversed())] })
    let texts = Set(numbers.flatMap { ["\($0)", String(format: "%08lx", $0)] })
    return try await DatabaseQueue(path: path).read { database in
      let tables = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
      return try tables.flatMap { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table)").flatMap { row in
          row.filter { _, value in
            switch value.storage {
            case .int64(let number): numbers.contains(number)
            case .blob(let blob): blobs.contains(blob)
            case .string(let text): texts.contains(text.lowercased())
            default: false
            }
          }
          .map { "\(table).\($0.0)" }
        }
      }
    }
  }
}
