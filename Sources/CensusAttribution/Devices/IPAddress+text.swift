import CensusCapture

extension IPAddress {
  /// Dotted IPv4; IPv6 as RFC 5952 writes it: lower case, the longest run of zero groups as `::`.
  var text: String {
    version == .v4 ? Self.dotted(low) : Self.grouped(groups)
  }

  private var groups: [UInt16] {
    stride(from: 48, through: 0, by: -16).map { UInt16(truncatingIfNeeded: high >> UInt64($0)) }
      + stride(from: 48, through: 0, by: -16).map { UInt16(truncatingIfNeeded: low >> UInt64($0)) }
  }

  private static func dotted(_ bits: UInt64) -> String {
    stride(from: 24, through: 0, by: -8).map { String(bits >> UInt64($0) & 0xff) }
      .joined(separator: ".")
  }

  private static func grouped(_ groups: [UInt16]) -> String {
    let run = longestZeroRun(groups)
    func hexadecimal(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard run.count > 1 else { return hexadecimal(groups[...]) }
    return hexadecimal(groups[..<run.lowerBound]) + "::" + hexadecimal(groups[run.upperBound...])
  }

  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
    var longest = 0..<0
    var begin = 0
    for index in groups.indices {
      if groups[index] != 0 {
        begin = index + 1
      } else if index + 1 - begin > longest.count {
        longest = begin..<(index + 1)
      }
    }
    return longest
  }
}
