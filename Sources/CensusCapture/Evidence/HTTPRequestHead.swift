/// The User-Agent header of an HTTP request in clear (RFC 9110 section 10.1.5). Nothing else of the request is
/// kept: no address, no cookie, no path.
enum HTTPRequestHead {
  private static let beginnings = [
    "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "PATCH ", "DELETE ",
  ]
  .map { Array($0.utf8) }
  private static let names = [Array("user-agent".utf8)]
  /// Further headers are not read.
  private static let mostBytes = 4096

  /// The header of the request that begins at the beginning of `range`; nil where there is none.
  static func decode(_ frame: RawSpan, _ range: Range<Int>) -> EvidencePiece? {
    var found: EvidencePiece?
    _ = HeaderLines.read(
      frame, range, limit: mostBytes, beginnings: beginnings, names: names
    ) { _, value in
      found = EvidencePiece(.userAgent, value)
      return false
    }
    return found
  }
}
