import CensusCapture

/// What a DHCP server has noted of an address that it gave away.
struct Lease: Equatable {
  let address: IPAddress
  /// The holder's station; nil where the server knows it by another identity (DHCPv6). An identity that
  /// was once made of a station's address is not taken for one: it may be that of another interface.
  let station: MACAddress?
  /// By what the server knows the holder.
  let holder: String
  /// Microseconds since 1970; `Int64.max` is never.
  let ends: Int64
  /// The host name that the holder gave, or that the server gives it; nil where there is none.
  var hostName: String? = nil

  /// The time of `seconds` since 1970.
  static func time(seconds: Int64) -> Int64 {
    let (time, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? (seconds < 0 ? .min : .max) : time
  }

  /// A host name as a file has it, without what stands for none.
  static func name(_ text: Substring?) -> String? {
    guard let text, !["", "*", "-"].contains(text) else { return nil }
    return String(text.prefix(longestName))
  }

  /// RFC 1035 section 2.3.4.
  private static let longestName = 255

  /// The longest identity that is kept (RFC 8415 section 11: a DUID has at most 130 octets).
  static let longestHolder = 300
}
