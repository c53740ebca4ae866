/// How long the issuer has known a contributor: public by the key that signed the token, and nothing
/// else about the contributor is. Each tier splits the crowd among which one hides, so there are three.
public enum ContributorTier: String, Hashable, Sendable, CaseIterable {
  /// Enrolled less than four epochs ago.
  case new
  case established
  /// Admitted by the operator as an organisation's agent.
  case organisation

  /// After so many epochs a new contributor is an established one.
  public static let epochsToEstablish: Int64 = 4

  /// The tier in `epoch` of a contributor who enrolled in `enrolled`; `organisation` is granted, never
  /// reached by waiting.
  public init(enrolled: Epoch, in epoch: Epoch) {
    self = epoch.number - enrolled.number < Self.epochsToEstablish ? .new : .established
  }
}
