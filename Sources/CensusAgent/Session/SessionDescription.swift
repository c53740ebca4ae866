import CensusProtocol

/// What the person at the bench says of a session: who, which unit, which phases, which captures.
/// `agent/SESSION.md` documents the file.
public struct SessionDescription: Sendable, Equatable {
  public let organisation: OrganisationIdentifier
  public let session: SessionIdentifier
  public let site: Site
  public let plan: PlanReference
  public let network: NetworkKind
  /// Prefixes that are local to the bench besides those that are local everywhere.
  public let localPrefixes: [String]
  public let unit: Unit
  /// The unit's link-layer address on the bench. It picks the unit's traffic out of a capture and
  /// never leaves.
  public let unitAddress: String
  public let phases: [PhaseDescription]
}

/// A phase as the person at the bench describes it.
public struct PhaseDescription: Sendable, Equatable {
  public let condition: Condition
  public let step: PhaseStep
  /// At a whole minute.
  public let started: UTCTime
  /// At a whole minute.
  public let ended: UTCTime
  /// Paths, as the program can open them.
  public let captures: [String]
  /// Set where the person at the bench knows that the phase does not count.
  public let void: VoidReason?
  /// The unit's address in this phase, where a reset gave it another one than the session's.
  public let unitAddress: String?
}
