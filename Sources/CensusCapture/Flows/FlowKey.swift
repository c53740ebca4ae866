/// What makes two packets one flow: the unordered pair of (address, port), and the protocol.
///
/// Stored with the lower endpoint first, so that both directions have the same key.
struct FlowKey {
  var lowerHigh: UInt64 = 0
  var lowerLow: UInt64 = 0
  var upperHigh: UInt64 = 0
  var upperLow: UInt64 = 0
  var lowerPort: UInt16 = 0
  var upperPort: UInt16 = 0
  var transport: UInt8 = 0
  var version = IPAddress.Version.v4

  init() {}

  /// The key of `packet`.
  @inline(__always)
  init(_ packet: Packet, isFromLower: Bool) {
    version = packet.version
    transport = packet.transport
    if isFromLower {
      lowerHigh = packet.sourceHigh
      lowerLow = packet.sourceLow
      lowerPort = packet.sourcePort
      upperHigh = packet.destinationHigh
      upperLow = packet.destinationLow
      upperPort = packet.destinationPort
    } else {
      lowerHigh = packet.destinationHigh
      lowerLow = packet.destinationLow
      lowerPort = packet.destinationPort
      upperHigh = packet.sourceHigh
      upperLow = packet.sourceLow
      upperPort = packet.sourcePort
    }
  }

  /// Whether the sender of `packet` is the lower endpoint of its flow.
  @inline(__always)
  static func isFromLower(_ packet: Packet) -> Bool {
    if packet.sourceHigh != packet.destinationHigh {
      return packet.sourceHigh < packet.destinationHigh
    }
    if packet.sourceLow != packet.destinationLow {
      return packet.sourceLow < packet.destinationLow
    }
    return packet.sourcePort <= packet.destinationPort
  }

  @inline(__always)
  static func == (left: FlowKey, right: FlowKey) -> Bool {
    left.lowerLow == right.lowerLow && left.upperLow == right.upperLow
      && left.lowerPort == right.lowerPort && left.upperPort == right.upperPort
      && left.transport == right.transport && left.version == right.version
      && left.lowerHigh == right.lowerHigh && left.upperHigh == right.upperHigh
  }

  /// A hash that an outsider who does not know `seed` cannot steer: folded products of 128 bits, as in
  /// wyhash (Wang Yi, public domain).
  @inline(__always)
  func hash(seed: UInt64) -> UInt64 {
    let ports =
      UInt64(lowerPort) << 32 | UInt64(upperPort) << 16 | UInt64(transport) << 8
      | UInt64(version.rawValue)
    var state = Self.fold(lowerLow ^ seed, upperLow ^ 0xa076_1d64_78bd_642f)
    if version == .v6 {
      state = Self.fold(lowerHigh ^ state, upperHigh ^ 0xe703_7ed1_a0b4_28db)
    }
    return Self.fold(ports ^ state, seed ^ 0x8ebc_6af0_9c88_c6e3)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
