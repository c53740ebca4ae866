import HTTPTypes
import Hummingbird

/// Comma-separated values (RFC 4180) that a spreadsheet takes as what they are.
enum CSV {
  /// The whole file, header first.
  static func text(header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// The shortest text that reads back as the same number, whole numbers without a point, as in JSON;
  /// empty for none.
  static func number(_ value: Double?) -> String {
    guard let value else { return "" }
    return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  static func field(_ text: String) -> String {
    // A spreadsheet would run a field that begins like a formula, and some texts come from outside; an
    // apostrophe makes it text.
    let runs = text.first.map { "=+-@\t\r".contains($0) } == true && Double(text) == nil
    let harmless = runs ? "'" + text : text
    guard harmless.contains(where: { ",\"\r\n".contains($0) }) else { return harmless }
    return "\""
      + harmless.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

extension Response {
  static func csv(_ text: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/csv; charset=utf-8; header=present"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// The form of an answer.
enum AnswerFormat: String, CaseIterable { case json, csv }

extension Interface {
  /// What `format` asks for, else CSV where the client accepts that and not JSON (RFC 9110, section
  /// 12.5.1), else JSON.
  func answerFormat(
    _ parameters: QueryParameters, _ request: Request
  ) throws(Problem) -> AnswerFormat {
    let asked = try parameters.parsed("format", expected: "json or csv") {
      AnswerFormat(rawValue: $0)
    }
    if let asked { return asked }
    let accept = request.headers[.accept]?.lowercased() ?? "*/*"
    let acceptsJSON = ["*/*", "application/*", "application/json"].contains { accept.contains($0) }
    return accept.contains("text/csv") && !acceptsJSON ? .csv : .json
  }
}
