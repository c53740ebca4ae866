// Fuzzes the reader of DHCP requests; the first byte says where the message begins. What is kept is no
// more than what was sent.

import Fuzzing

@testable import CensusCapture

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  guard let begin = input.first,
    let (_, request) = DHCPRequest.decode(input.span.bytes, at: Int(begin))
  else { return 0 }
  let kept = [request.hostName, request.parameterList, request.vendorClass]
  precondition(kept.allSatisfy { $0.count <= 255 })
  return 0
}

@_cdecl("FuzzDHCP_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
