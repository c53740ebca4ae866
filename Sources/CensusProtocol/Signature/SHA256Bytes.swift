import Crypto

/// SHA-256 where a structure of bytes holds the digest, as RFC 9577 does.
enum SHA256Bytes {
  static func of(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
