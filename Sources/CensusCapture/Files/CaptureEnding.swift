/// How the reading of one capture ended.
public enum CaptureEnding: Hashable, Sendable {
  /// At the end of the file, between two records.
  case complete
  /// Within a record or block: the file stops short. What came before stands.
  case cutInRecord(offset: Int)
  /// A record or block claims a length that cannot be: above `CaptureLimits.longestRecord`, or less
  /// than its own header. Nothing after it can be found; what came before stands.
  case absurdLength(offset: Int, length: Int)
  /// A new pcapng section does not say its byte order.
  case brokenSection(offset: Int)
  /// The compressed stream stops short or is damaged; what could be inflated before it stands.
  case brokenCompression(offset: Int)
}

extension CaptureEnding: CustomStringConvertible {
  /// What happened and where, in bytes of the (inflated) capture; the offset is where the record that
  /// could not be read begins.
  public var description: String {
    switch self {
    case .complete: "complete"
    case .cutInRecord(let offset): "cut within the record at byte \(offset)"
    case .absurdLength(let offset, let length):
      "the record at byte \(offset) claims the impossible length \(length)"
    case .brokenSection(let offset): "the section at byte \(offset) has no valid byte order"
    case .brokenCompression(let offset): "the compressed stream is damaged or cut at byte \(offset)"
    }
  }
}

/// Bounds on what a capture may claim.
public enum CaptureLimits {
  /// The longest record or pcapng block that is believed, in bytes: 64 MiB.
  public static let longestRecord = 64 << 20
  /// The longest wire length that is believed, in bytes: libpcap's largest snap length. A packet
  /// that claims more is taken as it was captured.
  public static let longestWireLength = 262_144
  /// How many bytes one read asks for: 256 KiB measured fastest, and faster than mapping the file.
  public static let readLength = 256 << 10
}
