/// The contract between agents, server and readers, in Swift; `protocol/SPEC.md` is the same contract
/// for people and other languages.
///
/// In: bytes that somebody sent, or values that an agent measured.
/// Out: values that are valid by construction, or their one canonical encoding and its signature.
///
/// `Words` holds the field's terms, `Catalogue` the list of models, `Codec` the canonical JSON,
/// `Bundle` a bench session's contribution, `Signature` who vouches for it, `House` a household's
/// contribution, `Tokens` the right to send one without saying who one is, `Release` what is published
/// of them and the log that it stands in. Nothing here reads a file, a socket or a clock, and no type
/// here can hold an IP or MAC address.
public enum CensusProtocol {
  /// The version of the programs and of the agent that a bundle names.
  public static let version = "0.1.0"
}
