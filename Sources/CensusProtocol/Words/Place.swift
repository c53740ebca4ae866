/// Where the remote side of a flow is, as one geo database answers: a country, or one of the classes
/// that are never a country. The text forms are those of every table, file and message.
public enum Place: Hashable, Sendable {
  case country(CountryCode)
  /// An address of the local network.
  case lan
  case multicast
  case broadcast
  /// An address set aside by IANA that is neither local nor multicast (documentation, benchmarking…).
  case reserved
  /// A public address for which the database has no country; written `??`.
  case unknown
}

extension Place: CustomStringConvertible {
  public var description: String {
    switch self {
    case .country(let code): code.description
    case .lan: "lan"
    case .multicast: "multicast"
    case .broadcast: "broadcast"
    case .reserved: "reserved"
    case .unknown: "??"
    }
  }

  /// Nil for anything but a country code, `lan`, `multicast`, `broadcast`, `reserved` and `??`.
  public init?(_ text: String) {
    switch text {
    case "lan": self = .lan
    case "multicast": self = .multicast
    case "broadcast": self = .broadcast
    case "reserved": self = .reserved
    case "??": self = .unknown
    default:
      guard let code = CountryCode(text) else { return nil }
      self = .country(code)
    }
  }
}

extension Place: Comparable {
  public static func < (left: Place, right: Place) -> Bool {
    left.description < right.description
  }
}
