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

  /// One of the two ends.
  enum Endpoint: UInt8 {
    case lower = 0
    case upper = 1

    var isLower: Bool { self == .lower }
    /// 0 or 1, for what is kept of each.
    var number: Int { Int(rawValue) }
  }

  /// The key of `packet`, and which endpoint sent it.
  ///
  /// Without branches: packets go this way and that way at random, and a processor that guesses the way
  /// is wrong half of the time.
  @inline(__always)
  static func key(of packet: borrowing Packet) -> (key: FlowKey, sender: Endpoint) {
    let source = UInt128(packet.sourceHigh) << 64 | UInt128(packet.sourceLow)
    let destination = UInt128(packet.destinationHigh) << 64 | UInt128(packet.destinationLow)
    let isFromUpper =
      source == destination
      ? packet.sourcePort > packet.destinationPort : source > destination
    // All ones where the ends are to be exchanged, else 0.
    let exchanged: UInt64 = isFromUpper ? .max : 0
    let high = (packet.sourceHigh ^ packet.destinationHigh) & exchanged
    let low = (packet.sourceLow ^ packet.destinationLow) & exchanged
    let port =
      (packet.sourcePort ^ packet.destinationPort) & UInt16(truncatingIfNeeded: exchanged)
    var key = FlowKey()
    key.version = packet.version
    key.transport = packet.transport
    key.lowerHigh = packet.sourceHigh ^ high
    key.lowerLow = packet.sourceLow ^ low
    key.lowerPort = packet.sourcePort ^ port
    key.upperHigh = packet.destinationHigh ^ high
    key.upperLow = packet.destinationLow ^ low
    key.upperPort = packet.destinationPort ^ port
    return (key, isFromUpper ? .upper : .lower)
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
    // Both factors are kept from an outsider, who could else make one of them 0.
    let other = seed.byteSwapped &* 0xa076_1d64_78bd_642f
    let low = Self.fold(lowerLow ^ seed, upperLow ^ other)
    let high = Self.fold(lowerHigh ^ other, upperHigh ^ seed ^ 0xe703_7ed1_a0b4_28db)
    return Self.fold(ports ^ low, high ^ seed ^ 0x8ebc_6af0_9c88_c6e3)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
