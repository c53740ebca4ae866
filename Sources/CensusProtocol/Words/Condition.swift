/// The condition of a phase on a bench: a closed list, fixed so that sessions of different benches
/// can be compared.
public enum Condition: String, Hashable, Sendable, CaseIterable {
  /// Empty access point: no unit on the network; shows what the bench itself sends.
  case emptyAccessPoint = "Z"
  /// Out of the box, everything declined.
  case outOfTheBox = "A"
  /// Default apps removed.
  case appsRemoved = "B"
  /// Cloud and synchronisation off.
  case cloudOff = "C"
  /// Default apps removed, cloud and synchronisation off.
  case appsRemovedCloudOff = "BC"
  /// Cloud on and logged in: the positive control, which must be detected.
  case cloudOn = "D"
  /// Scripted use.
  case scriptedUse = "S"
  /// Replacement ROM.
  case replacementROM = "R"

  /// What the condition is, in the words that people read.
  public var meaning: String {
    switch self {
    case .emptyAccessPoint: "empty access point"
    case .outOfTheBox: "out of the box, everything declined"
    case .appsRemoved: "default apps removed"
    case .cloudOff: "cloud and sync off"
    case .appsRemovedCloudOff: "default apps removed, cloud and sync off"
    case .cloudOn: "cloud on and logged in"
    case .scriptedUse: "scripted use"
    case .replacementROM: "replacement ROM"
    }
  }

  /// The list in its order, for help texts and errors: `Z, A, B, C, BC, D, S, R`.
  public static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
