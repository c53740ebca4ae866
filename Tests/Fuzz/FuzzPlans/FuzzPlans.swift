import CensusPlans
import Fuzzing

/// Any bytes are a plan or are refused with a reason; every sequence of an accepted plan has all its phases.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let plan = try? CensusPlans.read(bytes).plan {
    for sequence in 0..<plan.sequences {
      let minutes = plan.schedule(sequence: sequence).reduce(0) { $0 + $1.duration.minutes }
      precondition(minutes == plan.minutes, "a sequence leaves a phase out")
    }
  }
  return 0
}

@_cdecl("FuzzPlans_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzzOneInput)
}
