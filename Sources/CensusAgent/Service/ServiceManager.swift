#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Who started the service and wants to hear how it is: a datagram to the socket that `$NOTIFY_SOCKET`
/// names (sd_notify(3), "Notes"). A name that begins with `@` is in the kernel's abstract space (unix(7)).
public struct ServiceManager: Sendable {
  /// What there is to say.
  public enum Notice: String, Sendable {
    /// It watches, and everything that could fail at the start has not.
    case ready = "READY=1"
    /// It was asked to end, and writes what it has.
    case stopping = "STOPPING=1"
  }

  private let name: String

  /// Nil where nobody asked: `name` is nil or empty.
  public init?(notifySocket name: String?) {
    guard let name, !name.isEmpty else { return nil }
    self.name = name
  }

  /// Says it; what was in the way, in words, where it could not be said. Never waits.
  public func tell(_ notice: Notice) -> String? {
    guard let (system, length) = Self.address(name) else {
      return "NOTIFY_SOCKET is neither a path nor an abstract name of at most 107 bytes"
    }
    var address = system
    let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, type | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { return Self.reason(errno) }
    defer { close(descriptor) }
    let text = Array(notice.rawValue.utf8)
    // Safe: text and address outlive the call, and each is told with its own length.
    let sent = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        unsafe text.withUnsafeBytes { bytes in
          unsafe sendto(
            descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), general,
            socklen_t(length))
        }
      }
    }
    return sent == text.count ? nil : Self.reason(errno)
  }

  /// Where the datagram goes, and the length of that address: an abstract name has no end but this.
  private static func address(_ name: String) -> (sockaddr_un, Int)? {
    var bytes = Array(name.utf8)
    guard let first = bytes.first, bytes.count > 1 else { return nil }
    switch first {
    case UInt8(ascii: "@"): bytes[0] = 0
    case UInt8(ascii: "/"): bytes.append(0)
    default: return nil
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count <= room, !bytes.dropFirst().dropLast().contains(0) else { return nil }
    // Safe: no more bytes than the field has room for.
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return (address, MemoryLayout.size(ofValue: address.sun_family) + bytes.count)
  }

  private static func reason(_ number: Int32) -> String {
    // Safe: strerror gives a text that ends, copied at once.
    unsafe "NOTIFY_SOCKET: \(String(cString: strerror(number)))"
  }
}
