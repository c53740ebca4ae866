import CensusProtocol

extension PhaseRecording {
  /// A TCP connection that looks like TLS 1.3 from outside: hello, answer, data both ways, end.
  mutating func exchangeOverTLS(
    with host: RemoteHost, up: Int, down: Int, at moment: Moment, _ random: inout SplitMix64
  ) {
    var connection = connect(unit, to: host, port: 443, .tls, at: moment, &random)
    connection.upload(Filler.tlsRecords(type: 22, 517), in: &self, &random)
    connection.download(Filler.tlsRecords(type: 22, 3100), in: &self, &random)
    connection.upload(Filler.tlsRecords(type: 23, up), in: &self, &random)
    connection.download(Filler.tlsRecords(type: 23, down), in: &self, &random)
    connection.close(in: &self)
  }

  /// Clear-text HTTP/1.1 (RFC 9112).
  mutating func exchangeOverHTTP(
    with host: RemoteHost, up: Int, down: Int, at moment: Moment, _ random: inout SplitMix64
  ) {
    var connection = connect(unit, to: host, port: 80, .http, at: moment, &random)
    let request = "GET /simulated HTTP/1.1\r\nHost: \(host.name)\r\n\r\n"
    let response = "HTTP/1.1 200 OK\r\nContent-Length: \(down)\r\n\r\n"
    connection.upload(Array(request.utf8) + Filler.bytes(up), in: &self, &random)
    connection.download(Array(response.utf8) + Filler.bytes(down), in: &self, &random)
    connection.close(in: &self)
  }

  /// A connection of `station` from a fresh port, opened.
  mutating func connect(
    _ station: Station, to host: RemoteHost, port: UInt16, _ service: ServiceClass,
    at moment: Moment, _ random: inout SplitMix64
  ) -> TCPConnection {
    let conversation = Conversation(
      of: station, with: host, protocolNumber: InternetPacket.tcp, localPort: nextPort(),
      remotePort: port, service: service)
    var connection = TCPConnection(conversation, to: host, at: moment, &random)
    connection.open(in: &self)
    return connection
  }

  /// Another computer of the bench's network fetches something: the phase proves nothing any more.
  mutating func playOtherClient() {
    var random = stream("other-client")
    for moment in moments(every: 1200...1800, &random) {
      var connection = connect(
        BenchNetwork.otherClient, to: .referenceContent, port: 443, .tls, at: moment, &random)
      connection.upload(Filler.tlsRecords(type: 22, 517), in: &self, &random)
      connection.download(Filler.tlsRecords(type: 23, 9000), in: &self, &random)
      connection.close(in: &self)
    }
  }
}
