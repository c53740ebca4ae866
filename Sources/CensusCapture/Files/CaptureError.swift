/// Why a capture could not be opened or read. What was read before the failure stands.
public enum CaptureError: Error, Equatable, Sendable {
  /// The file could not be opened; the system's error number (errno).
  case cannotOpen(path: String, systemError: Int32)
  /// Reading failed after `offset` bytes; the system's error number (errno).
  case cannotRead(path: String, offset: Int, systemError: Int32)
  /// The file holds no byte.
  case empty(path: String)
  /// The file begins like neither pcap nor pcapng, nor like either of them compressed by gzip.
  case notACapture(path: String)
  /// The file is neither a capture nor the payload of a flow exporter's datagram.
  case notRecords(path: String)
}

extension CaptureError {
  /// What is wrong, without where it is and how to mend it.
  public var reason: String {
    switch self {
    case .cannotOpen(_, let number): "cannot be opened: \(systemErrorText(number))"
    case .cannotRead(_, let offset, let number):
      "reading failed after \(offset) bytes: \(systemErrorText(number))"
    case .empty: "the file is empty"
    case .notACapture: "not a capture file"
    case .notRecords: "neither a capture nor a datagram of flow records"
    }
  }
}

extension CaptureError: CustomStringConvertible {
  /// What, where, and how to mend it, on one line.
  public var description: String {
    switch self {
    case .cannotOpen(let path, _):
      "\(path): \(reason); check the name and its permissions"
    case .cannotRead(let path, _, _):
      "\(path): \(reason); what came before is counted; copy the file to a sound disk and try again"
    case .empty(let path):
      "\(path): \(reason); was the capture stopped before it began?"
    case .notACapture(let path):
      "\(path): \(reason); expected pcap or pcapng, plain or compressed by gzip "
        + "(a different format can be converted by editcap)"
    case .notRecords(let path):
      "\(path): \(reason); expected pcap or pcapng with exports in it, or the payload of one datagram "
        + "of NetFlow v5, NetFlow v9, IPFIX or sFlow v5"
    }
  }
}
