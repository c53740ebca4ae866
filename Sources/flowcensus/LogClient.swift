import CensusProtocol
import HTTPTransfer

/// Reads a server's log.
struct LogClient {
  let server: String
  let certificateAuthorities: String?

  /// All lines, from the first entry on: the server gives them out in pieces.
  func wholeLog() throws(UnreadableLog) -> [UInt8] {
    var log: [UInt8] = []
    var next: Int64 = 0
    while true {
      let piece = try lines(from: next)
      guard !piece.isEmpty else { return log }
      log += piece
      let last = piece.dropLast().split(separator: UInt8(ascii: "\n")).last ?? []
      // What cannot be read is for the verdict to say; there is no way to ask for what follows.
      guard let entry = try? SignedEntry(line: last), entry.entry.number >= next else { return log }
      next = entry.entry.number + 1
    }
  }

  private func lines(from number: Int64) throws(UnreadableLog) -> [UInt8] {
    let base = server.hasSuffix("/") ? String(server.dropLast()) : server
    let request = HTTPRequest(
      url: "\(base)/v1/log?from=\(number)", certificateAuthorities: certificateAuthorities)
    let response: HTTPResponse
    do { response = try request.perform() } catch {
      throw UnreadableLog(reason: "\(error). Check --server, and that the server runs")
    }
    guard response.status == 200 else {
      throw UnreadableLog(
        reason: "\(server) answered \(response.status); is it a FlowCensus server with a log?")
    }
    return response.body
  }
}
