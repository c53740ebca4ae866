/// Text of the network, made fit for a terminal and a table.
enum DisplayText {
  /// `text` without control, format and private characters and without line breaks, cut at a whole
  /// character after at most `limit` bytes.
  static func clean(_ text: String, atMost limit: Int) -> String {
    if text.utf8.allSatisfy(isPrintable) {
      return text.utf8.count <= limit ? text : String(text.prefix(limit))
    }
    var kept = String.UnicodeScalarView()
    var bytes = 0
    for scalar in text.unicodeScalars where isHarmless(scalar) {
      bytes += UTF8.width(scalar)
      if bytes > limit { break }
      kept.append(scalar)
    }
    return String(kept)
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
