/// The kernel's message format (RFC 3549, section 2.3; linux/netlink.h): headers in the machine's own
/// byte order, everything aligned to four bytes.
enum NetlinkMessage {
  /// `nlmsghdr`.
  static let headerLength = 16
  /// Flags of requests and answers.
  enum Flag {
    static let request: UInt16 = 0x001
    static let dump: UInt16 = 0x300
    static let create: UInt16 = 0x400
  }
  /// Types that are the same in all families.
  enum Kind {
    static let error: UInt16 = 2
    static let done: UInt16 = 3
  }

  static let order: ByteOrder = UInt16(1).bigEndian == 1 ? .big : .little

  /// Hands each message of a datagram to `body`: its type, its flags and what follows the header. Ends at
  /// a length that cannot be; false where it did.
  @discardableResult
  static func forEach(
    in datagram: RawSpan, _ body: (_ type: UInt16, _ flags: UInt16, RawSpan) -> Void
  ) -> Bool {
    var position = 0
    while position < datagram.byteCount {
      guard let claimed = datagram.integer32(at: position, order),
        let type = datagram.integer16(at: position + 4, order),
        let flags = datagram.integer16(at: position + 6, order)
      else { return false }
      let length = Int(claimed)
      guard length >= headerLength, length <= datagram.byteCount - position else { return false }
      body(type, flags, datagram.extracting(position + headerLength..<position + length))
      position += aligned(length)
    }
    return true
  }

  /// Hands each attribute (`nlattr`) from `begin` on to `body`: its type without the flag bits, and its
  /// value. Ends at a length that cannot be.
  @inline(__always)
  static func forEachAttribute(
    of span: RawSpan, from begin: Int = 0, _ body: (_ type: UInt16, RawSpan) -> Void
  ) {
    var position = begin
    while let claimed = span.integer16(at: position, order),
      let type = span.integer16(at: position + 2, order)
    {
      let length = Int(claimed)
      guard length >= 4, length <= span.byteCount - position else { return }
      body(type & 0x3fff, span.extracting(position + 4..<position + length))
      position += aligned(length)
    }
  }

  private static func aligned(_ length: Int) -> Int { (length + 3) & ~3 }

  /// A request with `body` behind its header.
  static func request(_ type: UInt16, flags: UInt16, sequence: UInt32, body: [UInt8]) -> [UInt8] {
    native32(UInt32(headerLength + body.count)) + native16(type) + native16(flags)
      + native32(sequence) + native32(0) + body
  }

  static func native16(_ value: UInt16) -> [UInt8] {
    let value = order == .big ? value : value.byteSwapped
    return [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
  }

  static func native32(_ value: UInt32) -> [UInt8] {
    let value = order == .big ? value : value.byteSwapped
    return stride(from: 24, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: value >> UInt32($0))
    }
  }
}

extension NetlinkMessage {
  /// How a dump ended: 0 well, else a negative system error number; nil where this message ends none.
  static func status(type: UInt16, _ body: RawSpan) -> Int32? {
    switch type {
    // The number may be left out where all is well.
    case Kind.done: body.integer32(at: 0, order).map { Int32(truncatingIfNeeded: $0) } ?? 0
    case Kind.error: body.integer32(at: 0, order).map { Int32(truncatingIfNeeded: $0) } ?? -22
    default: nil
    }
  }
}
