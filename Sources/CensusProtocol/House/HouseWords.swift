/// Bytes as a bucket of powers of two, so coarse that no transfer is recognised by its size.
public struct ByteBucket: Hashable, Comparable, Sendable {
  /// 0 for no byte at all; else `n` for 2^(n−1) to 2^n − 1 bytes, and 40 for 2^39 bytes and more.
  public let exponent: Int

  /// The buckets that there are.
  public static let exponents = 0...40

  /// Nil outside 0 to 40.
  public init?(exponent: Int) {
    guard Self.exponents.contains(exponent) else { return nil }
    self.exponent = exponent
  }

  /// The bucket that holds `bytes`.
  public init(bytes: UInt64) {
    exponent = min(UInt64.bitWidth - bytes.leadingZeroBitCount, Self.exponents.upperBound)
  }

  /// The fewest bytes that fall into the bucket.
  public var lowerBound: UInt64 { exponent == 0 ? 0 : 1 << UInt64(exponent - 1) }

  public static func < (left: ByteBucket, right: ByteBucket) -> Bool {
    left.exponent < right.exponent
  }
}

/// In how many hours of the epoch the device and the place exchanged at least one packet.
public enum ActiveHours: String, Hashable, Sendable, CaseIterable {
  case one = "1"
  case few = "2-5"
  case some = "6-23"
  case days = "24-71"
  case most = "72+"

  /// The bucket of a count of hours; nil for none at all, since such a row is left out.
  public init?(hours: Int) {
    switch hours {
    case ...0: return nil
    case 1: self = .one
    case 2...5: self = .few
    case 6...23: self = .some
    case 24...71: self = .days
    default: self = .most
    }
  }
}

/// How much of the epoch's traffic the agent could not see or read.
public enum LossClass: String, Hashable, Sendable, CaseIterable {
  /// Nothing is known to be lost.
  case none
  /// Less than one packet in a hundred, and the agent ran for at least 99 hours in a hundred.
  case low
  /// More than that.
  case high
  /// The records were sampled, so small flows are missing by design.
  case sampled
  /// The vantage does not count what it loses.
  case unknown
}

/// The agent's version without its patch level, written `0.1`.
public struct AgentVersion: Hashable, Sendable, CustomStringConvertible {
  public let major: UInt8
  public let minor: UInt8

  public init(major: UInt8, minor: UInt8) {
    self.major = major
    self.minor = minor
  }

  /// Nil for anything but two numbers from 0 to 255 with a full stop between them.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let major = UInt8(parts[0]), let minor = UInt8(parts[1]) else {
      return nil
    }
    self.init(major: major, minor: minor)
    guard description == text else { return nil }
  }

  public var description: String { "\(major).\(minor)" }

  /// The version of this program (`CensusProtocol.version`).
  public static let current: AgentVersion = {
    let text = CensusProtocol.version.split(separator: ".").prefix(2).joined(separator: ".")
    guard let version = AgentVersion(text) else {
      preconditionFailure("\(CensusProtocol.version) is not a version")
    }
    return version
  }()
}

/// The geo database of a house contribution: who publishes it, and the month of the edition. A day
/// would tell apart the few who update on it.
public struct GeoEdition: Hashable, Sendable {
  public let source: GeoSource
  public let month: CalendarMonth

  public init(source: GeoSource, month: CalendarMonth) {
    self.source = source
    self.month = month
  }
}

/// Who publishes a geo database.
public enum GeoSource: String, Hashable, Sendable, CaseIterable {
  /// The IPFire location database, as Debian's tor-geoipdb has it.
  case ipfire
  case maxmind
  case dbip
  case ipinfo
  case other
}

/// A month of the years 1970 to 9999, written `2026-06`.
public struct CalendarMonth: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// Nil for anything but `YYYY-MM`.
  public init?(_ text: String) {
    guard CalendarDay("\(text)-01") != nil else { return nil }
    description = text
  }

  /// The month that holds `day`.
  public init(containing day: CalendarDay) { description = String(day.description.prefix(7)) }
}
