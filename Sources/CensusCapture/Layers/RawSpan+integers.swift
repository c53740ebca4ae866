/// Checked loads: nil where the bytes are not all there. This is the one place of the decoders that
/// says `unsafe`; every offset is compared with the count before the load, and any bit pattern is a
/// valid integer.
extension RawSpan {
  /// Whether `length` bytes are there from `offset` on.
  @inlinable @inline(__always)
  package func holds(_ length: Int, at offset: Int) -> Bool {
    offset >= 0 && offset <= byteCount &- length
  }

  /// The byte at `offset`.
  @inlinable @inline(__always)
  package func byte(at offset: Int) -> UInt8? {
    guard holds(1, at: offset) else { return nil }
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Two bytes in network order.
  @inline(__always)
  func bigEndian16(at offset: Int) -> UInt16? {
    guard holds(2, at: offset) else { return nil }
    return unsafe UInt16(
      bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt16.self))
  }

  /// Four bytes in network order.
  @inline(__always)
  func bigEndian32(at offset: Int) -> UInt32? {
    guard holds(4, at: offset) else { return nil }
    return unsafe UInt32(
      bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
  }

  /// Eight bytes in network order.
  @inlinable @inline(__always)
  package func bigEndian64(at offset: Int) -> UInt64? {
    guard holds(8, at: offset) else { return nil }
    return unsafe UInt64(
      bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// Two bytes in the byte order of the file.
  @inline(__always)
  func integer16(at offset: Int, _ order: ByteOrder) -> UInt16? {
    guard let value = bigEndian16(at: offset) else { return nil }
    return order == .big ? value : value.byteSwapped
  }

  /// Four bytes in the byte order of the file.
  @inline(__always)
  func integer32(at offset: Int, _ order: ByteOrder) -> UInt32? {
    guard let value = bigEndian32(at: offset) else { return nil }
    return order == .big ? value : value.byteSwapped
  }

  /// Eight bytes in the byte order of the file.
  @inline(__always)
  func integer64(at offset: Int, _ order: ByteOrder) -> UInt64? {
    guard let value = bigEndian64(at: offset) else { return nil }
    return order == .big ? value : value.byteSwapped
  }

  /// The bytes of `range`, as far as they are there.
  @inline(__always)
  func clamped(_ range: Range<Int>) -> Range<Int> {
    range.clamped(to: 0..<byteCount)
  }
}

/// The order in which a file's writer laid out the bytes of an integer.
enum ByteOrder {
  case big
  case little
}
