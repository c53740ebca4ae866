import Foundation
import TestSupport
import Testing

@testable import CensusCapture

private let badFolder = Repository.shared?.appending(path: "captures/bad")

/// The captures that once crashed or hung other programs, as bytes for every reader of this room: whatever
/// comes of them, it comes, and adds up.
@Suite("damaged captures", .enabled(if: badFolder != nil, "no shared captures"))
struct BadCapturesTests {
  private static let files: [URL] =
    badFolder.flatMap {
      try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
    } ?? []

  @Test("there are some")
  func present() {
    #expect(Self.files.count > 50)
  }

  @Test("as captures: every packet is in exactly one slice")
  func captures() throws {
    for file in Self.files {
      var meter = try CaptureMeter(path: file.path, limits: FlowLimits(mostFlows: 16))
      var packets: UInt64 = 0
      do {
        while try meter.advance({ packets += $0.packets }) {}
      } catch {
        meter.finish { packets += $0.packets }
      }
      #expect(packets == UInt64(meter.totals.ipPackets), "\(file.lastPathComponent)")
    }
  }

  @Test("as captures of exports: what is no export is not counted")
  func exports() throws {
    var files = RecordFiles(
      Self.files.map(\.path), meter: RecordMeter(limits: FlowLimits(mostFlows: 16)))
    var packets: UInt64 = 0
    while try files.advance(at: 0, waiting: 0, { packets += $0.packets }) {}
    files.finish { packets += $0.packets }
    #expect(packets == UInt64(files.totals.ipPackets))
    #expect(files.endings.count + files.failures.count == Self.files.count)
  }

  @Test("as datagrams, frames, requests and memory: every reader comes to an end")
  func everyReader() throws {
    var decoder = ExportDecoder()
    var records: [FlowRecord] = []
    let origin = ExportDecoder.Origin(exporter: Decoded.exporter, arrival: Sample.noon)
    for file in Self.files {
      let bytes = Array(try Data(contentsOf: file).prefix(16_384))
      #expect(ExporterMemory.decode(bytes) == nil)
      for offset in stride(from: 0, to: min(bytes.count, 256), by: 3) {
        let rest = bytes.span.bytes.extracting(offset..<bytes.count)
        _ = decoder.decodeNetFlow5(rest, origin, into: &records)
        _ = decoder.decodeNetFlow9(rest, origin, into: &records)
        _ = decoder.decodeIPFIX(rest, origin, into: &records)
        _ = decoder.decodeSFlow(rest, origin, into: &records)
        _ = DHCPRequest.decode(rest, at: 0)
        var packet = Packet()
        for linkType: UInt16 in [0, 1, 9, 50, 51, 101, 104, 105, 108, 113, 119, 127, 163, 192, 276]
        {
          _ = FrameDecoder.decode(
            rest, linkType: linkType, wireLength: rest.byteCount, into: &packet)
        }
      }
      records.removeAll()
    }
    #expect(decoder.domains.list.count <= ExporterDomains.most)
  }
}
