import CensusProtocol

/// A claim of the closed list: what a finding decides. The numbers are those of the test protocol.
public enum Claim: String, Hashable, Sendable, CaseIterable {
  /// The idle unit contacts the place.
  case contact = "H1"
  /// It uploads there, rather than fetches.
  case upload = "H2"
  /// What it uploads follows what its user keeps on it.
  case dose = "H3"
  /// It goes on with the default apps removed.
  case appsRemoved = "H4"
  /// It goes on with the cloud off.
  case cloudOff = "H5"
  /// An update ended it.
  case update = "H8"

  /// The list in its order, for help texts and errors.
  public static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The condition in which each unit is compared with itself; nil where none is.
  public var changedCondition: Condition? {
    switch self {
    case .appsRemoved: .appsRemoved
    case .cloudOff: .cloudOff
    case .contact, .upload, .dose, .update: nil
    }
  }
}

/// The rules by which claims are decided, fixed before any data: the same for every finding.
public struct DecisionRules: Hashable, Sendable {
  public static let standard = DecisionRules()

  /// The level of the one-sided tests in each direction, after Holm over the claims of a plan.
  public let level = 0.05
  /// A unit's silence counts where a contact every so many hours would have shown (95 %): three times
  /// the hours.
  public let spacing = 24.0
  /// A fetch sends at most this share of its bytes: more is an upload.
  public let fetchShare = 0.5
  /// For each byte kept at least this part of a byte is sent, if the volume follows the content.
  public let sentPart = 0.1
  /// It goes on where at least this part of the bytes goes on.
  public let remainingPart = 0.1
  /// Fewer independent organisations decide nothing.
  public let leastOrganisations = 2
  /// Minutes that an empty access point must have been watched.
  public let emptyMinutes: Int64 = 60

  /// The hours of silence that exclude a contact every `spacing` hours: −ln(1 − 0.95) times these
  /// (`DesignBounds.hours`).
  var silentHours: Double {
    (try? DesignBounds.hours(spacing: spacing, probability: CensusStatistics.confidence))
      ?? 3 * spacing
  }
}
