import TestSupport
import Testing

@testable import CensusCapture

@Suite("pcap")
struct PcapTests {
  @Test(
    "all four forms of a file give the same", arguments: [false, true], [false, true])
  func forms(isBigEndian: Bool, hasNanoseconds: Bool) {
    var writer = PcapWriter()
    writer.isBigEndian = isBigEndian
    writer.hasNanoseconds = hasNanoseconds
    let measured = Measured(writer.file(Sample.conversation))
    #expect(measured == Measured(PcapWriter().file(Sample.conversation)))
    #expect(measured.totals.packets == 3)
    #expect(measured.totals.ipBytes == 2 * 128 + 928)
    #expect(measured.totals.first == Sample.noon)
    #expect(measured.totals.last == Sample.noon + 2 * Sample.second)
    #expect(measured.flows == 1)
    #expect(measured.ending == .complete)
  }

  @Test("a capture cut in mid-packet keeps what came before")
  func cut() {
    let file = PcapWriter().file(Sample.conversation)
    let measured = Measured(Array(file.dropLast(10)))
    #expect(measured.totals.packets == 2)
    let begin = file.count - 16 - Sample.up.count
    #expect(measured.ending == .cutInRecord(offset: begin))
  }

  @Test("a record that claims more than 64 MiB ends the count")
  func absurdLength() {
    let writer = PcapWriter()
    var record = writer.record(TimedFrame(Sample.noon, Sample.up))
    record.replaceSubrange(8..<12, with: [0xff, 0xff, 0xff, 0x7f])
    let file =
      writer.file(Sample.conversation) + record
      + writer.record(TimedFrame(Sample.noon, Sample.up))
    let measured = Measured(file)
    #expect(measured.totals.packets == 3)
    #expect(
      measured.ending
        == .absurdLength(offset: writer.file(Sample.conversation).count, length: 0x7fff_ffff))
  }

  @Test("a wire length above 262144 is not believed for IP bytes")
  func unbelievableWireLength() {
    var packet = Sample.up
    packet.replaceSubrange(16..<18, with: [0, 0])  // total length 0: offloading
    let measured = Measured(
      PcapWriter().file([TimedFrame(Sample.noon, packet, wireLength: 4_000_000_000)]))
    #expect(measured.totals.wireBytes == 4_000_000_000)
    #expect(measured.totals.ipBytes == Sample.up.count - 14)
  }

  @Test("a fraction of more than a second is the last instant of its second")
  func absurdFraction() {
    var file = PcapWriter().file([TimedFrame(Sample.noon, Sample.up)])
    file.replaceSubrange(28..<32, with: [0xff, 0xff, 0xff, 0xff])
    #expect(Measured(file).totals.first == Sample.noon + 999_999)
  }

  @Test(
    "what is not a capture is told apart",
    arguments: [[0x50, 0x4b, 3, 4] + [UInt8](repeating: 0, count: 40), [1], []])
  func notACapture(bytes: [UInt8]) {
    let measured = Measured(bytes)
    #expect(!measured.isCapture)
    #expect(measured.totals == TrafficTotals())
  }
}
