/// Header lines of a text protocol (RFC 9112 section 5), read no further than `limit` bytes.
enum HeaderLines {
  /// Calls `take` with name and value of each line behind the first one, until it returns false, the headers
  /// end, or the bytes do. False where the first line does not begin with one of `beginnings`.
  static func read(
    _ frame: RawSpan, _ range: Range<Int>, limit: Int, beginnings: [[UInt8]],
    _ take: (_ name: [UInt8], _ value: [UInt8]) -> Bool
  ) -> Bool {
    let text = frame.clamped(range.lowerBound..<min(range.upperBound, range.lowerBound + limit))
    guard beginnings.contains(where: { begins(frame, text, $0) }) else { return false }
    var position = end(of: frame, text.lowerBound, text)
    while position < text.upperBound {
      let line = position..<end(of: frame, position, text)
      position = line.upperBound
      // A line that was cut may say less than it means: `Redmi Note 9` of `Redmi Note 9 Pro`.
      guard frame.byte(at: line.upperBound - 1) == 10 else { return true }
      var bytes = frame.copied(line)
      while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
      guard !bytes.isEmpty else { return true }
      guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let value = bytes[(colon + 1)...].drop { $0 == 32 || $0 == 9 }
      let name = bytes[..<colon].map { (65...90).contains($0) ? $0 | 0x20 : $0 }
      if !take(name, Array(value)) { return true }
    }
    return true
  }

  private static func begins(_ frame: RawSpan, _ text: Range<Int>, _ beginning: [UInt8]) -> Bool {
    text.count >= beginning.count
      && beginning.indices.allSatisfy { frame.byte(at: text.lowerBound + $0) == beginning[$0] }
  }

  /// Where the line that begins at `position` ends, its line feed included.
  private static func end(of frame: RawSpan, _ position: Int, _ text: Range<Int>) -> Int {
    var position = position
    while position < text.upperBound {
      if frame.byte(at: position) == 10 { return position + 1 }
      position += 1
    }
    return text.upperBound
  }
}
