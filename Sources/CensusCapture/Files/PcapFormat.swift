/// The pcap file format (draft-ietf-opsawg-pcap): a file header of 24 bytes, then records of a 16-byte
/// header and the captured bytes.
struct PcapFormat {
  private let order: ByteOrder
  private let hasNanoseconds: Bool
  private let linkType: UInt16

  static let fileHeaderLength = 24
  private static let recordHeaderLength = 16

  /// Nil unless `bytes` begins with a whole pcap file header.
  init?(fileHeader bytes: RawSpan) {
    switch bytes.bigEndian32(at: 0) {
    case 0xa1b2_c3d4: (order, hasNanoseconds) = (.big, false)
    case 0xd4c3_b2a1: (order, hasNanoseconds) = (.little, false)
    case 0xa1b2_3c4d: (order, hasNanoseconds) = (.big, true)
    case 0x4d3c_b2a1: (order, hasNanoseconds) = (.little, true)
    default: return nil
    }
    guard let network = bytes.integer32(at: 20, order) else { return nil }
    // The upper bits say whether frames end in a checksum (FCS); only the type matters here.
    linkType = UInt16(truncatingIfNeeded: network)
  }

  /// What stands at the beginning of `bytes`, which lies at `offset` of the capture.
  @inline(__always)
  func step(_ bytes: RawSpan, offset: Int) -> CaptureStep {
    guard let seconds = bytes.integer32(at: 0, order),
      let fraction = bytes.integer32(at: 4, order),
      let captured = bytes.integer32(at: 8, order),
      let claimed = bytes.integer32(at: 12, order)
    else {
      return .needs(Self.recordHeaderLength)
    }
    let length = Self.recordHeaderLength + Int(captured)
    guard Int(captured) <= CaptureLimits.longestRecord else {
      return .end(.absurdLength(offset: offset, length: Int(captured)))
    }
    guard bytes.byteCount >= length else { return .needs(length) }
    // A fraction of a second or more cannot be; it is read as the last instant of its second.
    let microseconds =
      hasNanoseconds ? min(fraction / 1000, 999_999) : min(fraction, 999_999)
    return .record(
      CaptureRecord(
        linkType: linkType,
        time: Int64(seconds) * 1_000_000 + Int64(microseconds),
        frame: Self.recordHeaderLength..<length,
        wireLength: max(Int(claimed), Int(captured))),
      length: length)
  }
}
