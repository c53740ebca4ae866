// Fuzzes the decoders of what the kernel says of tracked connections and of neighbours, and what is made of
// it: whatever is read, in whatever order, differences never count more than the last reading says.

import Fuzzing

@testable import CensusCapture

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  var ledger = ConnectionLedger(most: 4)
  let view = LocalView { $0.low & 1 == 0 }
  var table = FlowTable(limits: FlowLimits(mostFlows: 4))
  var time: Int64 = 0
  NetlinkMessage.forEach(in: input.span.bytes) { type, flags, body in
    time += 1_000_000
    _ = NeighbourTable.decode(type: type, body)
    _ = NetlinkMessage.status(type: type, body)
    var step: ConnectionLedger.Step?
    var last: Connection?
    switch ConnectionDecoder.decode(type: type, flags: flags, body) {
    case .began(let connection): ledger.begin(connection, at: time)
    case .stands(let connection):
      last = connection
      step = ledger.read(connection, at: time)
    case .ended(let connection):
      last = connection
      step = ledger.end(connection, at: time)
    case nil: ledger.beginRound()
    }
    guard let step, let counters = last?.originalCounters else { return }
    precondition(step.original.packets <= counters.packets && step.original.bytes <= counters.bytes)
    for record in view.records(of: step, at: time) { table.add(record) { _ in } }
  }
  ledger.endRound()
  table.finish { _ in }
  return 0
}

@_cdecl("FuzzKernelTables_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
