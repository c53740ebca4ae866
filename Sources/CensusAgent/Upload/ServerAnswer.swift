import CensusProtocol
import FoundationEssentials
import HTTPTransfer

/// What a server's answer to an upload means for the spool.
enum ServerAnswer: Equatable {
  /// The server has exactly this bundle, durably.
  case acknowledged(String)
  /// The server understood the bundle and will not take it as it is.
  case refused(String)
  /// Anything else: a fault, an overload, or somebody else answering at that address.
  case tryAgain(String, afterSeconds: Int64?)

  /// Reads the answer to the upload of the bundle `digest`. Only an answer that names this very
  /// digest acknowledges it: a captive portal's friendly 200 must not cost a contribution.
  init(_ response: HTTPResponse, to digest: Digest) {
    let receipt = Self.decode(Receipt.self, from: response)
    let problem = ServerProblem(response)
    switch (response.status, receipt, problem) {
    case (200...201, let receipt?, _) where receipt.bundle == digest.description:
      self = .acknowledged(response.status == 201 ? "stored" : "known already")
    case (400..<500, _, let problem?) where problem.isFinal(status: response.status):
      self = .refused("\(response.status) \(problem.sentence)")
    case (_, _, let problem?):
      self = .tryAgain("\(response.status) \(problem.sentence)", afterSeconds: response.retryAfter)
    default:
      self = .tryAgain(
        "status \(response.status) without a FlowCensus answer; is this the right address?",
        afterSeconds: response.retryAfter)
    }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, from response: HTTPResponse
  ) -> Value? {
    try? JSONDecoder().decode(type, from: Data(response.body))
  }
}

/// The body of a 200 or 201.
private struct Receipt: Decodable {
  let bundle: String
}
