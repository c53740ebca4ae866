/// A capture's bytes, inflated where they are compressed: fills a window, piece by piece.
struct CaptureBytes: ~Copyable {
  private var source: FileSource
  private var compressed = ByteWindow()
  private var inflater: GzipInflater?
  private var examined = false
  /// True once the compressed stream turned out damaged or cut.
  private(set) var compressionBroke = false

  init(path: String) throws(CaptureError) {
    source = try FileSource(path: path)
  }

  /// How many bytes of the file, as it lies on the disk, have been read.
  var position: Int { source.position }
  /// The file's length in bytes as it lies on the disk; nil where unknown (a pipe).
  var length: Int? { source.length }

  /// Appends some more bytes to `window`; false at the end.
  mutating func read(into window: inout ByteWindow) throws(CaptureError) -> Bool {
    if !examined { return try readBeginning(into: &window) }
    guard inflater != nil else { return try source.read(into: &window) }
    return try inflate(into: &window)
  }

  /// The first piece, by which a gzip stream is recognised (RFC 1952 section 2.3.1: 1f 8b).
  private mutating func readBeginning(into window: inout ByteWindow) throws(CaptureError) -> Bool {
    while compressed.count < 2 {
      guard try source.read(into: &compressed) else { break }
    }
    examined = true
    let isGzip = compressed.withBytes { bytes in bytes.bigEndian16(at: 0) == 0x1f8b }
    if isGzip {
      inflater = GzipInflater()
      return try inflate(into: &window)
    }
    let count = compressed.count
    window.append(compressed)
    compressed = ByteWindow()
    return count > 0
  }

  private mutating func inflate(into window: inout ByteWindow) throws(CaptureError) -> Bool {
    let before = window.count
    while window.count == before {
      guard !compressionBroke, var inflater = inflater.take() else { return false }
      let progress = inflater.inflate(&compressed, into: &window)
      let mayEndHere = inflater.mayEndHere
      self.inflater = consume inflater
      switch progress {
      case .running:
        continue
      case .damaged:
        compressionBroke = true
      case .idle:
        guard try source.read(into: &compressed) else {
          compressionBroke = !mayEndHere
          return window.count > before
        }
      }
    }
    return true
  }
}
