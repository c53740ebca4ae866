import CensusProtocol
import Testing

@testable import CensusSimulator

@Suite("The books of a phase")
struct LedgerTests {
  private let conversation = Conversation(
    of: BenchNetwork.otherClient, with: .push, protocolNumber: InternetPacket.tcp,
    localPort: 40_000, remotePort: 5228, service: .push)

  /// The rows of packets of 100 bytes at these microseconds after an hour began.
  private func row(of offsets: [Int64], canBeginFlow: Bool = true) throws -> RowTruth {
    var ledger = Ledger()
    for offset in offsets {
      ledger.add(
        LedgerEntry(
          moment: Moment(microseconds: offset), flow: conversation.flow,
          exchange: conversation.sent, direction: .up, bytes: 100, canBeginFlow: canBeginFlow))
    }
    return try #require(ledger.rows(of: nil)[0]?[conversation.sent.key])
  }

  @Test("a flow record lives through 120 s of silence, not through a microsecond more")
  func idleTimeout() throws {
    #expect(try row(of: [0, 120_000_000]).flows == 1)
    #expect(try row(of: [0, 120_000_001]).flows == 2)
  }

  @Test("a flow record lives for 1800 s, not for a microsecond more")
  func activeTimeout() throws {
    let minutes = (0...30).map { $0 * 60_000_000 as Int64 }
    #expect(try row(of: minutes).flows == 1)
    #expect(try row(of: minutes + [1_800_000_001]).flows == 2)
  }

  @Test("a later fragment counts its bytes but is no flow")
  func fragments() throws {
    let row = try row(of: [0, 12], canBeginFlow: false)
    #expect(row.flows == 0)
    #expect(row.up == Traffic(packets: 2, bytes: 200))
  }

  @Test("minutes are counted once however many packets they hold")
  func contactMinutes() throws {
    #expect(try row(of: [0, 59_999_999, 60_000_000, 200_000_000]).contactMinutes == 3)
  }

  @Test("a row keeps the shortest handshake of the hour in which it was answered")
  func handshakes() throws {
    var ledger = Ledger()
    for (seconds, trip) in [(10, 900), (20, 700), (30, 800), (3700, 5)] as [(Int64, Int64)] {
      let answered = Moment(microseconds: seconds * 1_000_000)
      ledger.add(
        LedgerEntry(
          moment: answered, flow: conversation.flow, exchange: conversation.sent,
          direction: .up, bytes: 40, canBeginFlow: true))
      ledger.add(
        HandshakeEntry(answered: answered, exchange: conversation.sent, microseconds: trip))
    }
    let rows = ledger.rows(of: nil)
    #expect(rows[0]?[conversation.sent.key]?.handshakeMicroseconds == 700)
    #expect(rows[1]?[conversation.sent.key]?.handshakeMicroseconds == 5)
  }

  @Test("another station's packets are not the unit's, and void its phase where they go abroad")
  func otherClient() {
    var ledger = Ledger()
    ledger.add(
      LedgerEntry(
        moment: Moment(microseconds: 0), flow: conversation.flow, exchange: conversation.sent,
        direction: .up, bytes: 40, canBeginFlow: true))
    #expect(ledger.rows(of: BenchNetwork.router).isEmpty)
    #expect(ledger.hasOtherClient(than: BenchNetwork.router))
    #expect(!ledger.hasOtherClient(than: BenchNetwork.otherClient))
  }
}
