import CensusProtocol

/// Why the issuer or the collector did not do what it was asked. Nothing of the request was stored.
enum HouseRefusal: Error, Equatable {
  /// This server does not take contributions of households.
  case off
  /// Too many requests from this part of the internet.
  case tooMany
  /// What can go wrong with any upload.
  case upload(Refusal)
  /// A body of another size than 4,096 bytes.
  case size(Int)
  case headerMissing(String)
  case headerMalformed(String, expected: String)
  case notCanonical(CanonicalJSONError)
  case violation(ContractViolation)

  // The issuer's.
  case agentSignatureWrong
  case invitationNeeded
  case invitationRefused
  case agentUnknown
  case notIssued(Epoch)
  case tierWrong(ContributorTier)
  case overQuota(Epoch)
  case token(TokenError)

  // The collector's.
  case tokenKeyUnknown
  case tokenWrong
  case tokenOfAnotherEpoch(Epoch)
  case pseudonymSignatureWrong
  case epochRunning(Epoch)
  case epochOver(Epoch)
  case outdated(UInt8)
  case modelSimulated(ModelIdentifier)
  case modelNotCommon(ModelIdentifier, Epoch)

  case store(StoreError)
}
