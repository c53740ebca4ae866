/// The outermost IP header (RFC 791, RFC 8200) and its length in bytes.
///
/// A packet's bytes are what its header says; where that is more than the frame had on the wire, or
/// says nothing (segmentation offloading writes 0), the bytes left in the frame on the wire.
enum IPLayer {
  /// Decodes by the version in the first four bits, for links that announce no more than "IP".
  static func decodeByVersion(
    _ frame: RawSpan, at offset: Int, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let first = frame.byte(at: offset) else { return .short }
    switch first >> 4 {
    case 4: return decodeV4(frame, at: offset, wireLength: wireLength, into: &packet)
    case 6: return decodeV6(frame, at: offset, wireLength: wireLength, into: &packet)
    default: return .other
    }
  }

  /// Decodes what was announced as the other version: the header's own word counts, as for tshark.
  @inline(never)
  private static func decodeMislabelled(
    _ frame: RawSpan, at offset: Int, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    let kind = decodeByVersion(frame, at: offset, wireLength: wireLength, into: &packet)
    return kind == .ip ? .ip : .malformedIP
  }

  /// Decodes an IPv4 packet that begins at `offset`.
  @inline(__always)
  static func decodeV4(
    _ frame: RawSpan, at offset: Int, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let beginning = frame.bigEndian64(at: offset),
      let middle = frame.bigEndian64(at: offset + 8),
      let destination = frame.bigEndian32(at: offset + 16)
    else { return .malformedIP }
    let headerLength = Int(beginning >> 56 & 0x0f) * 4
    let totalLength = Int(beginning >> 32 & 0xffff)
    guard beginning >> 60 == 4, headerLength >= 20,
      totalLength == 0 || totalLength >= headerLength
    else {
      guard beginning >> 60 == 6 else { return .malformedIP }
      return decodeMislabelled(frame, at: offset, wireLength: wireLength, into: &packet)
    }
    packet.version = .v4
    packet.sourceHigh = 0
    packet.sourceLow = middle & 0xffff_ffff
    packet.destinationHigh = 0
    packet.destinationLow = UInt64(destination)
    packet.transport = UInt8(truncatingIfNeeded: middle >> 48)
    packet.isLaterFragment = beginning & 0x1fff != 0
    packet.networkOffset = offset
    packet.transportOffset = offset + headerLength
    let left = wireLength - offset
    packet.isOverlong = totalLength > left
    packet.length = totalLength == 0 || totalLength > left ? left : totalLength
    TransportLayer.decode(frame, into: &packet)
    return .ip
  }

  /// Decodes an IPv6 packet that begins at `offset`.
  @inline(__always)
  static func decodeV6(
    _ frame: RawSpan, at offset: Int, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let beginning = frame.bigEndian64(at: offset) else { return .malformedIP }
    guard beginning >> 60 == 6 else {
      guard beginning >> 60 == 4 else { return .malformedIP }
      return decodeMislabelled(frame, at: offset, wireLength: wireLength, into: &packet)
    }
    guard let sourceHigh = frame.bigEndian64(at: offset + 8),
      let sourceLow = frame.bigEndian64(at: offset + 16),
      let destinationHigh = frame.bigEndian64(at: offset + 24),
      let destinationLow = frame.bigEndian64(at: offset + 32)
    else { return .malformedIP }
    packet.version = .v6
    packet.sourceHigh = sourceHigh
    packet.sourceLow = sourceLow
    packet.destinationHigh = destinationHigh
    packet.destinationLow = destinationLow
    packet.networkOffset = offset
    let payloadLength = Int(beginning >> 16 & 0xffff)
    let nextHeader = UInt8(truncatingIfNeeded: beginning >> 8)
    let left = wireLength - offset
    let isJumbo = payloadLength == 0 && nextHeader == IPv6Extensions.hopByHop
    packet.isOverlong = 40 + payloadLength > left
    packet.length = isJumbo || packet.isOverlong ? left : 40 + payloadLength
    packet.isLaterFragment = false
    packet.transport = nextHeader
    packet.transportOffset = offset + 40
    if IPv6Extensions.isExtension(nextHeader) {
      IPv6Extensions.walk(frame, into: &packet)
    }
    TransportLayer.decode(frame, into: &packet)
    return .ip
  }
}
