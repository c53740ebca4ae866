/// An entry of a log with the signature over exactly its bytes.
///
/// As text it is one line: the base64 of the signature, a space, the entry. Canonical JSON has no line
/// ends, so a log is a file of such lines, and a release with all that vouches for it can be copied,
/// sent and kept like any text.
public struct SignedEntry: Hashable, Sendable {
  public let entry: LogEntry
  /// The entry's encoding.
  public let bytes: [UInt8]
  public let signature: Signature

  /// Signs `entry`, whose key is the public half of `key`.
  public init(signing entry: LogEntry, with key: SigningKey) throws {
    self.entry = entry
    bytes = entry.encoded
    signature = try key.sign(bytes)
  }

  /// The entry that `bytes` encode, with a signature that has not been checked.
  public init(bytes: [UInt8], signature: Signature) throws(LogEntryError) {
    entry = try LogEntry(decoding: bytes)
    self.bytes = bytes
    self.signature = signature
  }

  /// SHA-256 of the entry's bytes: what the next entry names as the one before it.
  public var digest: Digest { Digest(of: bytes) }

  /// Whether the key that the entry names has signed it.
  public var isSigned: Bool { entry.key.accepts(signature, for: bytes) }

  /// The line, with its end.
  public var line: [UInt8] {
    Array(signature.description.utf8) + [UInt8(ascii: " ")] + bytes + [UInt8(ascii: "\n")]
  }

  /// The entry in a line without its end.
  public init(line: some Collection<UInt8>) throws(LogEntryError) {
    // The base64 of 64 bytes has 88 letters.
    let text = String(decoding: line.prefix(88), as: UTF8.self)
    let rest = line.dropFirst(88)
    guard let signature = Signature(text), rest.first == UInt8(ascii: " ") else {
      throw .violation(
        ContractViolation(
          path: "", problem: "a line of a log is a signature in base64, a space, and an entry"))
    }
    try self.init(bytes: Array(rest.dropFirst()), signature: signature)
  }
}
