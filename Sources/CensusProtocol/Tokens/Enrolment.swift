/// An agent's request to be known to the issuer: once, before its first tokens.
public struct Enrolment: Hashable, IssuerDocument {
  public static let format = "flowcensus-enrolment/1"
  public static let maximumBytes = 1024

  public let agent: VerifyingKey
  /// Nil where the issuer takes everybody.
  public let invitation: InvitationCode?

  public init(agent: VerifyingKey, invitation: InvitationCode?) {
    self.agent = agent
    self.invitation = invitation
  }

  public var fields: [String: JSONValue] {
    invitation.map { ["invitation": .string($0.description)] } ?? [:]
  }

  public init(
    agent: VerifyingKey, reading fields: inout ObjectReader
  ) throws(ContractViolation) {
    self.agent = agent
    invitation =
      fields.has("invitation")
      ? try fields.parsed("invitation", expected: "a code like 7KQ2M-HX4TB-9WPRC-E3FNA") {
        InvitationCode($0)
      } : nil
  }
}
