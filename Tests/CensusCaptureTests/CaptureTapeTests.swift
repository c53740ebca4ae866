import Foundation
import TestSupport
import Testing

@testable import CensusCapture

@Suite("A capture tape")
struct CaptureTapeTests {
  private let noon = Sample.noon
  private let second = Sample.second

  private func record(_ tape: CaptureTape, _ times: [Int64], _ frame: [UInt8] = Sample.up) {
    for time in times { tape.append(frame.span.bytes, time: time, wireLength: frame.count) }
  }

  private func measure(_ file: URL) throws -> Measured { Measured(try read(file)) }

  private func read(_ file: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

  @Test("keeps packets whole, with their times, for our reader and for tshark")
  func content() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "A.pcapng")
      let tape = CaptureTape()
      tape.begin(file.path)
      record(tape, [noon, noon + 1, noon + second], Sample.up)
      record(tape, [noon + 2 * second], Sample.down)
      tape.end()
      #expect(tape.failure == nil)
      let measured = try measure(file)
      #expect(measured.ending == .complete && measured.badBlocks == 0)
      #expect(measured.totals.packets == 4)
      #expect(measured.totals.first == noon && measured.totals.last == noon + 2 * second)
      #expect(measured.totals.ipBytes == 3 * 128 + 928)
      let tshark = URL(filePath: "/usr/bin/tshark")
      guard FileManager.default.isExecutableFile(atPath: tshark.path) else { return }
      let counted = try run(
        tshark, ["-r", file.path, "-T", "fields", "-e", "frame.time_epoch", "-e", "ip.len"])
      #expect(
        counted.text == """
          1795435200.000000000\t128
          1795435200.000001000\t128
          1795435201.000000000\t128
          1795435202.000000000\t928

          """, "\(counted.errors)")
    }
  }

  @Test(
    "goes over to the next file with the first packet of its time, though it comes in one batch")
  func rotationByPackets() throws {
    try withTemporaryFolder { folder in
      let (first, next) = (folder.appending(path: "1.pcapng"), folder.appending(path: "2.pcapng"))
      let tape = CaptureTape()
      tape.begin(first.path)
      tape.goOn(in: next.path, from: noon)
      record(tape, [noon - second, noon - 1, noon, noon + 1, noon + second])
      tape.end()
      let (before, after) = (try measure(first), try measure(next))
      #expect(before.totals.last == noon - 1 && before.totals.packets == 2)
      #expect(after.totals.first == noon && after.totals.packets == 3)
    }
  }

  @Test(
    "goes over by itself where nothing comes, as soon as nothing can come any more for the file before"
  )
  func rotationByTime() throws {
    try withTemporaryFolder { folder in
      let (first, next) = (folder.appending(path: "1.pcapng"), folder.appending(path: "2.pcapng"))
      let tape = CaptureTape()
      tape.begin(first.path)
      tape.goOn(in: next.path, from: noon)
      tape.flush(at: noon + second)
      // A packet from before the turn is handed over late.
      record(tape, [noon - 1])
      #expect(!FileManager.default.fileExists(atPath: next.path))
      tape.flush(at: noon + 2 * second)
      #expect(FileManager.default.fileExists(atPath: next.path))
      tape.end()
      let (before, after) = (try measure(first), try measure(next))
      #expect(before.totals.packets == 1)
      #expect(after.totals.packets == 0 && after.ending == .complete)
    }
  }

  @Test("has on the disk what was flushed, though the program is killed then")
  func flushed() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "A.pcapng")
      let tape = CaptureTape()
      tape.begin(file.path)
      let empty = try measure(file)
      #expect(empty.ending == .complete)
      record(tape, [noon, noon + 1])
      tape.flush(at: noon + second)
      let measured = try measure(file)
      #expect(measured.totals.packets == 2 && measured.ending == .complete)
      #expect(tape.isRecording)
    }
  }

  @Test("that was torn at any byte gives every whole packet before it, and says that it was torn")
  func torn() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "A.pcapng")
      let tape = CaptureTape()
      tape.begin(file.path)
      record(tape, (0..<4).map { noon + $0 })
      tape.end()
      let whole = try read(file)
      let header = 28 + 20
      let block = 32 + (Sample.up.count + 3) / 4 * 4
      #expect(whole.count == header + 4 * block + 40)
      for length in header..<whole.count {
        let measured = Measured(Array(whole.prefix(length)))
        let packets = min(4, (length - header) / block)
        let rest = length - header - packets * block
        #expect(measured.totals.packets == packets, "cut at \(length)")
        #expect((measured.ending == .complete) == (rest == 0), "cut at \(length)")
      }
    }
  }

  @Test("never writes over a file, and says so; the next one is written")
  func existing() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "A.pcapng")
      try Data("evidence".utf8).write(to: file)
      let tape = CaptureTape()
      tape.begin(file.path)
      record(tape, [noon])
      tape.end()
      #expect(tape.failure?.contains("cannot be made") == true)
      #expect(try read(file) == Array("evidence".utf8))
      let other = folder.appending(path: "B.pcapng")
      tape.begin(other.path)
      record(tape, [noon])
      tape.end()
      #expect(tape.failure == nil)
      #expect(try measure(other).totals.packets == 1)
    }
  }

  @Test("counts what was lost since the file began, not before")
  func drops() throws {
    try withTemporaryFolder { folder in
      let (first, next) = (folder.appending(path: "1.pcapng"), folder.appending(path: "2.pcapng"))
      let tape = CaptureTape()
      tape.drops = 5
      tape.begin(first.path)
      tape.goOn(in: next.path, from: noon)
      tape.drops = 12
      record(tape, [noon])
      tape.drops = 14
      tape.end()
      let lost = (try reportedDrops(first), try reportedDrops(next))
      #expect(lost == (7, 2))
    }
  }

  private func reportedDrops(_ file: URL) throws -> UInt64 {
    var reader = RecordReader()
    var counter = PacketCounter(limits: .wholeCapture)
    reader.fill(try read(file)[...])
    reader.count(into: &counter) { _ in }
    reader.finish(compressionBroke: false)
    return reader.reportedDrops
  }

  @Test(
    "ends with a message on a full disk, and what it had written can be read",
    .enabled(if: geteuid() == 0, "a small file system needs root"))
  func fullDisk() throws {
    try withTemporaryFolder { folder in
      let disk = try SmallDisk(at: folder.appending(path: "disk"), kilobytes: 64)
      let file = disk.folder.appending(path: "A.pcapng")
      let tape = CaptureTape()
      tape.begin(file.path)
      for number in 0..<2000 {
        record(tape, [noon + Int64(number)])
        if number % 100 == 0 { tape.flush(at: noon + Int64(number)) }
      }
      tape.end()
      #expect(tape.failure?.contains("No space left on device") == true)
      #expect(!tape.isRecording)
      let measured = try measure(file)
      #expect((100..<2000).contains(measured.totals.packets))
    }
  }

  @Test("is believed as far as its last sign of life, and not at all where it is damaged")
  func lastSign() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "A.pcapng")
      let tape = CaptureTape()
      tape.begin(file.path)
      #expect(CaptureTape.lastSign(in: file.path) == nil)
      var lengths: [Int] = [try read(file).count]
      for number in 1...40 {
        record(tape, [noon + Int64(number) * second])
        tape.flush(at: noon + Int64(number) * second + 1)
        lengths.append(try read(file).count)
      }
      let whole = try read(file)
      for cut in 0...whole.count {
        let number = lengths.lastIndex { $0 <= cut } ?? 0
        try Data(whole.prefix(cut)).write(to: file)
        let sign = CaptureTape.lastSign(in: file.path)
        // Between a packet and its sign of life the file is whole to the sign before.
        if let sign { #expect(sign == noon + Int64(number) * second + 1 && number > 0) }
        if lengths.contains(cut), number > 0 { #expect(sign != nil) }
        try Data(whole.prefix(cut) + [UInt8](repeating: 0, count: whole.count - cut)).write(
          to: file)
        let zeros = CaptureTape.lastSign(in: file.path)
        if cut < whole.count - 4 { #expect(zeros == nil || zeros ?? 0 < noon + 40 * second + 1) }
      }
      #expect(CaptureTape.lastSign(in: folder.appending(path: "none").path) == nil)
    }
  }
}
