import Testing

@testable import CensusServer

@Suite("listen address")
struct ListenAddressTests {
  @Test(
    "is an address or a name, a colon and a port",
    arguments: [
      ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:0", "::1", 0),
      ("localhost:65535", "localhost", 65535),
    ])
  func accepted(text: String, host: String, port: Int) throws {
    let address = try #require(ListenAddress(text))
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.description == text)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "a:-1",
    ])
  func refused(text: String) {
    #expect(ListenAddress(text) == nil)
  }

  @Test(
    "that is not this machine's, or a name that nobody knows, is said",
    arguments: ["192.0.2.1:0", "no-such-host.invalid:0"])
  func unusable(address: String) async throws {
    try await TemporaryFolder.with { folder in
      let outcome = try await Program.run(
        Program.built("flowcensus-server"),
        ["serve", "--listen", address, "--database", "\(folder)/server.sqlite"], package: "")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("cannot listen on \(address)"))
    }
  }
}
