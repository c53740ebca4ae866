// Fuzzes the collector of flow records with a stream of datagrams from one exporter, which remembers what
// came before: templates, sampling rates, sequence numbers, sets that wait. The input is a row of datagrams,
// each with its length in two bytes before it. What the slices count must be what the records counted, and
// what is remembered must be the same when it is written and read again.

import Fuzzing

@testable import CensusCapture

private func datagrams(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  var rest = bytes[...]
  var datagrams: [ArraySlice<UInt8>] = []
  while rest.count > 2, datagrams.count < 64 {
    let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
    rest = rest.dropFirst(2)
    datagrams.append(rest.prefix(length))
    rest = rest.dropFirst(length)
  }
  return datagrams
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  let exporter = IPAddress(v4: 0xc0a8_0101)
  var meter = RecordMeter(
    limits: FlowLimits(idleSeconds: 5, activeSeconds: 20, mostFlows: 8))
  var packets: UInt64 = 0
  var bytes: UInt64 = 0
  var begun = 0
  func receive(_ slice: FlowSlice) {
    packets += slice.packets
    bytes += slice.bytes
    begun += slice.beginsFlow ? 1 : 0
    precondition(slice.packets > 0 && slice.minutes > 0 && slice.first <= slice.last)
  }
  for (number, datagram) in datagrams(input).enumerated() {
    let copy = Array(datagram)
    meter.take(
      copy.span.bytes, from: exporter, at: 1_795_435_200_000_000 + Int64(number) * 1_000_000,
      receive)
    if number % 8 == 7 { meter.handOutAll(receive) }
  }
  meter.finish(receive)
  let totals = meter.totals
  precondition(packets == UInt64(totals.ipPackets) && bytes == UInt64(totals.ipBytes))
  precondition(begun == meter.flows)
  let memory = meter.memory
  var other = RecordMeter(limits: FlowLimits())
  let isRecalled = other.recall(memory)
  let again = other.memory
  precondition(isRecalled && again == memory)
  _ = ExporterMemory.decode(input)
  return 0
}

@_cdecl("FuzzRecords_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
