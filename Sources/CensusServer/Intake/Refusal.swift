import CensusProtocol

/// Why an upload was not taken in. Nothing of it was stored.
enum Refusal: Error, Equatable {
  /// The body is not declared as JSON; what it was declared as.
  case mediaType(String?)
  /// More bytes than a bundle may have.
  case tooLarge
  /// Too many bytes of other uploads are being read at this moment.
  case busy
  /// The body did not arrive in time.
  case tooSlow
  /// The body broke off.
  case incomplete
  case signatureMissing
  case signatureMalformed
  case notCanonical(CanonicalJSONError)
  case violation(ContractViolation)
  case organisationUnknown(OrganisationIdentifier)
  case keyUnknown(Digest, OrganisationIdentifier)
  case signatureWrong(OrganisationIdentifier)
  case modelUnknown(ModelIdentifier)
  /// The entry stands for a brand or a class.
  case modelNotNamed(ModelIdentifier, Model.Level)
  case modelSimulated(ModelIdentifier)
  /// The session was stored before, with other bytes.
  case sessionConflict(SessionIdentifier, stored: Digest)
  case store(StoreError)
}
