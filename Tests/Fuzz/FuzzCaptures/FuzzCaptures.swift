// Fuzzes the way from a capture's bytes to slices: file formats, layers and flow table. The first byte of
// the input says in what pieces the rest arrives; both ways must count the same.

import Fuzzing

@testable import CensusCapture

private func count(_ bytes: ArraySlice<UInt8>, piece: Int) -> (
  TrafficTotals, packets: UInt64, begun: Int
) {
  var reader = RecordReader()
  var counter = PacketCounter(limits: FlowLimits(idleSeconds: 5, activeSeconds: 20, mostFlows: 8))
  var rest = bytes
  var packets: UInt64 = 0
  while !rest.isEmpty, !reader.hasEnded {
    reader.fill(rest.prefix(piece))
    rest = rest.dropFirst(piece)
    reader.count(into: &counter) { packets += $0.packets }
  }
  reader.finish(compressionBroke: false)
  counter.finish { packets += $0.packets }
  return (counter.totals, packets, counter.flows.begun)
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  guard let first = input.first else { return 0 }
  let whole = count(input.dropFirst(), piece: .max)
  let pieces = count(input.dropFirst(), piece: Int(first) + 1)
  precondition(whole == pieces)
  precondition(whole.packets == UInt64(whole.0.ipPackets))
  precondition(whole.begun <= whole.0.ipPackets)
  return 0
}

@_cdecl("FuzzCaptures_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
