/// Text of the network, made fit for a terminal and a table.
enum DisplayText {
  /// `text` with one space for each run of control, format and private characters and line breaks, cut at a
  /// whole character after at most `limit` bytes. Left out alone they would join words to names that nobody said.
  static func clean(_ text: String, atMost limit: Int) -> String {
    if text.utf8.allSatisfy(isPrintable) {
      return text.utf8.count <= limit ? text : String(text.prefix(limit))
    }
    var kept = String.UnicodeScalarView()
    var bytes = 0
    for scalar in text.unicodeScalars {
      let shown = isHarmless(scalar) ? scalar : " "
      if shown != scalar, kept.isEmpty || kept.last == " " { continue }
      bytes += UTF8.width(shown)
      if bytes > limit { break }
      kept.append(shown)
    }
    if kept.last == " ", text.unicodeScalars.last != " " { kept.removeLast() }
    return String(kept)
  }

  /// Whether control characters or line breaks stand within `text`, not only at its ends.
  static func isBroken(_ text: String) -> Bool {
    guard !text.utf8.allSatisfy(isPrintable) else { return false }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !breaks($0) }),
      let last = scalars.lastIndex(where: { !breaks($0) })
    else { return false }
    return scalars[first...last].contains(where: breaks)
  }

  private static func breaks(_ scalar: Unicode.Scalar) -> Bool {
    [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
  }

  /// Whether it is a printable character of ASCII, as nearly all of them are: Unicode's tables are slow.
  private static func isPrintable(_ byte: UInt8) -> Bool { (0x20...0x7e).contains(byte) }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }
}
