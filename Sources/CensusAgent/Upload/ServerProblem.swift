import FoundationEssentials
import HTTPTransfer

/// An RFC 9457 problem document of a FlowCensus server.
struct ServerProblem: Decodable, Equatable {
  let type: String
  let title: String
  let detail: String?

  private static let prefix = "urn:flowcensus:problem:"

  /// Nil where the answer holds no problem document.
  init?(_ response: HTTPResponse) {
    guard let problem = try? JSONDecoder().decode(Self.self, from: Data(response.body)) else {
      return nil
    }
    self = problem
  }

  /// The detail, which says what, where and how to mend it; else the title.
  var sentence: String { detail ?? title }

  /// The problem's own name, such as `over-quota`; nil where another server made the document.
  var name: String? {
    type.hasPrefix(Self.prefix) ? String(type.dropFirst(Self.prefix.count)) : nil
  }

  /// Whether sending the same bytes again would bring the same answer. 404 and 405 are not final: they
  /// come from a wrong address, which its owner can mend.
  func isFinal(status: Int) -> Bool {
    name != nil && ![404, 405, 408, 425, 429].contains(status) && (400..<500).contains(status)
  }
}

extension HTTPResponse {
  /// The `Retry-After` header in seconds (RFC 9110, section 10.2.3); nil for its date form.
  var retryAfter: Int64? { headers["retry-after"].flatMap { Int64($0) } }
}
