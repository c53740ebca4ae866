#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A UDP socket of the system's that datagrams come to: with the time of their arrival, and with the
/// kernel's count of those that it had to drop. Closed with the value.
struct DatagramSocket: ~Copyable {
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: Self.longestDatagram)
  private var control = [UInt8](repeating: 0, count: 256)
  /// The datagrams that the kernel says it has dropped so far; the count of 32 bits made longer.
  private(set) var dropped: UInt64 = 0
  /// Where it listens.
  let address: SocketAddress

  private static let longestDatagram = 65_536

  /// Binds a socket to `address`. Port 0 is one that the system chooses; `self.address` says which.
  init(_ address: SocketAddress, bufferLength: Int) throws(VantageError) {
    let family = address.ip.version == .v4 ? AF_INET : AF_INET6
    let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    descriptor = socket(family, type | Int32(SOCK_NONBLOCK.rawValue), 0)
    self.address = address
    guard descriptor >= 0 else { throw Self.failure("a UDP socket", errno) }
    Self.set(descriptor, SO_RXQ_OVFL, 1)
    Self.set(descriptor, SO_TIMESTAMPNS, 1)
    // Root may go beyond the system's largest; anybody else gets as much as there is.
    let length = Int32(clamping: bufferLength)
    if !Self.set(descriptor, SO_RCVBUFFORCE, length) { Self.set(descriptor, SO_RCVBUF, length) }
    if family == AF_INET6 {
      // The address [::] takes IPv4 too.
      var off: Int32 = 0
      // Safe: `off` outlives the call, and its size is told.
      _ = unsafe setsockopt(
        descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, socklen_t(MemoryLayout<Int32>.size))
    }
    let number = unsafe address.withSystemAddress { system, length in
      // Safe: the address is valid for its own length, for the call.
      unsafe bind(descriptor, system, length) == 0 ? 0 : errno
    }
    guard number == 0 else {
      close(descriptor)
      throw Self.failure("the UDP address \(address)", number)
    }
  }

  deinit { close(descriptor) }

  @discardableResult
  private static func set(_ descriptor: Int32, _ option: Int32, _ value: Int32) -> Bool {
    var value = value
    // Safe: `value` outlives the call, and its size is told.
    return unsafe setsockopt(
      descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
  }

  private static func failure(_ what: String, _ number: Int32) -> VantageError {
    number == EACCES || number == EPERM
      ? .notPermitted(what: what) : .cannotOpen(what: what, reason: systemErrorText(number))
  }

  /// The port that the socket has.
  var port: UInt16 {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    // Safe: `storage` is large enough for every address, and its size is told.
    let isKnown = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
      guard let base = bytes.baseAddress else { return false }
      return unsafe getsockname(
        descriptor, base.assumingMemoryBound(to: sockaddr.self), &length) == 0
    }
    return isKnown ? SocketAddress(storage)?.port ?? address.port : address.port
  }

  /// Waits at most so long for a datagram. False where none came, or a signal interrupted.
  func wait(milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Safe: one entry, which outlives the call.
    return unsafe poll(&entry, 1, milliseconds) > 0
  }

  /// What is told of a datagram beside its bytes.
  struct Arrival {
    let sender: IPAddress
    /// Microseconds since 1970, by the kernel's clock; nil where it does not say.
    let time: Int64?
  }

  /// Takes one datagram that waits and gives it to `body`. False where none waits.
  mutating func receive(_ body: (RawSpan, Arrival) -> Void) throws(VantageError) -> Bool {
    var sender = sockaddr_storage()
    var length = 0
    var controlLength = 0
    var number: Int32 = 0
    repeat {
      // Safe: all buffers outlive the call, and each is told with its own size; recvmsg(2) writes no more
      // than that, and says how much.
      unsafe withUnsafeMutableBytes(of: &sender) { name in
        unsafe buffer.withUnsafeMutableBytes { data in
          unsafe control.withUnsafeMutableBytes { ancillary in
            var vector = unsafe iovec(iov_base: data.baseAddress, iov_len: data.count)
            unsafe withUnsafeMutablePointer(to: &vector) { vectors in
              var message = unsafe msghdr()
              unsafe message.msg_name = name.baseAddress
              unsafe message.msg_namelen = socklen_t(name.count)
              unsafe message.msg_iov = vectors
              unsafe message.msg_iovlen = 1
              unsafe message.msg_control = ancillary.baseAddress
              unsafe message.msg_controllen = ancillary.count
              length = unsafe recvmsg(descriptor, &message, 0)
              number = length < 0 ? errno : 0
              controlLength = unsafe Int(message.msg_controllen)
            }
          }
        }
      }
    } while number == EINTR
    guard number == 0 else {
      if number == EAGAIN || number == EWOULDBLOCK || number == ECONNREFUSED { return false }
      throw .lost(what: "the UDP address \(address)", reason: systemErrorText(number))
    }
    let (time, count) = readControl(length: controlLength)
    if let count { dropped += UInt64(count &- UInt32(truncatingIfNeeded: dropped)) }
    guard let from = SocketAddress(sender) else { return true }
    // Safe: both are marked unsafe for element types with padding; UInt8 has none.
    body(
      unsafe buffer.span.bytes.extracting(0..<min(length, buffer.count)),
      Arrival(sender: from.ip, time: time))
    return true
  }

  /// The kernel's time stamp, and its count of dropped datagrams, modulo 2^32; nil where it does not say.
  private func readControl(length: Int) -> (time: Int64?, dropped: UInt32?) {
    // Safe: marked unsafe for element types with padding; UInt8 has none.
    let bytes = unsafe control.span.bytes
    let header = MemoryLayout<cmsghdr>.size
    let word = MemoryLayout<Int>.size
    var time: Int64?
    var count: UInt32?
    var offset = 0
    while offset + header <= min(length, bytes.byteCount) {
      let size = bytes.machineWord(at: offset)
      guard size >= header, size <= length - offset else { break }
      let level = Int32(truncatingIfNeeded: bytes.machine32(at: offset + word))
      let type = Int32(truncatingIfNeeded: bytes.machine32(at: offset + word + 4))
      if level == SOL_SOCKET, type == SO_TIMESTAMPNS {
        let seconds = Int64(bytes.machineWord(at: offset + header))
        let nanoseconds = Int64(bytes.machineWord(at: offset + header + word))
        time = seconds * 1_000_000 + nanoseconds / 1000
      } else if level == SOL_SOCKET, type == SO_RXQ_OVFL {
        count = bytes.machine32(at: offset + header)
      }
      offset += (size + word - 1) / word * word
    }
    return (time, count)
  }
}

extension RawSpan {
  /// Four bytes in the machine's order; 0 where they are not all there.
  fileprivate func machine32(at offset: Int) -> UInt32 {
    UInt32(bigEndian: bigEndian32(at: offset) ?? 0)
  }

  /// A word in the machine's order; 0 where it is not all there.
  fileprivate func machineWord(at offset: Int) -> Int {
    MemoryLayout<Int>.size == 8
      ? Int(truncatingIfNeeded: UInt64(bigEndian: bigEndian64(at: offset) ?? 0))
      : Int(truncatingIfNeeded: machine32(at: offset))
  }
}
