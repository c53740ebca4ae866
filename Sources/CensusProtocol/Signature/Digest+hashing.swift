import Crypto

extension Identifier where Rule == DigestRule {
  /// SHA-256 (FIPS 180-4) of `bytes`.
  public init(of bytes: [UInt8]) {
    var hasher = ContentHasher()
    hasher.update(bytes)
    self = hasher.digest
  }
}

/// SHA-256 over content that arrives in pieces.
public struct ContentHasher: Sendable {
  private var hash = SHA256()

  public init() {}

  /// Adds the next piece.
  public mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

  /// The digest of all pieces so far.
  public var digest: Digest { Digest(sha256: hash.finalize()) }
}

extension Identifier where Rule == DigestRule {
  fileprivate init(sha256: SHA256Digest) { self.init(trusted: hexadecimal(sha256)) }
}
