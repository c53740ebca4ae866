/// A household's upload as it travels: the body, and what gives it the right to be counted once.
public struct SignedHouseUpload: Hashable, Sendable {
  /// Exactly 4,096 bytes.
  public let body: [UInt8]
  public let token: Token
  /// A higher one replaces what the pseudonym sent before.
  public let sequence: UInt8
  public let signature: Signature

  public init(body: [UInt8], token: Token, sequence: UInt8, signature: Signature) {
    self.body = body
    self.token = token
    self.sequence = sequence
    self.signature = signature
  }

  /// Signs `upload` with the private half of the token's pseudonym.
  public init(
    _ upload: HouseUpload, token: Token, sequence: UInt8, key: SigningKey
  ) throws {
    let body = upload.encoded
    self.init(
      body: body, token: token, sequence: sequence,
      signature: try key.sign(Self.message(body: body, sequence: sequence)))
  }

  /// Whether the pseudonym signed this body under this sequence.
  public var isSignedByPseudonym: Bool {
    token.pseudonym.accepts(signature, for: Self.message(body: body, sequence: sequence))
  }

  /// What is signed: the sequence as one byte, then exactly the body, so that nobody who sees an
  /// upload can send an older one again under a higher sequence.
  private static func message(body: [UInt8], sequence: UInt8) -> [UInt8] { [sequence] + body }
}
