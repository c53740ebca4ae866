public import CensusProtocol

/// The agent's long-term key, which the issuer alone ever sees: it says who may have tokens, and nothing
/// that is contributed can be traced to it.
///
/// The file is text of two lines, so that its owner can see what it is: `flowcensus-agent-key 1`,
/// `secret BASE64`.
public struct AgentKey: Sendable {
  public let signingKey: SigningKey

  private static let firstLine = "flowcensus-agent-key 1"

  /// Reads the key file, or makes it where it does not exist; refuses one that others can read.
  public init(file path: String, exists: Bool) throws(FileError) {
    if exists {
      signingKey = try Self.read(path)
    } else {
      signingKey = .random()
      let text = "\(Self.firstLine)\nsecret \(signingKey.secretText)\n"
      try LocalFile.createPrivate(path, Array(text.utf8))
    }
  }

  private static func read(_ path: String) throws(FileError) -> SigningKey {
    let lines = String(decoding: try LocalFile.read(path, limit: 4096), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    guard lines.count == 2, lines[0] == firstLine, lines[1].hasPrefix("secret "),
      let key = SigningKey(String(lines[1].dropFirst("secret ".count)))
    else {
      throw FileError(
        path: path,
        problem: "is not an agent's key; move it away, and `contribute on` makes another")
    }
    guard try !LocalFile.isReadableByOthers(path) else {
      throw FileError(
        path: path,
        problem: "can be read by other users of this machine; run `chmod 600 \(path)`")
    }
    return key
  }
}
