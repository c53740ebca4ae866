import CensusProtocol
import CensusStatistics
import Fuzzing

/// Any bytes are a log, or have faults; what can be read of a release can be audited, whatever it says, and
/// an entry that is accepted is encoded again to the very same bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for entry in ReleaseLog([("input", bytes)]).entries { audit(entry.entry) }
  if let entry = try? LogEntry(decoding: bytes) {
    precondition(entry.encoded == bytes, "an accepted entry is not the canonical encoding")
    audit(entry)
  }
  return 0
}

private func audit(_ entry: LogEntry) {
  guard let release = entry.release else { return }
  _ = ReleaseAudit(of: release, spentBefore: .zero, catalogue: .bundled)
}

@_cdecl("FuzzLogs_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzzOneInput)
}
