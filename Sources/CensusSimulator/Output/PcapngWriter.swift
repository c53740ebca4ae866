/// A pcapng capture file (draft-ietf-opsawg-pcapng) of one Ethernet interface, little-endian.
struct PcapngWriter {
  private(set) var bytes: [UInt8] = []
  /// How many bytes of each frame are kept; the rest is counted by the original length.
  private let snapLength: Int
  /// Time stamps count 10^-resolution s: 6 or 9.
  private let resolution: UInt8
  private var packets: UInt64 = 0

  init(snapLength: Int, resolution: UInt8, comment: String) {
    self.snapLength = snapLength
    self.resolution = resolution
    // Section header: the byte-order magic, version 1.0, a length that is not given (-1).
    append(
      type: 0x0a0d_0d0a,
      littleEndian(0x1a2b_3c4d as UInt32) + [1, 0, 0, 0] + littleEndian(UInt64.max)
        + option(1, Array(comment.utf8)) + option(4, Array("flowcensus-sim".utf8)) + endOfOptions)
    // Interface description: Ethernet is link type 1; options if_name and if_tsresol.
    append(
      type: 1,
      [1, 0, 0, 0] + littleEndian(UInt32(snapLength)) + option(2, Array("simulated0".utf8))
        + option(9, [resolution]) + endOfOptions)
  }

  /// An enhanced packet block.
  mutating func append(_ frame: CapturedFrame) {
    let captured = Array(frame.bytes.prefix(snapLength))
    let stamp = UInt64(frame.moment.microseconds) * (resolution == 9 ? 1000 : 1)
    append(
      type: 6,
      littleEndian(0 as UInt32) + littleEndian(UInt32(stamp >> 32))
        + littleEndian(UInt32(truncatingIfNeeded: stamp)) + littleEndian(UInt32(captured.count))
        + littleEndian(UInt32(frame.bytes.count)) + padded(captured))
    packets += 1
  }

  /// Interface statistics: all packets were received, none dropped.
  mutating func finish(at moment: Moment) {
    let stamp = UInt64(moment.microseconds) * (resolution == 9 ? 1000 : 1)
    append(
      type: 5,
      littleEndian(0 as UInt32) + littleEndian(UInt32(stamp >> 32))
        + littleEndian(UInt32(truncatingIfNeeded: stamp)) + option(4, littleEndian(packets))
        + option(5, littleEndian(0 as UInt64)) + endOfOptions)
  }

  private mutating func append(type: UInt32, _ body: [UInt8]) {
    let length = littleEndian(UInt32(12 + body.count))
    bytes += littleEndian(type) + length + body + length
  }

  private var endOfOptions: [UInt8] { [0, 0, 0, 0] }

  private func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    littleEndian(code) + littleEndian(UInt16(value.count)) + padded(value)
  }

  private func padded(_ value: [UInt8]) -> [UInt8] {
    value + Array(repeating: 0, count: (4 - value.count % 4) % 4)
  }

  private func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    number.networkBytes.reversed()
  }
}

extension PhaseRecording {
  /// The capture of the phase, in the order of time.
  func capture(_ plan: PhasePlan) -> [UInt8] {
    var writer = PcapngWriter(
      snapLength: plan.snapLength, resolution: plan.resolution,
      comment: CensusSimulator.notice)
    let ordered = frames.enumerated().sorted {
      ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset)
    }
    for frame in ordered { writer.append(frame.element) }
    writer.finish(at: ended)
    return writer.bytes
  }
}
