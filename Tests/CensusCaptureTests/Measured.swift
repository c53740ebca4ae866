import TestSupport

@testable import CensusCapture

/// Everything that comes of one capture, to be compared.
struct Measured: Equatable {
  var totals = TrafficTotals()
  var flows = 0
  var badBlocks = 0
  var ending: CaptureEnding?
  var isCapture = true
  /// One line for each slice, sorted: the table hands slices out in no promised order.
  var slices: [String] = []

  /// Feeds the bytes in pieces of the given lengths (the last one repeats) through reader and counter.
  init(_ bytes: [UInt8], pieces: [Int] = [.max], limits: FlowLimits = .wholeCapture) {
    var reader = RecordReader()
    var counter = PacketCounter(limits: limits)
    var rest = bytes[...]
    var lengths = pieces[...]
    var slices: [String] = []
    while !rest.isEmpty, !reader.hasEnded {
      let length = lengths.count > 1 ? lengths.removeFirst() : lengths.first ?? .max
      reader.fill(rest.prefix(max(1, length)))
      rest = rest.dropFirst(max(1, length))
      reader.count(into: &counter) { slices.append(Self.line($0)) }
    }
    reader.finish(compressionBroke: false)
    counter.finish { slices.append(Self.line($0)) }
    totals = counter.totals
    flows = counter.flows.begun
    badBlocks = reader.badBlocks
    ending = reader.ending
    isCapture = (try? reader.checkFormat(path: "test")) != nil
    self.slices = slices.sorted()
  }

  private static func line(_ slice: FlowSlice) -> String {
    "\(slice.source) \(slice.sourcePort) \(slice.destination) \(slice.destinationPort) "
      + "\(slice.transport) \(slice.link) \(slice.senderBeganFlow) \(slice.hour) \(slice.packets) "
      + "\(slice.bytes) \(slice.first) \(slice.last) \(slice.minutes) \(slice.beginsFlow) "
      + "\(slice.isOfFlow) \(slice.handshake ?? 0)"
  }
}

/// The slices of `frames`, in the order of their first packets.
func slices(
  of frames: [TimedFrame], limits: FlowLimits = .wholeCapture, linkType: UInt32 = 1
) -> [FlowSlice] {
  var writer = PcapWriter()
  writer.linkType = linkType
  var reader = RecordReader()
  var counter = PacketCounter(limits: limits)
  var slices: [FlowSlice] = []
  reader.fill(writer.file(frames))
  reader.count(into: &counter) { slices.append($0) }
  counter.finish { slices.append($0) }
  return slices.sorted { $0.first < $1.first }
}

/// Two hosts, and a conversation between them.
enum Sample {
  static let phone = (
    mac: UInt64(0x02_00_00_00_00_01), address: UInt32(0xc0a8_0105), port: UInt16(40_000)
  )
  static let server = (
    mac: UInt64(0x02_00_00_00_00_fe), address: UInt32(0x0808_0808), port: UInt16(443)
  )
  /// 2026-11-23T12:00:00Z
  static let noon: Int64 = 1_795_435_200_000_000
  static let second: Int64 = 1_000_000
  static let hour: Int64 = 3_600_000_000

  static let up = Packets.udpFrame(from: phone, to: server, data: 100)
  static let down = Packets.udpFrame(from: server, to: phone, data: 900)

  static let conversation = [
    TimedFrame(noon, up), TimedFrame(noon + second, down), TimedFrame(noon + 2 * second, up),
  ]
}
