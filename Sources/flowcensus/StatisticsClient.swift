import Foundation
import HTTPTransfer

/// Asks a server for what it publishes.
struct StatisticsClient {
  let server: String
  let certificateAuthorities: String?

  /// The answer's bytes, as the server gave them.
  func statistics(
    _ selection: [(name: String, value: String?)], format: String
  ) throws(QueryFailure) -> [UInt8] {
    try get("/v1/statistics", selection + [("format", format)])
  }

  /// The answer's bytes at `path`; parameters without a value are left out.
  func get(
    _ path: String, _ parameters: [(name: String, value: String?)]
  ) throws(QueryFailure) -> [UInt8] {
    let base = server.hasSuffix("/") ? String(server.dropLast()) : server
    let query = parameters.compactMap { name, value in value.map { "\(name)=\(Self.escaped($0))" } }
      .joined(separator: "&")
    let request = HTTPRequest(
      url: "\(base)\(path)?\(query)", certificateAuthorities: certificateAuthorities)
    let response: HTTPResponse
    do { response = try request.perform() } catch { throw .transfer(error) }
    guard response.status == 200 else { throw .refused(server, Self.reason(of: response)) }
    return response.body
  }

  /// RFC 3986, section 2.3: what is not unreserved is escaped.
  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        return String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    .joined()
  }

  /// What a problem document (RFC 9457) says, or the bare status of a server that sends none.
  private static func reason(of response: HTTPResponse) -> String {
    struct Problem: Decodable {
      let title: String
      let detail: String
    }
    guard let problem = try? JSONDecoder().decode(Problem.self, from: Data(response.body)) else {
      return "it answered \(response.status); is this the address of a FlowCensus server?"
    }
    return "\(problem.title): \(problem.detail)"
  }
}

/// Why there is no answer.
enum QueryFailure: Error, CustomStringConvertible {
  case transfer(HTTPTransferError)
  case refused(String, String)
  case unreadable(String, String)

  var description: String {
    switch self {
    case .transfer(let error):
      "\(error). Check --server, and that the server runs (\"flowcensus-server serve\")"
    case .refused(let server, let reason): "\(server): \(reason)"
    case .unreadable(let path, let reason):
      "the answer is not that of this version's \(path): \(reason)"
    }
  }
}
