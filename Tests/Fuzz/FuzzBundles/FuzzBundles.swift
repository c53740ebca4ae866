import CensusProtocol
import Fuzzing

/// Any bytes are a bundle or are refused; what is accepted is encoded again to the very same bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let bundle = try? SessionBundle(decoding: bytes) {
    precondition(bundle.encoded == bytes, "an accepted bundle is not the canonical encoding")
  }
  return 0
}

@_cdecl("FuzzBundles_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzzOneInput)
}
