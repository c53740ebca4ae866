/// The values of one record, each at the place of its `RecordField`. One is reused for all records: to
/// begin anew is to clear two words.
struct RecordValues {
  private var values = InlineArray<80, UInt64>(repeating: 0)
  private var present = InlineArray<2, UInt64>(repeating: 0)
  /// IPv6 addresses come before IPv4 ones in the record, where it has both: then they are the outer ones.
  var isIPv6First = false

  /// Forgets all values.
  @inline(__always)
  mutating func removeAll() {
    present[0] = 0
    present[1] = 0
  }

  /// The value of a field; nil where the record has none.
  @inline(__always)
  subscript(field: RecordField) -> UInt64? {
    let place = Int(field.rawValue)
    return present[place >> 6] >> UInt64(place & 63) & 1 == 0 ? nil : values[place]
  }

  /// The value of a field where it is there and not 0.
  @inline(__always)
  func nonzero(_ field: RecordField) -> UInt64? {
    guard let value = self[field], value != 0 else { return nil }
    return value
  }

  @inline(__always)
  mutating func set(_ place: UInt8, to value: UInt64) {
    let place = Int(place)
    values[place] = value
    present[place >> 6] |= 1 << UInt64(place & 63)
  }

  /// An address of two places; nil where the record has none.
  @inline(__always)
  func wide(_ field: RecordField) -> (high: UInt64, low: UInt64)? {
    guard let high = self[field] else { return nil }
    return (high, values[Int(field.rawValue) + 1])
  }

  /// The bytes of a section in its datagram; nil where the record has none.
  func section(_ field: RecordField) -> Range<Int>? {
    guard let value = self[field] else { return nil }
    let offset = Int(value >> 32)
    return offset..<(offset + Int(value & 0xffff_ffff))
  }

  /// Reads one field that lies at `offset` and is `length` bytes long, all of them in `bytes`.
  @inline(__always)
  mutating func read(
    _ place: UInt8, _ form: RecordField.Form, _ bytes: RawSpan, at offset: Int, length: Int
  ) {
    switch form {
    case .number:
      if let value = bytes.bigEndian(at: offset, length: length) { set(place, to: value) }
    case .wide:
      guard let high = bytes.bigEndian64(at: offset), let low = bytes.bigEndian64(at: offset + 8)
      else { return }
      set(place, to: high)
      set(place + 1, to: low)
    case .real:
      guard let bits = bytes.bigEndian(at: offset, length: length) else { return }
      let number =
        length == 8
        ? Double(bitPattern: bits)
        : Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      set(place, to: number.bitPattern)
    case .section:
      set(place, to: UInt64(offset) << 32 | UInt64(length))
    case .skipped:
      break
    }
  }
}

extension RawSpan {
  /// A number of one to eight bytes in network order; nil where they are not all there.
  @inline(__always)
  func bigEndian(at offset: Int, length: Int) -> UInt64? {
    switch length {
    case 4: return bigEndian32(at: offset).map(UInt64.init)
    case 8: return bigEndian64(at: offset)
    case 2: return bigEndian16(at: offset).map(UInt64.init)
    case 1: return byte(at: offset).map(UInt64.init)
    case 3, 5, 6, 7:
      guard holds(length, at: offset) else { return nil }
      var value: UInt64 = 0
      for position in 0..<length {
        value = value << 8 | UInt64(byte(at: offset + position) ?? 0)
      }
      return value
    default: return nil
    }
  }
}
