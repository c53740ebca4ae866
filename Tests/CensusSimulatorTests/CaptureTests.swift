import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusSimulator

private let tshark = URL(filePath: "/usr/bin/tshark")

@Suite("Simulated captures")
struct CaptureTests {
  @Test(
    "Wireshark's dissectors find every checksum right and nothing malformed",
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: tshark.path), "tshark is not installed"))
  func dissection() throws {
    try withTemporaryFolder { folder in
      try CensusSimulator.write(makePlan(hours: 1, units: 2), into: folder.path)
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      where path.hasSuffix("A.pcapng") || path.hasSuffix("BC.pcapng") {
        let checks = ["ip", "tcp", "udp"].flatMap { ["-o", "\($0).check_checksum:TRUE"] }
        let found = try run(
          tshark,
          checks + [
            "-r", folder.appending(path: path).path, "-Y",
            "_ws.malformed or _ws.expert.severity >= 0x600000 or vlan.id == 0",
          ])
        #expect(found.status == 0, "\(found.errors)")
        #expect(found.text.isEmpty, "\(path): \(found.text.prefix(2000))")
      }
    }
  }

  @Test("frames are in the order of time, within their phase, and cut where the phase says")
  func frames() throws {
    for session in try makePlan(hours: 1).sessions() {
      for phase in session.phases {
        let capture = PhaseRecording(of: phase, in: session).capture(phase)
        let unit: UInt64 = phase.resolution == 9 ? 1_000_000_000 : 1_000_000
        let packets = enhancedPackets(of: capture)
        #expect(packets.count > 5)
        for (one, next) in zip(packets, packets.dropFirst()) { #expect(one.stamp <= next.stamp) }
        let window = UInt64(phase.started.seconds) * unit..<UInt64(phase.ended.seconds) * unit
        for packet in packets {
          #expect(window.contains(packet.stamp))
          #expect(packet.kept == min(packet.original, phase.snapLength))
        }
      }
    }
  }

  /// Walks the blocks by their lengths and reads the fixed fields of enhanced packet blocks.
  private func enhancedPackets(
    of capture: [UInt8]
  ) -> [(stamp: UInt64, kept: Int, original: Int)] {
    func number(_ offset: Int) -> UInt32 {
      capture[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    var packets: [(stamp: UInt64, kept: Int, original: Int)] = []
    var offset = 0
    while offset < capture.count {
      if number(offset) == 6 {
        packets.append(
          (
            UInt64(number(offset + 12)) << 32 | UInt64(number(offset + 16)),
            Int(number(offset + 20)), Int(number(offset + 24))
          ))
      }
      offset += Int(number(offset + 4))
    }
    return packets
  }

  @Test("there are fragments, VLAN tags, extension headers and retransmissions among the frames")
  func variety() throws {
    let session = try #require(try makePlan().sessions().dropFirst().first)
    let frames = session.phases.flatMap { phase in
      PhaseRecording(of: phase, in: session).frames.map(\.bytes)
    }
    #expect(frames.contains { $0[12...13] == [0x81, 0x00] })
    #expect(frames.contains { $0[12...13] == [0x08, 0x00] && $0[20] & 0x20 != 0 })
    #expect(frames.contains { $0[12...13] == [0x86, 0xdd] && $0[20] == 0 })
    // A segment that is sent again has the same sequence number and data; only the IP header's
    // identification and checksum differ.
    let data = frames.filter { $0[12...13] == [0x08, 0x00] && $0[23] == 6 && $0.count > 500 }
    #expect(Set(data.map { Array($0[26...]) }).count < data.count)
  }
}
