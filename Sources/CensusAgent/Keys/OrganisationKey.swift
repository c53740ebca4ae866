import CensusProtocol

/// An organisation's name with its private key, as a key file holds them.
///
/// The file is text of three lines, so that its owner can see what it is without any tool:
/// `flowcensus-organisation-key 1`, `organisation NAME`, `secret BASE64`.
public struct OrganisationKey: Sendable {
  public let organisation: OrganisationIdentifier
  public let signingKey: SigningKey

  private static let firstLine = "flowcensus-organisation-key 1"

  /// A fresh key for `organisation`.
  public init(organisation: OrganisationIdentifier) {
    self.organisation = organisation
    signingKey = .random()
  }

  /// Reads a key file; refuses one that others than its owner can read.
  public init(readingFile path: String) throws(FileError) {
    let content = try LocalFile.read(path, limit: 4096)
    let lines = String(decoding: content, as: UTF8.self)
      .split(separator: "\n").map(String.init)
    guard lines.count == 3, lines[0] == Self.firstLine,
      let name = Self.value("organisation", in: lines[1]),
      let organisation = OrganisationIdentifier(name),
      let secret = Self.value("secret", in: lines[2]), let signingKey = SigningKey(secret)
    else {
      throw FileError(
        path: path,
        problem:
          "is not an organisation's key file; make one with `flowcensus-agent key create`")
    }
    guard try !LocalFile.isReadableByOthers(path) else {
      throw FileError(
        path: path,
        problem: "can be read by other users of this machine; run `chmod 600 \(path)`")
    }
    self.organisation = organisation
    self.signingKey = signingKey
  }

  /// Writes a new key file; throws where the file exists.
  public func write(toNewFile path: String) throws(FileError) {
    let text = """
      \(Self.firstLine)
      organisation \(organisation)
      secret \(signingKey.secretText)

      """
    try LocalFile.createPrivate(path, Array(text.utf8))
  }

  private static func value(_ name: String, in line: String) -> String? {
    line.hasPrefix(name + " ") ? String(line.dropFirst(name.count + 1)) : nil
  }
}
