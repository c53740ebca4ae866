import Foundation
import TestSupport
import Testing

@testable import CensusCapture

@Suite("the collector of flow records")
struct CollectorTests {
  private static let noon = Template4.noon

  private func address(_ text: String) throws -> SocketAddress {
    try #require(SocketAddress(text))
  }

  /// Advances until so many datagrams were looked at, or nothing comes any more.
  private func take(
    _ count: Int, _ collector: inout RecordCollector, at now: Int64 = Sample.noon
  ) throws {
    var rounds = 0
    while collector.loss.records.datagrams + collector.loss.records.refused < count, rounds < 100 {
      _ = try collector.advance(at: now, waiting: 50) { _ in }
      rounds += 1
    }
  }

  @Test(
    "datagrams come in over IPv4 and IPv6, with their sender",
    arguments: ["127.0.0.1", "[::1]", "[::]"])
  func families(host: String) throws {
    var senders: [IPAddress] = []
    var collector = try RecordCollector(
      CollectorOptions(address: address("\(host):0")), inspect: { senders.append($0.exporter) })
    let datagram = Exports.ipfix([Template4.ipfixSet, Template4.data([.init()])], time: Self.noon)
    let isIPv6 = host == "[::1]"
    #expect(DatagramSender(port: collector.address.port, isIPv6: isIPv6).send(datagram))
    try take(1, &collector)
    #expect(senders == [isIPv6 ? IPAddress(v6: 0, 1) : IPAddress(v4: 0x7f00_0001)])
    var bytes: UInt64 = 0
    collector.finish { bytes += $0.bytes }
    #expect(bytes == 1000)
    let arrival = try #require(collector.totals.last)
    #expect(arrival > 1_750_000_000_000_000, "the arrival is the kernel's time")
  }

  @Test("exporters that are not admitted are refused and counted")
  func refused() throws {
    var collector = try RecordCollector(
      CollectorOptions(address: address("127.0.0.1:0")),
      admits: { $0 == IPAddress(v4: 0x0a00_0001) })
    let datagram = Exports.ipfix([Template4.ipfixSet, Template4.data([.init()])], time: Self.noon)
    DatagramSender(port: collector.address.port).send(datagram)
    try take(1, &collector)
    #expect(collector.loss.records.refused == 1)
    #expect(collector.totals.ipPackets == 0)
  }

  @Test("what the kernel drops because nobody reads is counted by the kernel")
  func dropped() throws {
    var collector = try RecordCollector(
      CollectorOptions(address: address("127.0.0.1:0"), bufferLength: 16_384))
    let sender = DatagramSender(port: collector.address.port)
    let records = [Template4.Record](repeating: .init(), count: 30)
    let sent = 400
    for number in 0..<sent {
      sender.send(
        Exports.ipfix(
          [Template4.ipfixSet, Template4.data(records)], time: Self.noon,
          sequence: UInt64(number * 30)))
    }
    _ = try collector.advance(at: Sample.noon, waiting: 50) { _ in }
    // The kernel tells with the next datagram that comes in.
    sender.send(
      Exports.ipfix(
        [Template4.ipfixSet, Template4.data(records)], time: Self.noon, sequence: UInt64(sent * 30))
    )
    _ = try collector.advance(at: Sample.noon, waiting: 200) { _ in }
    let statistics = collector.loss.records
    #expect(statistics.dropped > 0)
    #expect(Int(statistics.dropped) + statistics.datagrams == sent + 1)
    #expect(statistics.lostRecords == statistics.dropped * 30, "the sequence numbers say the same")
  }

  @Test("templates outlast a restart in their file, and a damaged file is said and replaced")
  func memory() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "exporters").path
      let options = CollectorOptions(address: try address("127.0.0.1:0"), memoryPath: path)
      var first = try RecordCollector(options)
      DatagramSender(port: first.address.port).send(
        Exports.ipfix([Template4.ipfixSet], time: Self.noon))
      try take(1, &first)
      first.finish { _ in }
      #expect(first.savingFailure == nil)

      var second = try RecordCollector(options)
      DatagramSender(port: second.address.port).send(
        Exports.ipfix([Template4.data([.init()])], time: Self.noon))
      try take(1, &second)
      #expect(second.totals.ipPackets == 10)

      try Data("nonsense".utf8).write(to: URL(filePath: path))
      var third = try RecordCollector(options)
      #expect(third.savingFailure != nil)
      third.finish { _ in }
      #expect(try Data(contentsOf: URL(filePath: path)).starts(with: Data("FCXM".utf8)))
    }
  }

  @Test("an address that is taken is said, with the reason")
  func taken() throws {
    let first = try RecordCollector(CollectorOptions(address: address("127.0.0.1:0")))
    let taken = first.address
    #expect(throws: VantageError.self) {
      _ = try RecordCollector(CollectorOptions(address: taken))
    }
  }

  @Test("addresses are read and written", arguments: ["0.0.0.0:2055", "[::]:6343", "[fd00::1]:1"])
  func addresses(text: String) throws {
    #expect(try address(text).description == text)
  }

  @Test(
    "what is no address and port is refused",
    arguments: [
      "", ":", "2055", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "::1:5", "[1.2.3.4]:5", "host:5",
      "[]:1",
    ])
  func noAddresses(text: String) {
    #expect(SocketAddress(text) == nil)
  }
}
