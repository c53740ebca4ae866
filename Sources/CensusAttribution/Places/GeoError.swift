public import CensusCapture

/// Why a geo database cannot be used.
public enum GeoError: Error, Equatable, Sendable {
  /// The file cannot be opened or read.
  case unreadable(path: String, CaptureError)
  /// A line is not of the expected form, or out of order.
  case malformed(path: String, line: Int)
}

extension GeoError: CustomStringConvertible {
  /// What, where, and how to mend it, on one line.
  public var description: String {
    switch self {
    case .unreadable(let path, let cause):
      "geo database \(path): \(cause.reason); install the Debian package tor-geoipdb, "
        + "or name another file with --geo"
    case .malformed(let path, let line):
      "geo database \(path): line \(line) is not start,end,CC in ascending order; "
        + "reinstall the Debian package tor-geoipdb, or name another file with --geo"
    }
  }
}
