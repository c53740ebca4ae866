// Fuzzes the reader of geo text files: whole and in two pieces it must say the same.

import CensusCapture
import Fuzzing

@testable import CensusAttribution

private func read(_ bytes: [UInt8], cut: Int) -> (fault: Int?, v4: UInt16?, v6: UInt16?) {
  var reader = GeoTextReader()
  do throws(GeoFault) {
    let head = Array(bytes[..<cut])
    let consumed = try reader.read(head.span, isLast: false)
    let rest = Array(bytes[consumed...])
    _ = try reader.read(rest.span, isLast: true)
    try reader.finish()
  } catch {
    return (error.line, nil, nil)
  }
  let probe = bytes.reduce(UInt64(0)) { $0 &* 31 &+ UInt64($1) }
  return (
    nil, reader.v4?.number(of: UInt32(truncatingIfNeeded: probe)),
    reader.v6?.number(of: (probe, probe &* 7))
  )
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ length: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: length))
  guard let first = input.first else { return 0 }
  let text = Array(input.dropFirst())
  precondition(read(text, cut: 0) == read(text, cut: Int(first) * text.count / 255))
  return 0
}

@_cdecl("FuzzGeoText_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, arguments, fuzz)
}
