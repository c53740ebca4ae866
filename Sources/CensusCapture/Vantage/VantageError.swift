/// Why a vantage cannot be opened, or sees nothing any more.
public enum VantageError: Error, Equatable, Sendable {
  /// A capture file.
  case capture(CaptureError)
  /// There is no interface of that name; `existing` are those that there are.
  case noInterface(name: String, existing: [String])
  /// The interface is there, but not up.
  case interfaceIsDown(name: String)
  /// The system does not let this process look there.
  case notPermitted(what: String)
  /// Something else, in the words of the system or of the library.
  case cannotOpen(what: String, reason: String)
  /// It was open, it was lost, and it cannot be opened again by this process.
  case lost(what: String, reason: String)
}

extension VantageError: CustomStringConvertible {
  /// What, where, and how to mend it, on one line.
  public var description: String {
    switch self {
    case .capture(let error):
      error.description
    case .noInterface(let name, let existing):
      "there is no interface \(name); there are: \(existing.joined(separator: ", "))"
    case .interfaceIsDown(let name):
      "the interface \(name) is not up; bring it up with: ip link set \(name) up"
    case .notPermitted(let what):
      "\(what): not permitted; run it as root (with --user NAME, so that it gives root up after opening), "
        + "or give it the capabilities CAP_NET_RAW and CAP_NET_ADMIN"
    case .cannotOpen(let what, let reason):
      "\(what) cannot be opened: \(reason)"
    case .lost(let what, let reason):
      "\(what) was lost and cannot be opened again: \(reason); start it again"
    }
  }
}
