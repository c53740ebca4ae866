import Crypto
import CryptoExtras

/// An issuer's public key: RSA with 2048 bits and the exponent 65537, for RSABSSA-SHA384-PSS with
/// deterministic preparation (RFC 9474, section 5), which is the variant of token type 0x0002.
///
/// Its one encoding is the SubjectPublicKeyInfo that RFC 9578, section 6.5 asks for: the algorithm
/// id-RSASSA-PSS with its parameters written out (RFC 4055), 342 bytes. The library writes
/// rsaEncryption instead, which has another digest, so the bytes are put together here.
public struct IssuerPublicKey: Hashable, Sendable {
  /// The 2048 bits of the modulus, big-endian; the first bit is set.
  let modulus: [UInt8]

  /// The length of the encoding, in bytes.
  public static let bytes = 342

  /// Nil unless `modulus` has 2048 bits and is odd.
  init?(modulus: [UInt8]) {
    guard modulus.count == 256, modulus[0] >= 0x80, modulus[255] & 1 == 1 else { return nil }
    self.modulus = modulus
  }

  /// Nil for anything but the 342 bytes that `encoded` would write.
  public init?(encoded bytes: [UInt8]) {
    guard bytes.count == Self.bytes, bytes.starts(with: Self.head),
      bytes.suffix(Self.tail.count).elementsEqual(Self.tail)
    else { return nil }
    self.init(modulus: Array(bytes.dropFirst(Self.head.count).dropLast(Self.tail.count)))
  }

  /// Nil unless `text` is the base64 of an encoding.
  public init?(_ text: String) {
    guard let bytes = Base64.decode(text) else { return nil }
    self.init(encoded: bytes)
  }

  /// The SubjectPublicKeyInfo in DER.
  public var encoded: [UInt8] { Self.head + modulus + Self.tail }

  /// RFC 9578's `token_key_id`: SHA-256 of the encoding.
  public var identifier: [UInt8] { SHA256Bytes.of(encoded) }

  /// SHA-256 of the encoding, as other digests are written.
  public var fingerprint: Digest { Digest(of: encoded) }

  /// RFC 4055, section 3.1: SHA-384, MGF1 with SHA-384, a salt of 48 bytes; and before the modulus
  /// the lengths around it and a zero byte that keeps the number positive.
  private static let head: [UInt8] =
    [0x30, 0x82, 0x01, 0x52, 0x30, 0x3d]
    + [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a]  // id-RSASSA-PSS
    + [0x30, 0x30, 0xa0, 0x0d] + sha384
    + [0xa1, 0x1a, 0x30, 0x18]
    + [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08]  // id-mgf1
    + sha384
    + [0xa2, 0x03, 0x02, 0x01, 0x30]
    + [0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00]
  private static let sha384: [UInt8] =
    [0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]
  private static let tail: [UInt8] = [0x02, 0x03, 0x01, 0x00, 0x01]

  var key: _RSA.BlindSigning.PublicKey<SHA384>? {
    try? _RSA.BlindSigning.PublicKey(
      n: modulus, e: [0x01, 0x00, 0x01] as [UInt8], parameters: .RSABSSA_SHA384_PSS_Deterministic)
  }
}

extension IssuerPublicKey: CustomStringConvertible {
  /// The base64 of the encoding.
  public var description: String { Base64.encode(encoded) }
}
