import Foundation
import TestSupport
import Testing

@testable import CensusCapture

/// The verifier of the file decoders: however the bytes arrive, the same must come of them; and whatever
/// the bytes are, nothing may trap or hang.
@Suite("bytes arriving in pieces")
struct PiecesTests {
  private static let captures: [[UInt8]] = {
    let writer = PcapngWriter()
    var noisy = writer.enhanced(UInt64(Sample.noon), Sample.up, interface: 4)
    noisy[20] ^= 0xff
    return [
      PcapWriter().file(Sample.conversation),
      writer.section() + writer.interface() + writer.enhanced(UInt64(Sample.noon), Sample.up)
        + noisy + writer.simple(Sample.down) + writer.old(UInt64(Sample.noon), Sample.up),
      Array(PcapWriter().file(Sample.conversation).dropLast(3)),
    ]
  }()

  @Test("byte by byte gives the same as whole", arguments: captures)
  func byteByByte(capture: [UInt8]) {
    #expect(Measured(capture, pieces: [1]) == Measured(capture))
  }

  @Test("two pieces with every cut between them give the same as whole", arguments: captures)
  func everyCut(capture: [UInt8]) {
    let whole = Measured(capture)
    for cut in 1..<capture.count {
      #expect(Measured(capture, pieces: [cut, .max]) == whole, "cut at \(cut)")
    }
  }

  @Test("every beginning of a capture ends with what came before kept", arguments: captures)
  func everyBeginning(capture: [UInt8]) {
    var packets = 0
    for length in 0...capture.count {
      let measured = Measured(Array(capture.prefix(length)))
      #expect(measured.totals.packets >= packets)
      packets = measured.totals.packets
    }
  }

  @Test("damaged captures neither trap nor depend on the pieces", arguments: 0..<8)
  func damaged(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<150 {
      var capture = Self.captures[Int.random(in: 0..<Self.captures.count, using: &generator)]
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        let position = Int.random(in: 0..<capture.count, using: &generator)
        capture[position] =
          [0, 1, 0x7f, 0x80, 0xff, .random(in: 0...255, using: &generator)][
            Int.random(in: 0..<6, using: &generator)]
      }
      let pieces = (0..<20).map { _ in Int.random(in: 1...60, using: &generator) }
      #expect(Measured(capture, pieces: pieces) == Measured(capture))
    }
  }

  @Test("a compressed capture of several members is the same as a plain one")
  func gzip() throws {
    let capture = PcapWriter().file(Sample.conversation)
    try withTemporaryFolder { folder in
      let halves = [Data(capture.prefix(50)), Data(capture.dropFirst(50))]
      let members = try halves.map { half in
        try run(URL(filePath: "/usr/bin/gzip"), ["-c"], input: half).output
      }
      let whole = members[0] + members[1]
      let path = folder.appending(path: "capture.pcap.gz")
      try whole.write(to: path)
      var meter = try CaptureMeter(path: path.path, limits: .wholeCapture)
      while try meter.advance({ _ in }) {}
      #expect(meter.totals == Measured(capture).totals)
      #expect(meter.ending == .complete)

      try Data(whole.dropLast(9)).write(to: path)
      var cut = try CaptureMeter(path: path.path, limits: .wholeCapture)
      while try cut.advance({ _ in }) {}
      #expect(cut.totals.packets >= 2)
      guard case .brokenCompression = cut.ending else {
        Issue.record("a cut stream ended as \(String(describing: cut.ending))")
        return
      }
    }
  }

  @Test("a missing, an empty and a foreign file are told apart")
  func errors() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "capture").path
      #expect(throws: CaptureError.cannotOpen(path: path, systemError: 2)) {
        _ = try CaptureMeter(path: path, limits: .wholeCapture)
      }
      _ = FileManager.default.createFile(atPath: path, contents: Data())
      #expect(throws: CaptureError.empty(path: path)) {
        var meter = try CaptureMeter(path: path, limits: .wholeCapture)
        while try meter.advance({ _ in }) {}
      }
      _ = FileManager.default.createFile(atPath: path, contents: Data("no capture at all".utf8))
      #expect(throws: CaptureError.notACapture(path: path)) {
        var meter = try CaptureMeter(path: path, limits: .wholeCapture)
        while try meter.advance({ _ in }) {}
      }
    }
  }
}
