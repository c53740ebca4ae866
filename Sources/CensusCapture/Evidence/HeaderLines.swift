/// Header lines of a text protocol (RFC 9112 section 5), read no further than `limit` bytes.
enum HeaderLines {
  /// Calls `take` with the value of each line behind the first one whose name is one of `names` (in lower case),
  /// and the number of that name, until it returns false, the headers end, or the bytes do. False where the
  /// first line does not begin with one of `beginnings`.
  static func read(
    _ frame: RawSpan, _ range: Range<Int>, limit: Int, beginnings: [[UInt8]], names: [[UInt8]],
    _ take: (_ name: Int, _ value: [UInt8]) -> Bool
  ) -> Bool {
    let text = frame.clamped(range.lowerBound..<min(range.upperBound, range.lowerBound + limit))
    guard beginnings.contains(where: { begins(frame, text, $0) }) else { return false }
    var position = end(of: frame, text.lowerBound, text)
    while position < text.upperBound {
      let line = position..<end(of: frame, position, text)
      position = line.upperBound
      // A line that was cut may say less than it means: `Redmi Note 9` of `Redmi Note 9 Pro`.
      guard frame.byte(at: line.upperBound - 1) == 10 else { return true }
      let content = line.lowerBound..<endOfContent(frame, line)
      guard !content.isEmpty else { return true }
      guard let name = names.firstIndex(where: { isNamed(frame, content, $0) }) else { continue }
      if !take(name, value(frame, content, behind: names[name])) { return true }
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

  /// Where what is in `line` ends: before line feeds and carriage returns at its end.
  private static func endOfContent(_ frame: RawSpan, _ line: Range<Int>) -> Int {
    var end = line.upperBound
    while end > line.lowerBound, let last = frame.byte(at: end - 1), last == 10 || last == 13 {
      end -= 1
    }
    return end
  }

  /// Whether the line in `content` begins with `name`, in whatever case, and a colon.
  private static func isNamed(_ frame: RawSpan, _ content: Range<Int>, _ name: [UInt8]) -> Bool {
    guard content.count > name.count,
      frame.byte(at: content.lowerBound + name.count) == UInt8(ascii: ":")
    else { return false }
    for (offset, letter) in name.enumerated() {
      guard let byte = frame.byte(at: content.lowerBound + offset) else { return false }
      let lowered = (65...90).contains(byte) ? byte | 0x20 : byte
      if lowered != letter { return false }
    }
    return true
  }

  private static func value(
    _ frame: RawSpan, _ content: Range<Int>, behind name: [UInt8]
  ) -> [UInt8] {
    var begin = content.lowerBound + name.count + 1
    while begin < content.upperBound, let byte = frame.byte(at: begin), byte == 32 || byte == 9 {
      begin += 1
    }
    return frame.copied(begin..<content.upperBound)
  }
}
