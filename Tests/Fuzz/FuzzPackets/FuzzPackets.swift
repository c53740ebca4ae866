// Fuzzes the decoders of links and of the layers above them with one frame: the first two bytes are the link
// type, the third how much longer the frame was on the wire.

import Fuzzing

@testable import CensusCapture

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  guard input.count >= 3 else { return 0 }
  let linkType = UInt16(input[0]) << 8 | UInt16(input[1])
  let frame = Array(input.dropFirst(3))
  let wireLength = frame.count + Int(input[2]) * 16
  var packet = Packet()
  let kind = FrameDecoder.decode(
    frame.span.bytes, linkType: linkType, wireLength: wireLength, into: &packet)
  if kind == .ip {
    // A fixed header is there, and the length is that of the frame at most.
    let least = packet.version == .v4 ? 20 : 40
    precondition(packet.networkOffset + least <= frame.count)
    precondition(packet.length >= least && packet.networkOffset + packet.length <= wireLength)
  }
  return 0
}

@_cdecl("FuzzPackets_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
