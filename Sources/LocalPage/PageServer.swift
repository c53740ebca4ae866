#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a page cannot be shown.
public struct PageServerError: Error, Equatable, CustomStringConvertible {
  public let description: String
}

/// A page for a few browsers nearby, served between other work: no thread, no waiting.
///
///     let server = try PageServer(address: "127.0.0.1:8090")
///     while goesOn { work(); server.serve { request in PageResponse(status: 200, …) } }
///
/// It speaks just enough HTTP/1.1 for pages of forms: one request for each connection, small headers and
/// bodies, few connections, each for a short time.
public final class PageServer {
  /// Where it listens, such as `127.0.0.1:8090`.
  public let address: String
  private let listener: Int32
  private var connections: [Connection] = []

  private static let mostConnections = 32
  /// A browser that has not sent its request or taken its page by then is let go, in seconds.
  private static let patience: Int64 = 10

  private struct Connection {
    let descriptor: Int32
    let began: Int64
    var received: [UInt8] = []
    /// What is still to be sent; nil while the request is incomplete.
    var answer: ArraySlice<UInt8>?
  }

  /// Listens at an IPv4 address and port; port 0 takes a free one.
  public init(address text: String) throws(PageServerError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var address = sockaddr_in()
    guard parts.count == 2, let port = UInt16(parts[1]),
      unsafe inet_pton(AF_INET, String(parts[0]), &address.sin_addr) == 1
    else {
      throw PageServerError(description: "\(text) is not an address and port like 127.0.0.1:8090")
    }
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    let socket = socket(
      AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    // Safe: all addresses live for their calls and are passed with their own sizes.
    unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket, $0, size) == 0
      }
    }
    guard socket >= 0, isBound, listen(socket, 16) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      if socket >= 0 { close(socket) }
      throw PageServerError(description: "the page cannot be shown at \(text): \(reason)")
    }
    listener = socket
    self.address = "\(parts[0]):\(Self.port(of: socket))"
  }

  deinit {
    for connection in connections { close(connection.descriptor) }
    close(listener)
  }

  private static func port(of socket: Int32) -> UInt16 {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = unsafe withUnsafeMutablePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(socket, $0, &size)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  /// Takes what has come and answers what is complete; returns at once.
  public func serve(_ answer: (PageRequest) throws -> PageResponse) rethrows {
    acceptAll()
    for index in connections.indices { receive(index) }
    for index in connections.indices where connections[index].answer == nil {
      switch RequestReader.read(connections[index].received) {
      case .incomplete: break
      case .refused(let status):
        connections[index].answer = PageResponse(status: status).bytes[...]
      case .complete(let request): connections[index].answer = try answer(request).bytes[...]
      }
    }
    for index in connections.indices { send(index) }
    let now = Self.seconds
    connections.removeAll { connection in
      let isOver = connection.answer?.isEmpty == true || now - connection.began > Self.patience
      if isOver { close(connection.descriptor) }
      return isOver
    }
  }

  private func acceptAll() {
    while connections.count < Self.mostConnections {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      connections.append(Connection(descriptor: descriptor, began: Self.seconds))
    }
  }

  private func receive(_ index: Int) {
    var piece = [UInt8](repeating: 0, count: 4096)
    let limit = RequestReader.mostHeaderBytes + RequestReader.mostBodyBytes + 4
    while connections[index].answer == nil, connections[index].received.count <= limit {
      // Safe: the buffer is valid for its own count.
      let count = unsafe piece.withUnsafeMutableBytes { room in
        unsafe recv(connections[index].descriptor, room.baseAddress, room.count, 0)
      }
      if count == 0 { connections[index].answer = [] }
      guard count > 0 else { return }
      connections[index].received += piece[..<count]
    }
  }

  private func send(_ index: Int) {
    while let answer = connections[index].answer, !answer.isEmpty {
      // Safe: as above; a browser that went away raises no signal.
      let count = unsafe answer.withUnsafeBytes { rest in
        unsafe Glibc.send(
          connections[index].descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else {
        if errno != EAGAIN { connections[index].answer = [] }
        return
      }
      connections[index].answer = answer.dropFirst(count)
    }
  }

  private static var seconds: Int64 {
    var time = timespec()
    // Safe: `time` outlives the call.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec)
  }
}
