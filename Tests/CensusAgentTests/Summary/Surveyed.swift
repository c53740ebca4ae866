import CensusAgent
import CensusAttribution
import CensusCapture
import Foundation
import TestSupport

/// A survey of captures made of these frames, without any geo database.
func survey(
  _ captures: [[TimedFrame]], limits: FlowLimits = .wholeCapture
) throws -> CaptureSurvey {
  try withTemporaryFolder { folder in
    var survey = CaptureSurvey(networks: LocalNetworks(), databases: [], limits: limits)
    for (number, frames) in captures.enumerated() {
      let path = folder.appending(path: "\(number).pcap")
      try Data(PcapWriter().file(frames)).write(to: path)
      try survey.read(path.path)
    }
    return survey
  }
}

/// Two hosts for tests of the agent.
enum Host {
  static let phone = (
    mac: UInt64(0x02_00_00_00_00_01), address: UInt32(0xc0a8_0105), port: UInt16(40_000)
  )
  static let router = (
    mac: UInt64(0x02_00_00_00_00_fe), address: UInt32(0xc0a8_0101), port: UInt16(53)
  )
  static let server = (
    mac: UInt64(0x02_00_00_00_00_fe), address: UInt32(0x0808_0808), port: UInt16(443)
  )
  /// 2026-11-23T12:00:00Z
  static let noon: Int64 = 1_795_435_200_000_000
  static let second: Int64 = 1_000_000
}
