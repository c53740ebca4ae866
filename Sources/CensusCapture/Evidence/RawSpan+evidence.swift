extension RawSpan {
  /// The bytes of `range` as far as they are there, at most `EvidencePiece.mostBytes`.
  func copied(_ range: Range<Int>) -> [UInt8] {
    let there = clamped(range).prefix(EvidencePiece.mostBytes)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(there.count)
    for offset in there { if let byte = byte(at: offset) { bytes.append(byte) } }
    return bytes
  }

  /// A DNS name (RFC 1035 section 4.1.4) that begins at `offset` and lies within `message`, as labels, and
  /// where it ends. Nil where it is cut, longer than 255 bytes, or its pointers do not lead backwards: a
  /// loop cannot.
  func domainName(at offset: Int, in message: Range<Int>) -> (labels: [[UInt8]], end: Int)? {
    var labels: [[UInt8]] = []
    var length = 0
    var position = offset
    var end: Int?
    var limit = message.upperBound
    while true {
      guard position < limit, let size = byte(at: position) else { return nil }
      if size == 0 { return (labels, end ?? position + 1) }
      if size & 0xc0 == 0xc0 {
        guard let low = byte(at: position + 1) else { return nil }
        let target = message.lowerBound + (Int(size & 0x3f) << 8 | Int(low))
        // Each jump goes before everything that was read so far.
        let isBackwards = target < position && target < limit
        guard isBackwards else { return nil }
        end = end ?? position + 2
        limit = position
        position = target
        continue
      }
      guard size & 0xc0 == 0 else { return nil }
      let label = (position + 1)..<(position + 1 + Int(size))
      length += Int(size) + 1
      guard label.upperBound <= limit, length <= 255 else { return nil }
      labels.append(copied(label))
      position = label.upperBound
    }
  }
}
