import Crypto
import NIOCore

/// From what part of the internet a request comes: the first 24 bits of an IPv4 address, the first 48 of an
/// IPv6 address. It exists for rate limiting alone, lives no longer than the request, and cannot be
/// printed; the address itself goes no further than this initialiser.
struct NetworkPrefix: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let bytes: [UInt8]

  /// Nil for a connection without an address, such as one over a Unix socket.
  init?(_ address: SocketAddress?) {
    guard let text = address?.ipAddress else { return nil }
    self.init(text: text)
  }

  init?(text: String) {
    let text = text.prefix { $0 != "%" }
    if text.contains(".") {
      // IPv4, or IPv4 within IPv6 (RFC 4291, section 2.5.5.2).
      let octets = text.split(separator: ":").last?.split(separator: ".").compactMap { UInt8($0) }
      guard let octets, octets.count == 4 else { return nil }
      bytes = Array(octets.prefix(3))
    } else {
      guard let groups = Self.firstGroups(of: text) else { return nil }
      bytes = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    }
  }

  /// The first three groups of an IPv6 address in the form of RFC 5952.
  private static func firstGroups(of text: Substring) -> [UInt16]? {
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    let head = (halves.first ?? "").split(separator: ":").map { UInt16($0, radix: 16) }
    let tail =
      halves.count == 2 ? halves[1].split(separator: ":").map { UInt16($0, radix: 16) } : []
    let zeros = [UInt16?](repeating: 0, count: max(0, 8 - head.count - tail.count))
    let groups = (halves.count == 2 ? head + zeros + tail : head).compactMap { $0 }
    return groups.count == 8 ? Array(groups.prefix(3)) : nil
  }

  /// Nothing of it.
  var description: String { "a network" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: []) }

  /// What the limiter knows the prefix by: a keyed hash that says nothing without the key.
  func tag(_ key: SymmetricKey) -> UInt64 {
    HMAC<SHA256>.authenticationCode(for: bytes, using: key)
      .prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
