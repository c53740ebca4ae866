import CensusProtocol
import Foundation

extension UTCTime {
  /// This moment by the system's clock, to the second.
  public static var now: UTCTime {
    guard let time = UTCTime(seconds: Int64(Date.now.timeIntervalSince1970)) else {
      preconditionFailure("the system's clock is not within the years 1970 to 9999: set it")
    }
    return time
  }
}
