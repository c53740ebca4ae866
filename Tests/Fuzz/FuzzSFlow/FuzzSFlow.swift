// Fuzzes the decoder of sFlow with one datagram: nothing is counted twice, and no sample stands for less
// than itself.

import Fuzzing

@testable import CensusCapture

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  var decoder = ExportDecoder()
  var records: [FlowRecord] = []
  let end = decoder.decodeSFlow(
    input.span.bytes, ExportDecoder.Origin(exporter: IPAddress(v4: 1), arrival: 1),
    into: &records)
  precondition(end ?? 0 <= input.count)
  precondition(records.count == decoder.statistics.records)
  // A sample takes 8 bytes of head at least.
  precondition(records.count <= input.count / 8)
  for record in records {
    precondition(record.packets == UInt64(record.samplingRate) && record.samplingRate > 0)
  }
  return 0
}

@_cdecl("FuzzSFlow_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
