import Testing

@testable import CensusCapture

@Suite("tracked connections")
struct ConnectionLedgerTests {
  private static let phone = IPAddress(v4: 0xc0a8_0105)
  private static let router = IPAddress(v4: 0x0102_0304)
  private static let server = IPAddress(v4: 0x0808_0808)

  private func connection(
    _ packets: UInt64, _ bytes: UInt64, identity: UInt32 = 1, reply: Connection.Tuple? = nil,
    original: Connection.Tuple? = nil
  ) -> Connection {
    Connection(
      identity: identity,
      original: original
        ?? .init(
          source: Self.phone, destination: Self.server, sourcePort: 40_000, destinationPort: 443,
          transport: 6),
      reply: reply
        ?? .init(
          source: Self.server, destination: Self.router, sourcePort: 443,
          destinationPort: 40_000, transport: 6),
      originalCounters: .init(packets: packets, bytes: bytes),
      replyCounters: .init(packets: packets * 2, bytes: bytes * 2))
  }

  @Test("what counts is the difference of readings, however often the same is read")
  func differences() {
    var ledger = ConnectionLedger(most: 10)
    ledger.begin(connection(0, 0), at: 0)
    let readings: [(UInt64, UInt64)] = [(3, 300), (3, 300), (3, 300), (10, 9000)]
    let steps = readings.enumerated().map { time, reading in
      ledger.read(connection(reading.0, reading.1), at: Int64(time))
    }
    #expect(steps.map { $0?.original.packets } == [3, nil, nil, 7])
    #expect(steps.map { $0?.reply.bytes } == [600, nil, nil, 17_400])
    // A silence is not part of what came after it.
    #expect(steps.map { $0?.since } == [0, nil, nil, 2])
    #expect(ledger.end(connection(11, 9100), at: 4)?.original == .init(packets: 1, bytes: 100))
    #expect(ledger.count == 0)
  }

  @Test("a burst of an offloading card is counted once, though it comes late")
  func offloading() {
    var ledger = ConnectionLedger(most: 10)
    ledger.begin(connection(0, 0), at: 0)
    var total: UInt64 = 0
    for (time, packets) in [2, 2, 2, 50_000, 50_000, 120_000].enumerated() {
      total +=
        ledger.read(connection(UInt64(packets), UInt64(packets) * 1000), at: Int64(time))?
        .original.packets ?? 0
    }
    #expect(total == 120_000)
  }

  @Test("what was counted before anybody looked does not count")
  func baseline() {
    var ledger = ConnectionLedger(most: 10)
    ledger.setBaseline(connection(100, 10_000), at: 0)
    #expect(ledger.read(connection(101, 10_100), at: 1)?.original == .init(packets: 1, bytes: 100))
  }

  @Test("a counter that runs backwards belongs to a new connection")
  func backwards() {
    var ledger = ConnectionLedger(most: 10)
    ledger.setBaseline(connection(100, 10_000), at: 0)
    #expect(ledger.read(connection(5, 500), at: 1)?.original == .init(packets: 5, bytes: 500))
  }

  @Test("a connection that began and ended between two readings is counted at its end")
  func unread() {
    var ledger = ConnectionLedger(most: 10)
    #expect(ledger.end(connection(7, 700), at: 5)?.original == .init(packets: 7, bytes: 700))
  }

  @Test("a reading that overtakes the news of a connection's beginning is not counted again")
  func overtaken() {
    var ledger = ConnectionLedger(most: 10)
    let read = ledger.read(connection(10, 1000), at: 1)?.original.packets ?? 0
    ledger.begin(connection(0, 0), at: 2)
    let rest = ledger.end(connection(12, 1200), at: 3)?.original.packets ?? 0
    #expect(read == 10 && rest == 2)
  }

  @Test("one that vanishes unheard is forgotten after two dumps, and counted as loss")
  func vanished() {
    var ledger = ConnectionLedger(most: 10)
    ledger.begin(connection(0, 0), at: 0)
    for _ in 0..<3 {
      ledger.beginRound()
      ledger.endRound()
    }
    #expect(ledger.count == 0)
    #expect(ledger.endedUnseen == 1)
  }

  @Test("beyond the limit connections are counted when they end")
  func limit() {
    var ledger = ConnectionLedger(most: 2)
    for identity in UInt32(0)..<5 { ledger.begin(connection(0, 0, identity: identity), at: 0) }
    #expect(ledger.count == 2)
    #expect(ledger.read(connection(5, 50, identity: 4), at: 1) == nil)
    #expect(ledger.end(connection(9, 90, identity: 4), at: 2)?.original.packets == 9)
  }

  @Test("connections from before the accounting are said to be uncounted")
  func uncounted() {
    var ledger = ConnectionLedger(most: 2)
    var silent = connection(1, 1)
    silent.originalCounters = nil
    silent.replyCounters = nil
    ledger.setBaseline(silent, at: 0)
    #expect(ledger.read(silent, at: 1) == nil)
    #expect(ledger.uncounted == 1)
  }

  private func records(_ connection: Connection) -> [FlowRecord] {
    let step = ConnectionLedger.Step(
      connection: connection, original: .init(packets: 1, bytes: 100),
      reply: .init(packets: 2, bytes: 200), since: 0)
    return LocalView { $0 == Self.phone }.records(of: step, at: 10)
  }

  @Test("a device behind the router's address is seen under its own")
  func sourceTranslated() {
    let records = records(connection(1, 100))
    #expect(records.map(\.source) == [Self.phone, Self.server])
    #expect(records.map(\.destination) == [Self.server, Self.phone])
    #expect(records.map(\.sourcePort) == [40_000, 443])
    #expect(records.map(\.bytes) == [100, 200])
    #expect(records.map(\.began) == [.sender, .receiver])
  }

  @Test("a connection let in from outside is seen at the device behind the router")
  func destinationTranslated() {
    let caller = IPAddress(v4: 0x0909_0909)
    let records = records(
      connection(
        1, 100,
        reply: .init(
          source: Self.phone, destination: caller, sourcePort: 80, destinationPort: 50_000,
          transport: 6),
        original: .init(
          source: caller, destination: Self.router, sourcePort: 50_000, destinationPort: 8080,
          transport: 6)))
    #expect(records.map(\.source) == [caller, Self.phone])
    #expect(records.map(\.destinationPort) == [80, 50_000])
  }

  @Test("a device's question that the router answers itself is seen where it was asked")
  func redirected() {
    let records = records(
      connection(
        1, 100,
        reply: .init(
          source: Self.router, destination: Self.phone, sourcePort: 53, destinationPort: 40_000,
          transport: 17)))
    #expect(records.map(\.destination) == [Self.server, Self.phone])
  }

  @Test("the machine's talk with itself is none of a network")
  func loopback() {
    let own = IPAddress(v4: 0x7f00_0001)
    let tuple = Connection.Tuple(
      source: own, destination: own, sourcePort: 1, destinationPort: 2, transport: 6)
    #expect(records(connection(1, 100, reply: tuple, original: tuple)).isEmpty)
  }
}
