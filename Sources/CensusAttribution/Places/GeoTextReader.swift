import CensusCapture

/// One text file of tor-geoipdb (`start,end,CC` a line, IPv4 as decimal numbers, IPv6 as text), read
/// into a compact table.
struct GeoTextReader {
  private(set) var numbers = PlaceNumbers()
  private(set) var v4: IPv4Table?
  private(set) var v6: IPv6Table?
  private(set) var header = GeoHeader()
  private var line = 0
  /// The length of the whole text in bytes, as far as known, so that the tables need not be moved as they grow.
  var expectedLength = 0

  /// A line longer than this is not of such a file.
  private static let longestLine = 4096

  /// Takes all whole lines of `text` and says how many bytes they are.
  mutating func read(
    _ text: Span<UInt8>, isLast: Bool
  ) throws(GeoFault) -> Int {
    // Safe: `bytes` is marked unsafe for element types with padding; UInt8 has none.
    let bytes = unsafe text.bytes
    var begin = 0
    while begin < text.count {
      if text.count - begin >= GeoLine.room, let next = readCommonLine(text, bytes, begin) {
        line += 1
        begin = next
        continue
      }
      let bounds = Line(text, from: begin)
      guard bounds.end < text.count || isLast else {
        guard bounds.end - begin <= Self.longestLine else { throw GeoFault(line: line + 1) }
        return begin
      }
      line += 1
      guard readLine(text, bounds) else { throw GeoFault(line: line) }
      begin = bounds.end + 1
    }
    return text.count
  }

  /// Takes the line at `begin` where it has the common form and is in order, and says where the next one
  /// begins; else nil, and nothing is taken.
  @inline(__always)
  private mutating func readCommonLine(
    _ text: Span<UInt8>, _ bytes: RawSpan, _ begin: Int
  ) -> Int? {
    if v6 == nil, let first = GeoLine.decimal(bytes, from: begin),
      let last = GeoLine.decimal(bytes, from: first.comma + 1)
    {
      guard let number = numberOfCode(text, at: last.comma + 1) else { return nil }
      if v4 == nil { v4 = IPv4Table(textLength: expectedLength) }
      return v4?.append(first.value, last.value, number: number) == true ? last.comma + 4 : nil
    }
    guard let first = GeoLine.ipv6(bytes, from: begin),
      let last = GeoLine.ipv6(bytes, from: first.comma + 1),
      let number = numberOfCode(text, at: last.comma + 1)
    else { return nil }
    if v6 == nil { v6 = IPv6Table(textLength: expectedLength) }
    return v6?.append(first.address, last.address, number: number) == true ? last.comma + 4 : nil
  }

  /// The place number of a country code or `??` with a newline behind it; nil for anything else.
  @inline(__always)
  private mutating func numberOfCode(_ text: Span<UInt8>, at code: Int) -> UInt16? {
    guard text[code + 2] == UInt8(ascii: "\n") else { return nil }
    let number = numbers.number(of: text[code], text[code + 1])
    let isUnknown = text[code] == UInt8(ascii: "?") && text[code + 1] == UInt8(ascii: "?")
    return number != 0 || isUnknown ? number : nil
  }

  /// Where a line begins and ends, and where its first two commas are; found in one pass.
  private struct Line {
    let begin: Int
    let end: Int
    /// `end` where there is none.
    let firstComma: Int
    /// `end` where there is none.
    let secondComma: Int

    @inline(__always)
    init(_ text: Span<UInt8>, from begin: Int) {
      self.begin = begin
      let firstComma = Self.next(UInt8(ascii: ","), text, from: begin)
      let secondComma = Self.next(UInt8(ascii: ","), text, from: firstComma)
      end = Self.next(UInt8(ascii: "\n"), text, from: secondComma)
      self.firstComma = firstComma
      self.secondComma = secondComma
    }

    /// The next such byte after `begin`, or the end of the line.
    @inline(__always)
    private static func next(_ wanted: UInt8, _ text: Span<UInt8>, from begin: Int) -> Int {
      var index = begin
      if index < text.count, text[index] == UInt8(ascii: ",") { index += 1 }
      while index < text.count {
        let byte = text[index]
        if byte == wanted || byte == UInt8(ascii: "\n") { return index }
        index += 1
      }
      return index
    }
  }

  /// Ends the reading.
  mutating func finish() throws(GeoFault) {
    guard v4 != nil || v6 != nil else { throw GeoFault(line: line) }
    v4?.finish()
    v6?.finish()
    numbers.freeze()
  }

  @inline(__always)
  private mutating func readLine(_ text: Span<UInt8>, _ line: Line) -> Bool {
    guard line.begin < line.end, text[line.begin] != UInt8(ascii: "#"), text[line.begin] != 13
    else {
      header.read(text, line.begin..<line.end)
      return true
    }
    guard line.secondComma > line.firstComma else { return false }
    let first = line.begin..<line.firstComma
    let last = (line.firstComma + 1)..<line.secondComma
    let code = line.secondComma + 1
    let rest = line.end - code
    guard rest == 2 || (rest == 3 && text[code + 2] == 13) else { return false }
    let number = numbers.number(of: text[code], text[code + 1])
    if let low = decimal(text, first), let high = decimal(text, last) {
      if v4 == nil { v4 = IPv4Table(textLength: expectedLength) }
      return v4?.append(low, high, number: number) ?? false
    }
    guard let low = AddressText.ipv6(text, first), let high = AddressText.ipv6(text, last) else {
      return false
    }
    if v6 == nil { v6 = IPv6Table(textLength: expectedLength) }
    return v6?.append(low, high, number: number) ?? false
  }

  @inline(__always)
  private func decimal(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    guard (1...10).contains(range.count) else { return nil }
    var value: UInt64 = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + UInt64(digit)
      index += 1
    }
    return UInt32(exactly: value)
  }
}

/// The line at which a geo file stops being one, counted from 1.
struct GeoFault: Error {
  let line: Int
}
