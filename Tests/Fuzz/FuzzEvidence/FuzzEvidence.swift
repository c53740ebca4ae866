// Fuzzes what reads evidence of devices: the first byte of the input says of which protocol the rest is a
// payload (DHCP, DHCPv6, mDNS, SSDP, HTTP), and what was read goes on through the readers of names to a
// conclusion. Pieces and what is shown of them are bounded.

import CensusProtocol
import Fuzzing

@testable import CensusAttribution
@testable import CensusCapture

private let identifier = DeviceIdentifier()

private func pieces(_ kind: UInt8, _ span: RawSpan) -> [EvidencePiece] {
  let all = 0..<span.byteCount
  switch kind % 5 {
  case 0: return DHCPRequest.decode(span, at: 0)?.request.pieces ?? []
  case 1: return DHCPv6Request.decode(span, all)
  case 2: return MulticastDNS.decode(span, all)
  case 3: return [SimpleServiceDiscovery.decode(span, all)].compactMap { $0 }
  default: return [HTTPRequestHead.decode(span, all)].compactMap { $0 }
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  guard let first = input.first else { return 0 }
  let payload = Array(input.dropFirst())
  let found = pieces(first, payload.span.bytes)
  precondition(found.allSatisfy { $0.bytes.count <= EvidencePiece.mostBytes })
  var signals = found.map { Signal($0) }
  // The same bytes as if they had come whole: the readers of names see every text.
  signals += SignalKind.allCases.map { Signal($0, bytes: payload) }
  for signal in signals {
    precondition(signal.text.utf8.count <= Signal.mostBytes)
    precondition(signal.text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    let said = identifier.identify([signal])
    precondition((0...1).contains(said.confidence))
    precondition(said.level != .model || said.model?.isEmpty == false)
  }
  return 0
}

@_cdecl("FuzzEvidence_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
