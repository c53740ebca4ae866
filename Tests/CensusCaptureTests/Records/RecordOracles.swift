import Foundation
import TestSupport
import Testing

@testable import CensusCapture

/// What pmacct's collector prints of a record.
struct PmacctRecord: Decodable {
  let source: String
  let destination: String
  let sourcePort: Int
  let destinationPort: Int
  let transport: String
  let packets: UInt64
  let bytes: UInt64

  private enum CodingKeys: String, CodingKey {
    case source = "ip_src"
    case destination = "ip_dst"
    case sourcePort = "port_src"
    case destinationPort = "port_dst"
    case transport = "ip_proto"
    case packets, bytes
  }

  private static let names: [UInt8: String] = [
    6: "tcp", 17: "udp", 1: "icmp", 58: "ipv6-icmp", 4: "ipip",
  ]

  var line: String {
    "\(source) \(sourcePort) \(destination) \(destinationPort) \(transport) \(packets) \(bytes)"
  }

  static func line(_ record: FlowRecord) -> String {
    "\(record.source.plain) \(record.sourcePort) \(record.destination.plain) "
      + "\(record.destinationPort) \(names[record.transport] ?? "\(record.transport)") "
      + "\(record.packets) \(record.bytes)"
  }
}

extension IPAddress {
  /// As inet_ntop(3) writes it: the capture room itself writes no addresses.
  fileprivate var plain: String {
    guard
      let address = SocketAddress(
        version == .v4
          ? "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255):0"
          : "["
            + [high, low].flatMap { half in
              stride(from: 48, through: 0, by: -16).map {
                String(half >> UInt64($0) & 0xffff, radix: 16)
              }
            }.joined(separator: ":") + "]:0")
    else { return "" }
    return address.description.replacing(/:0$/, with: "").trimmingCharacters(in: ["[", "]"])
  }
}

/// tshark, which decodes these formats with code of its own.
enum TShark {
  struct Flows {
    var addresses = 0
    var packets: UInt64 = 0
    var octets: UInt64 = 0
    var totalOctets: UInt64 = 0
  }

  static func flows(_ group: [String]) throws -> Flows {
    try withTemporaryFolder { temporary in
      let folder = try #require(Exported.folder)
      let files = try group.map { name in
        let source = folder.appending(path: name)
        guard name.hasSuffix(".dat") else { return source }
        let capture = temporary.appending(path: name + ".pcap")
        let frames = datagrams(Array(try Data(contentsOf: source))).map {
          TimedFrame(Sample.noon, frame($0))
        }
        try Data(PcapWriter().file(frames)).write(to: capture)
        return capture
      }
      let merged = temporary.appending(path: "merged.pcap")
      let merging = try run(
        URL(filePath: "/usr/bin/mergecap"), ["-a", "-w", merged.path] + files.map(\.path))
      #expect(merging.status == 0, "\(merging.errors)")
      return try read(merged)
    }
  }

  /// A file of several datagrams in a row, cut as their headers say; NetFlow v9 does not say.
  private static func datagrams(_ bytes: [UInt8]) -> [[UInt8]] {
    guard bytes.count > 4 else { return [] }
    let second = Int(bytes[2]) << 8 | Int(bytes[3])
    let length =
      switch bytes[1] {
      case 5: 24 + 48 * second
      case 10: second
      default: bytes.count
      }
    guard length > 0, length < bytes.count else { return [bytes] }
    return [Array(bytes[..<length])] + datagrams(Array(bytes[length...]))
  }

  private static func frame(_ datagram: [UInt8]) -> [UInt8] {
    Packets.ethernet(
      from: 1, to: 2, type: 0x0800,
      Packets.ipv4(
        from: 0x0a00_0001, to: 0x0a00_0002, transport: 17,
        Packets.udp(from: 2055, to: 2055, datagram)))
  }

  private static func read(_ capture: URL) throws -> Flows {
    let fields = [
      "cflow.srcaddr", "cflow.srcaddrv6", "cflow.packets", "cflow.octets", "cflow.permanent_octets",
    ]
    let result = try run(
      URL(filePath: "/usr/bin/tshark"),
      ["-r", capture.path, "-d", "udp.port==1-65535,cflow", "-T", "fields"]
        + fields.flatMap { ["-e", $0] })
    #expect(result.status == 0, "\(result.errors)")
    var flows = Flows()
    for line in result.text.split(separator: "\n") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map {
        $0.split(separator: ",")
      }
      guard columns.count == fields.count else { continue }
      flows.addresses += columns[0].count + columns[1].count
      flows.packets += columns[2].reduce(0) { $0 + (UInt64($1) ?? 0) }
      flows.octets += columns[3].reduce(0) { $0 + (UInt64($1) ?? 0) }
      flows.totalOctets += columns[4].reduce(0) { $0 + (UInt64($1) ?? 0) }
    }
    return flows
  }

  static func sflowRates(_ capture: URL) throws -> [UInt64] {
    let result = try run(
      URL(filePath: "/usr/bin/tshark"),
      [
        "-r", capture.path, "-d", "udp.port==1-65535,sflow", "-T", "fields", "-e",
        "sflow.flow_sample.sampling_rate",
      ])
    #expect(result.status == 0, "\(result.errors)")
    return result.text.split { ",\n\t".contains($0) }.compactMap { UInt64($0) }
  }
}
