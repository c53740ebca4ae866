import Foundation

/// Sends UDP datagrams from a socket of its own on loopback.
public final class DatagramSender {
  private let descriptor: Int32
  private let port: UInt16
  private let isIPv6: Bool

  /// To `port` of 127.0.0.1, or of ::1.
  public init(port: UInt16, isIPv6: Bool = false) {
    descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    self.port = port
    self.isIPv6 = isIPv6
  }

  deinit { close(descriptor) }

  /// Whether the datagram was taken by the system.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool {
    if isIPv6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      address.sin6_addr = in6addr_loopback
      return send(bytes, to: address)
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return send(bytes, to: address)
  }

  private func send<Address>(_ bytes: [UInt8], to address: Address) -> Bool {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { system in
        sendto(
          descriptor, bytes, bytes.count, 0, system, socklen_t(MemoryLayout<Address>.size))
      }
    } == bytes.count
  }
}
