/// Writes CSV (RFC 4180).
enum CSVText {
  /// One line with its end.
  static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\r\n"
  }

  static func field(_ text: String) -> String {
    // A host name comes from the network: one that a spreadsheet would compute is shown as text.
    let text = text.first.map("=+-@".contains) == true ? "'" + text : text
    guard text.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return text }
    let doubled = text.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"" + doubled + "\""
  }
}
