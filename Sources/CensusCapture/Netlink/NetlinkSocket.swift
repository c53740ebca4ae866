#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A socket to the kernel's own tables, closed with the value.
package struct NetlinkSocket: ~Copyable {
  /// Which tables.
  package enum Family: Int32 {
    /// Addresses, neighbours and routes.
    case route = 0
    /// Netfilter, with connection tracking.
    case netfilter = 12
  }

  /// What came of waiting for a datagram.
  package enum Arrival {
    /// A datagram of so many bytes.
    case datagram(length: Int)
    /// None is waiting.
    case nothing
    /// The kernel had more to say than the buffer could take: something was lost.
    case overrun
    /// The socket is of no more use; the system's error number.
    case failed(Int32)
  }

  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: bufferLength)
  private var sequence: UInt32 = 0

  /// The longest datagram that the kernel sends in a dump is 32 KiB.
  private static let bufferLength = 64 << 10
  private static let addressFamily: UInt16 = 16

  /// Opens the socket and joins the multicast groups (numbered from 1, at most 32). `room` is for
  /// messages that wait, in bytes. `what` is looked at, for messages.
  package init(
    _ family: Family, groups: [Int] = [], room: Int32 = 1 << 20, what: String
  ) throws(VantageError) {
    descriptor = socket(
      Int32(Self.addressFamily), Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
      family.rawValue)
    guard descriptor >= 0 else {
      throw .cannotOpen(what: what, reason: systemErrorText(errno))
    }
    var room = room
    // Safe: `room` outlives the calls. The first needs a privilege that may be missing; then the second
    // gives what the system allows.
    if unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &room, 4) != 0 {
      _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, 4)
    }
    let membership = groups.reduce(UInt32(0)) { $0 | 1 << UInt32($1 - 1) }
    // `sockaddr_nl`: family, padding, port (0: the kernel chooses) and groups.
    var address =
      NetlinkMessage.native16(Self.addressFamily) + [0, 0] + NetlinkMessage.native32(0)
      + NetlinkMessage.native32(membership)
    let length = socklen_t(address.count)
    // Safe: the bytes are a whole address of this family, and live for the call.
    let status = unsafe address.withUnsafeMutableBytes { bytes in
      unsafe bytes.withMemoryRebound(to: sockaddr.self) { address in
        unsafe bind(descriptor, address.baseAddress, length)
      }
    }
    guard status == 0 else {
      let number = errno
      close(descriptor)
      throw number == EPERM
        ? .notPermitted(what: what) : .cannotOpen(what: what, reason: systemErrorText(number))
    }
  }

  deinit { close(descriptor) }

  /// Asks for a whole table; `body` follows the message's header. False where the system refuses.
  package mutating func askForDump(_ type: UInt16, body: [UInt8]) -> Bool {
    sequence &+= 1
    let request = NetlinkMessage.request(
      type, flags: NetlinkMessage.Flag.request | NetlinkMessage.Flag.dump, sequence: sequence,
      body: body)
    // Safe: the bytes live for the call, which only reads them.
    return unsafe request.withUnsafeBytes { bytes in
      unsafe send(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count
    }
  }

  /// Waits at most so many milliseconds for a datagram; `withDatagram` then gives its bytes.
  package mutating func receive(waiting milliseconds: Int32) -> Arrival {
    if milliseconds != 0 {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Safe: `request` outlives the call.
      guard unsafe poll(&request, 1, milliseconds) > 0 else { return .nothing }
    }
    let descriptor = descriptor
    // Safe: the buffer is valid for its own count.
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe recv(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
    }
    guard count < 0 else { return .datagram(length: count) }
    switch errno {
    case EAGAIN, EWOULDBLOCK, EINTR: return .nothing
    case ENOBUFS: return .overrun
    case let number: return .failed(number)
    }
  }

  /// Gives `body` the bytes of the datagram that was received last.
  package func withDatagram(length: Int, _ body: (RawSpan) -> Void) {
    // Safe: `bytes` is marked unsafe for element types with padding; UInt8 has none.
    body(unsafe buffer.span.bytes.extracting(0..<min(length, buffer.count)))
  }
}
