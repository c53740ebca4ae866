#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An address and a port to listen at: `0.0.0.0:2055`, `[::]:2055`, `192.168.1.1:6343`.
public struct SocketAddress: Hashable, Sendable {
  let ip: IPAddress
  /// The UDP port.
  public let port: UInt16

  /// Nil unless `text` is an IPv4 address, or an IPv6 one in brackets, a colon, and a port.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    let host = text[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    let family = isBracketed ? AF_INET6 : AF_INET
    var bytes = [UInt8](repeating: 0, count: isBracketed ? 16 : 4)
    let plain = String(isBracketed ? host.dropFirst().dropLast() : host)
    // Safe: the buffer is as long as this family's address.
    let isAddress = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe inet_pton(family, plain, buffer.baseAddress) == 1
    }
    guard isAddress, let ip = IPAddress(bytes: bytes) else { return nil }
    self.ip = ip
    self.port = port
  }

  private init(_ ip: IPAddress, _ port: UInt16) {
    self.ip = ip
    self.port = port
  }

  /// The same address with another port.
  func with(port: UInt16) -> SocketAddress { SocketAddress(ip, port) }

  // The system's form, of both families: family and port in two bytes each; then the address (IPv4), or
  // four bytes of flow label and the address (IPv6), and the scope.

  /// Nil where the system's address is of another family. An IPv4 sender at an IPv6 socket is IPv4.
  init?(_ storage: sockaddr_storage) {
    // Safe: any byte of it may be read.
    let bytes = unsafe withUnsafeBytes(of: storage) { bytes in unsafe [UInt8](bytes) }
    let isIPv4 = Int32(storage.ss_family) == AF_INET
    guard isIPv4 || Int32(storage.ss_family) == AF_INET6,
      let ip = IPAddress(bytes: Array(bytes[isIPv4 ? 4..<8 : 8..<24]))
    else { return nil }
    self.ip = ip.withoutMappedPrefix
    port = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
  }

  /// Gives `body` the address as the system wants it.
  func withSystemAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var storage = sockaddr_storage()
    storage.ss_family = sa_family_t(ip.version == .v4 ? AF_INET : AF_INET6)
    let address = ip.bytes
    let offset = ip.version == .v4 ? 4 : 8
    let length =
      ip.version == .v4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
    // Safe: the storage is large enough for every address, and is read as one of the family it names.
    return unsafe withUnsafeMutableBytes(of: &storage) { bytes in
      unsafe bytes[2] = UInt8(port >> 8)
      unsafe bytes[3] = UInt8(port & 0xff)
      for (position, byte) in address.enumerated() { unsafe bytes[offset + position] = byte }
      let system = unsafe bytes.assumingMemoryBound(to: sockaddr.self)
      guard let base = system.baseAddress else {
        preconditionFailure("the storage of an address is never empty")
      }
      return unsafe body(base, socklen_t(length))
    }
  }
}

extension SocketAddress: CustomStringConvertible {
  /// As it is read.
  public var description: String {
    let bytes = ip.bytes
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    // Safe: the buffers are as long as they are told to be.
    unsafe bytes.withUnsafeBytes { buffer in
      _ = unsafe inet_ntop(
        ip.version == .v4 ? AF_INET : AF_INET6, buffer.baseAddress, &text, socklen_t(text.count))
    }
    let host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return ip.version == .v4 ? "\(host):\(port)" : "[\(host)]:\(port)"
  }
}

extension IPAddress {
  /// Four or sixteen bytes, the first octet first; nil where there are as many of neither.
  fileprivate init?(bytes: [UInt8]) {
    func number(_ range: Range<Int>) -> UInt64 {
      bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
    }
    switch bytes.count {
    case 4: self.init(v4: UInt32(number(0..<4)))
    case 16: self.init(v6: number(0..<8), number(8..<16))
    default: return nil
    }
  }

  /// The address's own bytes, the first octet first.
  fileprivate var bytes: [UInt8] {
    let all = [high, low].flatMap { half in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt64($0)) }
    }
    return version == .v4 ? Array(all.suffix(4)) : all
  }

  /// The IPv4 address inside ::ffff:0:0/96 (RFC 4291, section 2.5.5.2); else the address itself.
  fileprivate var withoutMappedPrefix: IPAddress {
    guard version == .v6, high == 0, low >> 32 == 0xffff else { return self }
    return IPAddress(v4: UInt32(truncatingIfNeeded: low))
  }
}
