/// Builds the datagrams of flow exporters for tests, with nothing taken from the decoders under test.
public enum Exports {
  /// A field of a template: element, length, and enterprise number where it is not IANA's.
  public struct Field: Sendable {
    let element: UInt64
    let length: UInt64
    let enterprise: UInt64?

    public init(_ element: UInt64, _ length: UInt64, enterprise: UInt64? = nil) {
      self.element = element
      self.length = length
      self.enterprise = enterprise
    }

    fileprivate var bytes: [UInt8] {
      let bit: UInt64 = enterprise == nil ? 0 : 0x8000
      return Packets.big(element | bit, 2) + Packets.big(length, 2)
        + (enterprise.map { Packets.big($0, 4) } ?? [])
    }
  }

  /// A set of `body`, filled up to four bytes.
  public static func set(_ id: UInt64, _ body: [UInt8]) -> [UInt8] {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    return Packets.big(id, 2) + Packets.big(UInt64(padded.count + 4), 2) + padded
  }

  /// The record of a template, without the set around it.
  public static func template(_ id: UInt64, _ fields: [Field]) -> [UInt8] {
    Packets.big(id, 2) + Packets.big(UInt64(fields.count), 2) + fields.flatMap(\.bytes)
  }

  /// The record of an IPFIX options template; the first `scopes` fields are the scope.
  public static func ipfixOptions(_ id: UInt64, scopes: Int, _ fields: [Field]) -> [UInt8] {
    Packets.big(id, 2) + Packets.big(UInt64(fields.count), 2) + Packets.big(UInt64(scopes), 2)
      + fields.flatMap(\.bytes)
  }

  /// The record of a NetFlow v9 options template.
  public static func netflow9Options(
    _ id: UInt64, scope: [Field], _ fields: [Field]
  ) -> [UInt8] {
    Packets.big(id, 2) + Packets.big(UInt64(scope.count * 4), 2)
      + Packets.big(UInt64(fields.count * 4), 2) + (scope + fields).flatMap(\.bytes)
  }

  /// A datagram of IPFIX; `time` in seconds since 1970.
  public static func ipfix(
    _ sets: [[UInt8]], time: UInt64, sequence: UInt64 = 0, domain: UInt64 = 1
  ) -> [UInt8] {
    let body = sets.flatMap { $0 }
    return Packets.big(10, 2) + Packets.big(UInt64(16 + body.count), 2) + Packets.big(time, 4)
      + Packets.big(sequence, 4) + Packets.big(domain, 4) + body
  }

  /// A datagram of NetFlow v9; `uptime` in milliseconds.
  public static func netflow9(
    _ sets: [[UInt8]], time: UInt64, uptime: UInt64 = 1_000_000, sequence: UInt64 = 0,
    source: UInt64 = 1
  ) -> [UInt8] {
    Packets.big(9, 2) + Packets.big(UInt64(sets.count), 2) + Packets.big(uptime, 4)
      + Packets.big(time, 4) + Packets.big(sequence, 4) + Packets.big(source, 4)
      + sets.flatMap { $0 }
  }

  /// One record of NetFlow v5; times in milliseconds since the exporter started.
  public struct NetFlow5Record: Sendable {
    public var source: UInt32
    public var destination: UInt32
    public var sourcePort: UInt16 = 40_000
    public var destinationPort: UInt16 = 443
    public var transport: UInt8 = 6
    public var flags: UInt8 = 0
    public var packets: UInt32 = 1
    public var bytes: UInt32 = 100
    public var first: UInt32 = 999_000
    public var last: UInt32 = 999_500

    public init(from source: UInt32, to destination: UInt32) {
      self.source = source
      self.destination = destination
    }

    fileprivate var encoded: [UInt8] {
      let big = Packets.big
      let addresses = big(UInt64(source), 4) + big(UInt64(destination), 4) + big(0, 4)
      let counters = big(0, 4) + big(UInt64(packets), 4) + big(UInt64(bytes), 4)
      let times = big(UInt64(first), 4) + big(UInt64(last), 4)
      let ports = big(UInt64(sourcePort), 2) + big(UInt64(destinationPort), 2)
      return addresses + counters + times + ports + [0, flags, transport, 0]
        + [UInt8](repeating: 0, count: 8)
    }
  }

  /// A datagram of NetFlow v5; `sampling` is the whole field: mode in the upper two bits, rate below.
  public static func netflow5(
    _ records: [NetFlow5Record], time: UInt64, uptime: UInt64 = 1_000_000, sequence: UInt64 = 0,
    sampling: UInt64 = 0
  ) -> [UInt8] {
    Packets.big(5, 2) + Packets.big(UInt64(records.count), 2) + Packets.big(uptime, 4)
      + Packets.big(time, 4) + Packets.big(0, 4) + Packets.big(sequence, 4) + [0, 0]
      + Packets.big(sampling, 2) + records.flatMap(\.encoded)
  }

  /// An sFlow datagram of agent 192.0.2.1.
  public static func sflow(
    _ samples: [[UInt8]], uptime: UInt64 = 1_000_000, sequence: UInt64 = 0
  ) -> [UInt8] {
    let big = Packets.big
    return big(5, 4) + big(1, 4) + big(0xc000_0201, 4) + big(0, 4) + big(sequence, 4)
      + big(uptime, 4) + big(UInt64(samples.count), 4) + samples.flatMap { $0 }
  }

  /// A record or a sample: its type, its length, its body filled up to four bytes.
  public static func xdr(_ type: UInt64, _ body: [UInt8]) -> [UInt8] {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    return Packets.big(type, 4) + Packets.big(UInt64(padded.count), 4) + padded
  }

  /// A flow sample.
  public static func sflowSample(
    rate: UInt64, drops: UInt64 = 0, isExpanded: Bool = false, _ records: [[UInt8]]
  ) -> [UInt8] {
    let big = Packets.big
    let source = isExpanded ? big(0, 4) + big(7, 4) : big(7, 4)
    let interfaces = isExpanded ? big(0, 8) + big(0, 8) : big(0, 4) + big(0, 4)
    let counts = big(rate, 4) + big(rate * 100, 4) + big(drops, 4)
    return xdr(
      isExpanded ? 3 : 1,
      big(1, 4) + source + counts + interfaces + big(UInt64(records.count), 4)
        + records.flatMap { $0 })
  }

  /// The first bytes of a sampled Ethernet frame; four bytes of checksum are on the wire beside it.
  public static func sflowHeader(_ frame: [UInt8], kept: Int = 128) -> [UInt8] {
    let header = Array(frame.prefix(kept))
    let big = Packets.big
    return xdr(
      1,
      big(1, 4) + big(UInt64(frame.count + 4), 4) + big(4, 4) + big(UInt64(header.count), 4)
        + header)
  }
}
