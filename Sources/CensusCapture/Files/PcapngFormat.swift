/// The pcapng file format (draft-ietf-opsawg-pcapng): blocks of a type, a length, a body and the
/// length again. A section header begins a section with its own byte order and interfaces.
struct PcapngFormat {
  private enum BlockType {
    static let sectionHeader: UInt32 = 0x0a0d_0d0a
    static let interfaceDescription: UInt32 = 1
    static let oldPacket: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let interfaceStatistics: UInt32 = 5
    static let enhancedPacket: UInt32 = 6
  }

  private var order = ByteOrder.little
  private var interfaces: [PcapngInterface] = []
  /// Packets that the capturing program reports as dropped by interface or system, in this file.
  private(set) var reportedDrops: UInt64 = 0
  /// The latest time of a statistics block that is whole, in microseconds since 1970; nil where there is none.
  private(set) var latestStatistics: Int64?

  /// More interfaces than this in one section are not believed: their blocks are bad blocks.
  private static let mostInterfaces = 65_536
  /// Type, length, and the length again.
  private static let frameLength = 12

  /// Nil unless `bytes` begins with a section header.
  init?(fileHeader bytes: RawSpan) {
    guard bytes.bigEndian32(at: 0) == BlockType.sectionHeader,
      Self.order(ofSection: bytes) != nil
    else { return nil }
  }

  private static func order(ofSection bytes: RawSpan) -> ByteOrder? {
    switch bytes.bigEndian32(at: 8) {
    case 0x1a2b_3c4d: .big
    case 0x4d3c_2b1a: .little
    default: nil
    }
  }

  /// What stands at the beginning of `bytes`, which lies at `offset` of the capture.
  @inline(__always)
  mutating func step(_ bytes: RawSpan, offset: Int) -> CaptureStep {
    guard bytes.byteCount >= Self.frameLength else { return .needs(Self.frameLength) }
    if bytes.bigEndian32(at: 0) == BlockType.sectionHeader {
      guard let order = Self.order(ofSection: bytes) else {
        return .end(.brokenSection(offset: offset))
      }
      self.order = order
    }
    guard let type = bytes.integer32(at: 0, order),
      let claimed = bytes.integer32(at: 4, order)
    else { return .needs(Self.frameLength) }
    let length = Int(claimed)
    guard length >= Self.frameLength, length <= CaptureLimits.longestRecord, length % 4 == 0
    else {
      return .end(.absurdLength(offset: offset, length: length))
    }
    guard bytes.byteCount >= length else { return .needs(length) }
    let block = bytes.extracting(0..<(length - 4))
    switch type {
    case BlockType.enhancedPacket:
      return enhancedPacket(block, length)
    case BlockType.simplePacket:
      return simplePacket(block, length)
    case BlockType.oldPacket:
      return oldPacket(block, length)
    case BlockType.sectionHeader:
      interfaces.removeAll(keepingCapacity: true)
      return .skip(length)
    case BlockType.interfaceDescription:
      return describeInterface(block, length)
    case BlockType.interfaceStatistics:
      readStatistics(block)
      // A block of which only the beginning reached the disk does not end with its length.
      if bytes.integer32(at: length - 4, order) == claimed { noteTime(ofStatistics: block) }
      return .skip(length)
    default:
      return .skip(length)
    }
  }

  @inline(__always)
  private func enhancedPacket(_ block: RawSpan, _ length: Int) -> CaptureStep {
    guard let interface = block.integer32(at: 8, order),
      let high = block.integer32(at: 12, order),
      let low = block.integer32(at: 16, order)
    else { return .badBlock(length) }
    return packet(block, length, interface: Int(interface), time: (high, low), lengths: 20)
  }

  /// The packet block of old (type 2), which the enhanced one superseded: the interface has 16 bits.
  private func oldPacket(_ block: RawSpan, _ length: Int) -> CaptureStep {
    guard let interface = block.integer16(at: 8, order),
      let high = block.integer32(at: 12, order),
      let low = block.integer32(at: 16, order)
    else { return .badBlock(length) }
    return packet(block, length, interface: Int(interface), time: (high, low), lengths: 20)
  }

  @inline(__always)
  private func packet(
    _ block: RawSpan, _ length: Int, interface: Int, time: (high: UInt32, low: UInt32),
    lengths: Int
  ) -> CaptureStep {
    guard interface < interfaces.count,
      let captured = block.integer32(at: lengths, order),
      let claimed = block.integer32(at: lengths + 4, order),
      Int(captured) <= block.byteCount - lengths - 8
    else { return .badBlock(length) }
    let frame = (lengths + 8)..<(lengths + 8 + Int(captured))
    return .record(
      CaptureRecord(
        linkType: interfaces[interface].linkType,
        time: interfaces[interface].clock.microseconds(high: time.high, low: time.low),
        frame: frame,
        wireLength: max(Int(claimed), frame.count)),
      length: length)
  }

  /// A packet of the first interface, without a time; it is captured as far as the block reaches.
  private func simplePacket(_ block: RawSpan, _ length: Int) -> CaptureStep {
    guard let interface = interfaces.first, let claimed = block.integer32(at: 8, order) else {
      return .badBlock(length)
    }
    let limit = interface.snapLength == 0 ? Int(claimed) : Int(min(claimed, interface.snapLength))
    guard limit <= block.byteCount - 12 else { return .badBlock(length) }
    return .record(
      CaptureRecord(
        linkType: interface.linkType, time: nil, frame: 12..<(12 + limit),
        wireLength: max(Int(claimed), limit)),
      length: length)
  }

  private mutating func describeInterface(_ block: RawSpan, _ length: Int) -> CaptureStep {
    guard let linkType = block.integer16(at: 8, order),
      let snapLength = block.integer32(at: 12, order),
      interfaces.count < Self.mostInterfaces
    else { return .badBlock(length) }
    var interface = PcapngInterface(linkType: linkType, snapLength: snapLength)
    forEachOption(of: block, from: 16) { code, value in
      switch (code, value.count) {
      case (9, 1...):  // if_tsresol
        if let exponent = block.byte(at: value.lowerBound) {
          interface.clock.setResolution(exponent)
        }
      case (14, 8...):  // if_tsoffset
        if let seconds = block.integer64(at: value.lowerBound, order) {
          interface.clock.setOffset(Int64(bitPattern: seconds))
        }
      default: break
      }
    }
    interfaces.append(interface)
    return .skip(length)
  }

  /// isb_ifdrop (5) and isb_osdrop (7) are running sums of the interface up to the block's time; the
  /// largest seen stands for the file, since a file usually has one such block at its end.
  private mutating func readStatistics(_ block: RawSpan) {
    var drops: UInt64 = 0
    forEachOption(of: block, from: 20) { code, value in
      guard code == 5 || code == 7, value.count >= 8,
        let count = block.integer64(at: value.lowerBound, order)
      else { return }
      drops = drops.addingReportingOverflow(count).partialValue
    }
    reportedDrops = max(reportedDrops, drops)
  }

  private mutating func noteTime(ofStatistics block: RawSpan) {
    guard let interface = block.integer32(at: 8, order).map(Int.init),
      interface < interfaces.count,
      let high = block.integer32(at: 12, order), let low = block.integer32(at: 16, order)
    else { return }
    let time = interfaces[interface].clock.microseconds(high: high, low: low)
    latestStatistics = max(latestStatistics ?? time, time)
  }

  private func forEachOption(
    of block: RawSpan, from begin: Int, _ body: (_ code: UInt16, _ value: Range<Int>) -> Void
  ) {
    var offset = begin
    while let code = block.integer16(at: offset, order),
      let length = block.integer16(at: offset + 2, order), code != 0
    {
      let value = (offset + 4)..<(offset + 4 + Int(length))
      guard value.upperBound <= block.byteCount else { return }
      body(code, value)
      offset = value.upperBound + (4 - Int(length) % 4) % 4
    }
  }
}
