import CensusAgent
import Foundation
import TestSupport
import Testing

@Suite("The service manager")
struct ServiceManagerTests {
  /// A datagram socket of the kernel at a path, or in the abstract space.
  private final class Listener {
    private let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)

    init(_ name: String) throws {
      var bytes = Array(name.utf8)
      if name.hasPrefix("@") { bytes[0] = 0 } else { bytes.append(0) }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
      let length = socklen_t(2 + bytes.count)
      let bound = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(descriptor, $0, length)
        }
      }
      try #require(bound == 0)
    }

    /// The datagram that waits; nil where none does.
    func receive() -> String? {
      var buffer = [UInt8](repeating: 0, count: 100)
      let count = unsafe recv(descriptor, &buffer, 100, Int32(MSG_DONTWAIT))
      return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    deinit { close(descriptor) }
  }

  @Test(
    "hears each notice as one datagram, by a path or an abstract name", arguments: ["/tmp/", "@"])
  func datagrams(place: String) throws {
    let name = "\(place)fc-\(UUID().uuidString)"
    let listener = try Listener(name)
    defer { unlink(name) }
    let manager = try #require(ServiceManager(notifySocket: name))
    #expect(manager.tell(.ready) == nil)
    #expect(manager.tell(.stopping) == nil)
    #expect(listener.receive() == "READY=1")
    #expect(listener.receive() == "STOPPING=1")
    #expect(listener.receive() == nil)
  }

  @Test("is nobody where none is named, and what is wrong with a name is said")
  func problems() throws {
    #expect(ServiceManager(notifySocket: nil) == nil)
    #expect(ServiceManager(notifySocket: "") == nil)
    for name in ["@", "vsock:2:1", "relative", "/\(String(repeating: "a", count: 107))"] {
      #expect(ServiceManager(notifySocket: name)?.tell(.ready)?.contains("NOTIFY_SOCKET") == true)
    }
    let gone = ServiceManager(notifySocket: "/tmp/fc-nobody-\(UUID().uuidString)")
    #expect(gone?.tell(.ready)?.contains("No such file") == true)
    // The longest that fits, with its end.
    let long = "/tmp/" + String(repeating: "b", count: 102)
    let listener = try Listener(long)
    defer { unlink(long) }
    #expect(ServiceManager(notifySocket: long)?.tell(.ready) == nil)
    #expect(listener.receive() == "READY=1")
  }
}
