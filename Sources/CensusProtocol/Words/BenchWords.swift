/// The network that the unit used during a session.
public enum NetworkKind: String, Hashable, Sendable, CaseIterable {
  case wifi, cellular
}

/// The SIM in the unit during a session; `foreign` is one of another country than the bench's.
public enum SIM: String, Hashable, Sendable, CaseIterable {
  case none, local, foreign
}

/// Why a phase does not count. Void phases are published with their reason, never dropped.
public enum VoidReason: String, Hashable, Sendable, CaseIterable {
  /// Packets were lost or the capture is damaged, so silence proves nothing.
  case captureLoss = "capture-loss"
  /// No packet of the unit was seen in the phase: it was not there, so its silence says nothing.
  case unitAbsent = "unit-absent"
  /// Another device than the unit talked to the internet on the bench's network.
  case otherClient = "other-client"
  /// The bench's network had no way to the internet: what the unit tried could not succeed.
  case noUplink = "no-uplink"
  /// The bench's clock was set during the phase, so hours and durations are not what they say.
  case clockJump = "clock-jump"
  /// The person at the bench ended or spoilt the phase.
  case interrupted

  /// What the reason is, in the words that people read.
  public var meaning: String {
    switch self {
    case .captureLoss: "the capture lost packets or is damaged"
    case .unitAbsent: "the unit was not seen on the network"
    case .otherClient: "another device used the bench's network"
    case .noUplink: "the bench's network had no way to the internet"
    case .clockJump: "the bench's clock was set during the phase"
    case .interrupted: "the phase was interrupted at the bench"
    }
  }
}
