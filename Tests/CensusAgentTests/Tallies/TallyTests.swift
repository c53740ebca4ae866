import CensusAgent
import CensusAttribution
import CensusCapture
import CensusProtocol
import TestSupport
import Testing

@Suite("tallies")
struct TallyTests {
  @Test("contact minutes are the distinct minutes of both directions together")
  func minutes() throws {
    let up = Packets.tcpFrame(from: Host.phone, to: Host.server, flags: 16)
    let down = Packets.tcpFrame(from: Host.server, to: Host.phone, flags: 16)
    let frames = [
      TimedFrame(Host.noon, up), TimedFrame(Host.noon + Host.second, down),
      TimedFrame(Host.noon + 61 * Host.second, down),
      TimedFrame(Host.noon + 3599 * Host.second, up),
    ]
    let tallies = try survey([frames]).tallies.sorted
    #expect(tallies.map(\.counters.contactMinutes) == [3])
    #expect(tallies.map(\.key.service) == [.tls])
    #expect(tallies.map(\.counters.up.packets) == [2])
    #expect(tallies.map(\.counters.down.packets) == [2])
  }

  @Test("services of one place are tallied apart, with the shortest handshake to it")
  func services() throws {
    var clock = Host.server
    clock.port = 123
    let frames = [
      TimedFrame(Host.noon, Packets.tcpFrame(from: Host.phone, to: Host.server, flags: 2)),
      TimedFrame(Host.noon + 9000, Packets.tcpFrame(from: Host.server, to: Host.phone, flags: 18)),
      TimedFrame(Host.noon + 9500, Packets.tcpFrame(from: Host.phone, to: Host.server, flags: 16)),
      TimedFrame(Host.noon, Packets.udpFrame(from: Host.phone, to: clock)),
    ]
    let tallies = try survey([frames]).tallies.sorted
    #expect(tallies.map(\.key.service) == [.ntp, .tls])
    #expect(tallies.map(\.counters.handshake) == [nil, 9000])
    #expect(tallies.map(\.counters.flows) == [1, 1])
  }
}
