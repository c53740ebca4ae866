/// What an SSDP message says of its sender (UPnP Device Architecture 2.0, section 1): announcements and answers,
/// not searches, which name what is looked for.
enum SimpleServiceDiscovery {
  private static let beginnings = [Array("NOTIFY ".utf8), Array("HTTP/1.1 200".utf8)]
  private static let names = [
    "server", "nt", "st", "x-av-client-info", "x-av-server-info", "hue-bridgeid",
  ].map { Array($0.utf8) }
  private static let mostBytes = 2048
  private static let separator = Array(" | ".utf8)
  private static let serial = Array("uuid:".utf8)

  /// The telling headers of the message in `range`, as one line; nil where it is none.
  static func decode(_ frame: RawSpan, _ range: Range<Int>) -> EvidencePiece? {
    var parts: [[UInt8]] = []
    let isMessage = HeaderLines.read(
      frame, range, limit: mostBytes, beginnings: beginnings, names: names
    ) { name, value in
      switch name {
      case 0: parts.append(Array("SERVER: ".utf8) + value)
      case 3: parts.append(Array("X-AV-Client-Info: ".utf8) + value)
      case 4: parts.append(Array("X-AV-Server-Info: ".utf8) + value)
      case 1, 2: if !value.starts(with: serial) { parts.append(Array("NT: ".utf8) + value) }
      default: parts.append(Array("HUE-BRIDGEID".utf8))
      }
      return parts.count < 8
    }
    guard isMessage, !parts.isEmpty else { return nil }
    return EvidencePiece(.description, parts.joined(separator: separator))
  }
}
