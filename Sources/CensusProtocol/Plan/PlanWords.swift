/// What must hold during a phase of a plan; where it does not, the phase is void.
public enum PlanRequirement: String, Hashable, Sendable, CaseIterable {
  /// The unit is on the network, and no other unit is.
  case oneUnit = "one-unit"
  /// No other device speaks with the internet.
  case noOtherClient = "no-other-client"
  /// No packet is lost on the way to the capture.
  case noLoss = "no-loss"
  /// The bench's clock is right and is not set meanwhile.
  case clockSet = "clock-set"
  /// The bench has a way to the internet.
  case uplink

  /// What must hold, in the words that people read.
  public var meaning: String {
    switch self {
    case .oneUnit: "the phone under test, and no other phone, is on the network"
    case .noOtherClient: "no other device speaks with the internet there"
    case .noLoss: "no packet is lost on the way to the capture"
    case .clockSet: "the bench's clock is right and is not set meanwhile"
    case .uplink: "the bench has a way to the internet"
    }
  }

  /// Why a phase is void in which it does not hold.
  public var voidReason: VoidReason {
    switch self {
    case .oneUnit: .unitAbsent
    case .noOtherClient: .otherClient
    case .noLoss: .captureLoss
    case .clockSet: .clockJump
    case .uplink: .noUplink
    }
  }
}

/// What a control phase is for.
public enum ControlRole: String, Hashable, Sendable, CaseIterable {
  /// Shows what the bench itself sends; it is no contact of the unit.
  case background
  /// Must be detected, or a silence of the other phases says nothing.
  case positive

  /// What it is for, in the words that people read.
  public var meaning: String {
    switch self {
    case .background: "shows what the bench itself sends, which is no contact of the phone"
    case .positive: "must be detected, or a silence of the other phases says nothing"
    }
  }
}

/// The claims of the case, as every plan and finding names them.
public enum ClaimIdentifier: String, Hashable, Sendable, CaseIterable {
  case contact = "H1"
  case upload = "H2"
  case dose = "H3"
  case appsRemoved = "H4"
  case cloudOff = "H5"
  case wifiOnly = "H6"
  case replacementROM = "H7"
  case update = "H8"

  /// The claim, in the words that people read.
  public var meaning: String {
    switch self {
    case .contact: "the idle phone contacts the destination"
    case .upload: "it uploads, rather than only fetching"
    case .dose: "what it uploads follows what its user keeps on it"
    case .appsRemoved: "it goes on with the default apps removed"
    case .cloudOff: "it goes on with cloud and sync off"
    case .wifiOnly: "it does so on Wi-Fi only"
    case .replacementROM: "it goes on with a replacement ROM"
    case .update: "an update of the firmware changed it"
    }
  }
}

/// How a claim is decided: fixed in the plan before any data are seen.
public enum PlanStatistic: String, Hashable, Sendable, CaseIterable {
  /// Units with contact in a condition.
  case presence
  /// Bytes up, and their share of all bytes, in a condition.
  case upload
  /// Units with contact in one condition and not in the other.
  case pairedPresence = "paired-presence"
  /// Bytes of the same units in two conditions.
  case pairedSize = "paired-size"
  /// Bytes up against the dose.
  case doseSlope = "dose-slope"

  /// What is computed, in the words that people read.
  public var meaning: String {
    switch self {
    case .presence: "share of units with contact, exact binomial limits (Clopper-Pearson)"
    case .upload: "bytes up a day and their share of all bytes, median and limits over units"
    case .pairedPresence: "units with contact in one condition only, McNemar's exact test"
    case .pairedSize:
      "log ratio of bytes of the same unit, exact sign-flip test, Hodges-Lehmann estimate"
    case .doseSlope: "Theil-Sen slope of bytes up on bytes stored, permutation test"
    }
  }

  /// How many conditions it compares.
  var conditions: Int {
    switch self {
    case .presence, .upload, .doseSlope: 1
    case .pairedPresence, .pairedSize: 2
    }
  }
}

/// When an arm of a plan comes.
public enum ArmPlace: String, Hashable, Sendable, CaseIterable {
  /// Before all others.
  case first
  /// Between first and last, in an order that is balanced between units.
  case balanced
  /// After all others.
  case last
}
