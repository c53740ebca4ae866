/// Text of the network, made fit for a terminal and a table.
enum DisplayText {
  /// `text` without control, format and private characters and without line breaks, cut at a whole
  /// character after at most `limit` bytes.
  static func clean(_ text: String, atMost limit: Int) -> String {
    var kept = String.UnicodeScalarView()
    var bytes = 0
    for scalar in text.unicodeScalars where isHarmless(scalar) {
      bytes += UTF8.width(scalar)
      if bytes > limit { break }
      kept.append(scalar)
    }
    return String(kept)
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }
}
