/// One direction of one flow, as an exporter reported it, with everything resolved that can be: counters
/// multiplied by the sampling rate, times in microseconds since 1970, addresses as the local network has
/// them. What a flow record becomes before it is added up to slices.
public struct FlowRecord: Sendable {
  /// Who sent the record.
  public var exporter: IPAddress
  /// In which format; nil where nobody exported it (`ConntrackMeter`).
  public var format: ExportFormat?
  /// The sender, before address translation.
  public var source: IPAddress
  /// The receiver, behind address translation.
  public var destination: IPAddress
  /// 0 where the protocol has no ports.
  public var sourcePort: UInt16 = 0
  /// 0 where the protocol has no ports.
  public var destinationPort: UInt16 = 0
  /// IANA's IP protocol number.
  public var transport: UInt8 = 0
  /// The flags of all TCP segments, one over the other; 0 where not exported.
  public var tcpFlags: UInt8 = 0
  /// The stations, where exported.
  public var link = LinkContext()
  /// At least 1, multiplied by the sampling rate.
  public var packets: UInt64
  /// IP bytes, headers included, multiplied by the sampling rate.
  public var bytes: UInt64
  /// One packet in so many was looked at; 1 where all were.
  public var samplingRate: UInt32 = 1
  /// Microseconds since 1970 of the first packet.
  public var first: Int64
  /// Microseconds since 1970 of the last packet, not before `first`.
  public var last: Int64
  /// Which side began the flow, as far as the exporter says so.
  public var began = Began.notSaid
  /// What was added to the exporter's own times because its clock was plainly wrong, in microseconds.
  public var clockCorrection: Int64 = 0
  /// It counts nothing but fragments that are not the first.
  public var isLaterFragment = false

  /// Which side began a flow.
  public enum Began: Sendable {
    /// The record does not say.
    case notSaid
    /// The sender.
    case sender
    /// The receiver.
    case receiver
  }
}

/// The formats in which flow records come.
public enum ExportFormat: UInt8, Sendable, Hashable, CaseIterable {
  /// NetFlow version 5 (Cisco).
  case netflow5 = 5
  /// NetFlow version 9 (RFC 3954).
  case netflow9 = 9
  /// IPFIX (RFC 7011).
  case ipfix = 10
  /// sFlow version 5 (sflow.org).
  case sflow = 105
}

extension ExportFormat: CustomStringConvertible {
  /// The usual name.
  public var description: String {
    switch self {
    case .netflow5: "NetFlow v5"
    case .netflow9: "NetFlow v9"
    case .ipfix: "IPFIX"
    case .sflow: "sFlow v5"
    }
  }
}
