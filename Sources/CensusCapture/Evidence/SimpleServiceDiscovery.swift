/// What an SSDP message says of its sender (UPnP Device Architecture 2.0, section 1): announcements and answers,
/// not searches, which name what is looked for.
enum SimpleServiceDiscovery {
  private static let beginnings = [Array("NOTIFY ".utf8), Array("HTTP/1.1 200".utf8)]
  private static let mostBytes = 2048

  /// The telling headers of the message in `range`, as one line; nil where it is none.
  static func decode(_ frame: RawSpan, _ range: Range<Int>) -> EvidencePiece? {
    var parts: [[UInt8]] = []
    let isMessage = HeaderLines.read(frame, range, limit: mostBytes, beginnings: beginnings) {
      name, value in
      switch String(decoding: name, as: UTF8.self) {
      case "server": parts.append(Array("SERVER: ".utf8) + value)
      case "nt", "st":
        if !value.starts(with: Array("uuid:".utf8)) { parts.append(Array("NT: ".utf8) + value) }
      case "hue-bridgeid": parts.append(Array("HUE-BRIDGEID".utf8))
      default: break
      }
      return parts.count < 8
    }
    guard isMessage, !parts.isEmpty else { return nil }
    return EvidencePiece(.description, Array(parts.joined(separator: Array(" | ".utf8))))
  }
}
