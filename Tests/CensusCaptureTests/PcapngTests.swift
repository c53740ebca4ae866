import TestSupport
import Testing

@testable import CensusCapture

@Suite("pcapng")
struct PcapngTests {
  private let noon = UInt64(Sample.noon)

  @Test("enhanced, simple and old packet blocks, in both byte orders", arguments: [false, true])
  func blocks(isBigEndian: Bool) {
    var writer = PcapngWriter()
    writer.isBigEndian = isBigEndian
    let file =
      writer.section() + writer.interface() + writer.enhanced(noon, Sample.up)
      + writer.simple(Sample.down) + writer.old(noon + 5, Sample.up)
    let measured = Measured(file)
    #expect(measured.totals.packets == 3)
    #expect(measured.totals.ipBytes == 2 * 128 + 928)
    #expect(measured.totals.last == Sample.noon + 5)
    #expect(measured.badBlocks == 0)
    #expect(measured.ending == .complete)
  }

  @Test("each interface has its own resolution and offset of time")
  func resolutions() {
    let writer = PcapngWriter()
    let seconds = UInt64(Sample.noon / 1_000_000)
    let nanoseconds = writer.interface(options: writer.option(9, [9]))
    let binary = writer.interface(options: writer.option(9, [0x80 | 10]))
    let shifted = writer.interface(
      options: writer.option(9, [0]) + writer.option(14, writer.number(100, 8)))
    let file =
      writer.section() + nanoseconds + binary + shifted
      + writer.enhanced(seconds * 1_000_000_000 + 7000, Sample.up, interface: 0)
    #expect(Measured(file).totals.first == Sample.noon + 7)
    let inBinary = file + writer.enhanced(seconds << 10 | 512, Sample.up, interface: 1)
    #expect(Measured(inBinary).totals.last == Sample.noon + 500_000)
    let withOffset = file + writer.enhanced(seconds, Sample.up, interface: 2)
    #expect(Measured(withOffset).totals.last == Sample.noon + 100_000_000)
  }

  @Test("a new section forgets the interfaces and may change the byte order")
  func sections() {
    let little = PcapngWriter()
    var big = PcapngWriter()
    big.isBigEndian = true
    let file =
      little.section() + little.interface() + little.enhanced(noon, Sample.up)
      + big.section() + big.interface(linkType: 101)
      + big.enhanced(noon, Array(Sample.up.dropFirst(14)))
    let measured = Measured(file)
    #expect(measured.totals.ipPackets == 2)
    #expect(measured.flows == 1)
  }

  @Test("bad blocks are skipped and counted, and the next one is found")
  func badBlocks() {
    let writer = PcapngWriter()
    var overrun = writer.enhanced(noon, Sample.up)
    overrun.replaceSubrange(20..<24, with: writer.number(5000, 4))
    let file =
      writer.section() + writer.interface() + overrun
      + writer.enhanced(noon, Sample.up, interface: 9) + writer.block(6, [1])
      + writer.enhanced(noon, Sample.up)
    let measured = Measured(file)
    #expect(measured.badBlocks == 3)
    #expect(measured.totals.packets == 1)
    #expect(measured.ending == .complete)
  }

  @Test("a block whose length cannot be ends the count", arguments: [0, 8, 13, 0x7fff_fffc])
  func absurdLength(length: Int) {
    let writer = PcapngWriter()
    let good = writer.section() + writer.interface() + writer.enhanced(noon, Sample.up)
    var bad = writer.enhanced(noon, Sample.up)
    bad.replaceSubrange(4..<8, with: writer.number(UInt64(length), 4))
    let measured = Measured(good + bad)
    #expect(measured.totals.packets == 1)
    #expect(measured.ending == .absurdLength(offset: good.count, length: length))
  }

  @Test("times beyond the calendar do not trap")
  func absurdTimes() {
    let writer = PcapngWriter()
    for exponent: UInt8 in [0, 6, 19, 20, 63, 127, 128, 191, 192, 255] {
      let file =
        writer.section()
        + writer.interface(
          options: writer.option(9, [exponent]) + writer.option(14, writer.number(.max, 8)))
        + writer.enhanced(.max, Sample.up)
      #expect(Measured(file).totals.packets == 1)
    }
  }
}
