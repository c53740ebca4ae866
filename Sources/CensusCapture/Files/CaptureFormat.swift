/// The format of a capture, told by its first bytes.
enum CaptureFormat {
  case pcap(PcapFormat)
  case pcapng(PcapngFormat)

  /// How many bytes it takes to tell.
  static let headerLength = PcapFormat.fileHeaderLength

  /// Nil where `bytes`, the beginning of the capture, is that of neither format.
  init?(fileHeader bytes: RawSpan) {
    if let format = PcapFormat(fileHeader: bytes) {
      self = .pcap(format)
    } else if let format = PcapngFormat(fileHeader: bytes) {
      self = .pcapng(format)
    } else {
      return nil
    }
  }

  /// How many bytes of header come before the first record. A pcapng section header is a block.
  var preludeLength: Int {
    switch self {
    case .pcap: PcapFormat.fileHeaderLength
    case .pcapng: 0
    }
  }
}
