/// What a token is good for: one issuer, one collector, one epoch (RFC 9577, section 2.1).
public struct TokenChallenge: Hashable, Sendable {
  /// RFC 9578, section 6: Blind RSA with a modulus of 2048 bits.
  static let tokenType: UInt16 = 0x0002

  /// The issuer's name, 1 to 255 printable ASCII characters.
  public let issuer: String
  /// The collector's name; the two may be one operator's.
  public let origin: String
  /// Empty, or 32 bytes.
  let redemptionContext: [UInt8]

  /// The challenge that every contributor of an epoch answers: the epoch's digest is its context, so a
  /// token is good for no other. Nil where a name is not one.
  public init?(issuer: String, origin: String, epoch: Epoch) {
    let text = "flowcensus epoch \(epoch)"
    self.init(issuer: issuer, origin: origin, redemptionContext: SHA256Bytes.of(Array(text.utf8)))
  }

  /// The challenge of a server whose log is signed with `log`: issuer and collector are named by that
  /// key's fingerprint, which agents have pinned, so a server cannot be another to some of them.
  public init(log: VerifyingKey, epoch: Epoch) {
    let name = log.fingerprint.description
    guard let challenge = TokenChallenge(issuer: name, origin: name, epoch: epoch) else {
      preconditionFailure("a digest is a name")
    }
    self = challenge
  }

  init?(issuer: String, origin: String, redemptionContext: [UInt8]) {
    guard Self.isName(issuer), Self.isName(origin), [0, 32].contains(redemptionContext.count) else {
      return nil
    }
    self.issuer = issuer
    self.origin = origin
    self.redemptionContext = redemptionContext
  }

  /// Whether `text` can name an issuer or an origin: 1 to 255 printable ASCII characters, no space.
  public static func isName(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
  }

  /// The bytes of RFC 9577's structure `TokenChallenge`.
  public var encoded: [UInt8] {
    Self.bigEndian(Self.tokenType) + Self.bigEndian(UInt16(issuer.utf8.count)) + Array(issuer.utf8)
      + [UInt8(redemptionContext.count)] + redemptionContext
      + Self.bigEndian(UInt16(origin.utf8.count)) + Array(origin.utf8)
  }

  /// SHA-256 of the encoding: what a token holds of its challenge.
  var digest: [UInt8] { SHA256Bytes.of(encoded) }

  static func bigEndian(_ number: UInt16) -> [UInt8] {
    [UInt8(number >> 8), UInt8(number & 0xff)]
  }
}
