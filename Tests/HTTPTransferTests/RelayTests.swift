import HTTPTransfer
import TestSupport
import Testing

@Suite("A request through a relay")
struct RelayTests {
  @Test("goes through it, and leaves the look-up of the server's name to it")
  func relay() throws {
    try withTemporaryFolder { folder in
      let server = try AnsweringServer(answering: "request.reply(200, {}, b'here')")
      let relay = try SocksRelay(folder: folder)
      let port = server.url.split(separator: ":").last.map(String.init) ?? ""
      let response = try HTTPRequest(
        url: "http://census.invalid:\(port)/", relay: "socks5h://127.0.0.1:\(relay.port)"
      ).perform()
      #expect(response.text == "here")
      #expect(relay.asked == ["name census.invalid \(port)"])
    }
  }

  @Test("opens a connection of its own each time")
  func connections() throws {
    try withTemporaryFolder { folder in
      let server = try AnsweringServer(answering: "request.reply(200, {}, b'here')")
      let relay = try SocksRelay(folder: folder)
      for _ in 0..<3 {
        _ = try HTTPRequest(url: server.url, relay: "socks5h://127.0.0.1:\(relay.port)").perform()
      }
      #expect(relay.asked.count == 3)
    }
  }

  @Test("never goes around it where it is not there")
  func absent() throws {
    let server = try AnsweringServer(answering: "request.reply(200, {}, b'here')")
    let port = try freePort()
    #expect(throws: HTTPTransferError.self) {
      try HTTPRequest(url: server.url, relay: "socks5h://127.0.0.1:\(port)").perform()
    }
  }
}
