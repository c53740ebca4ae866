#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Keeps what a live interface sees in pcapng files (draft-ietf-opsawg-pcapng): the evidence behind a bench
/// session's figures. One file for each phase; a packet goes to the file of its own time stamp.
///
/// Memory is bounded by the buffer; a file that cannot be written ends the recording, and `failure` says why.
public final class CaptureTape {
  /// Why nothing is recorded any more; nil while all is well.
  public private(set) var failure: String?
  /// The kind of link of what is recorded.
  var linkType: UInt16 = 1
  /// What the vantage has lost since it was opened.
  var drops: UInt64 = 0

  private var buffer: [UInt8] = []
  private var descriptor: Int32 = -1
  private var path = ""
  private var dropsBefore: UInt64 = 0
  /// The file of the phase that follows without a pause, and from when packets belong to it.
  private var next: (path: String, from: Int64)?
  private var latest: Int64 = 0

  private static let bufferLength = 256 << 10

  /// A tape on which nothing is recorded yet.
  public init() {}

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether a file is being written.
  public var isRecording: Bool { descriptor >= 0 }

  /// Records to a new file from now on; the file begun before is ended.
  public func begin(_ path: String) {
    end()
    failure = nil
    self.path = path
    // An existing file is never overwritten: it may be evidence.
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return fail("cannot be made", errno) }
    dropsBefore = drops
    writeHeader()
    flush()
    _ = fsync(descriptor)
  }

  /// Goes on in a new file with the first packet of the time `from` (microseconds since 1970) or later.
  public func goOn(in path: String, from: Int64) {
    next = (path, from)
  }

  /// Writes what waits, with a sign of life and the count of lost packets at `now`. Goes over to the next
  /// file once packets of its time must have come.
  public func flush(at now: Int64) {
    guard isRecording else { return }
    latest = max(latest, now)
    if let next, now >= next.from + Self.lateness { switchOver(to: next.path) }
    writeStatistics(at: now)
    flush()
  }

  /// Ends the file, which is on the disk when this returns.
  public func end() {
    next = nil
    guard descriptor >= 0 else { return }
    writeStatistics(at: latest)
    flush()
    if descriptor >= 0 {
      if fsync(descriptor) != 0 { fail("cannot be brought to the disk", errno) }
      if descriptor >= 0 { close(descriptor) }
    }
    descriptor = -1
  }

  /// The kernel hands packets over within this time, in microseconds.
  private static let lateness: Int64 = 2_000_000

  /// Takes one packet.
  func append(_ frame: RawSpan, time: Int64, wireLength: Int) {
    if let next, time >= next.from { switchOver(to: next.path) }
    guard descriptor >= 0 else { return }
    latest = max(latest, time)
    let padding = (4 - frame.byteCount % 4) % 4
    let length = UInt32(32 + frame.byteCount + padding)
    let stamp = UInt64(max(0, time))
    put(6, length, 0, UInt32(stamp >> 32), UInt32(truncatingIfNeeded: stamp))
    put(UInt32(frame.byteCount), UInt32(truncatingIfNeeded: wireLength))
    // Safe: the bytes are copied within the call.
    unsafe frame.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
    for _ in 0..<padding { buffer.append(0) }
    put(length)
    if buffer.count >= Self.bufferLength { flush() }
  }

  private func switchOver(to path: String) {
    next = nil
    begin(path)
  }

  /// A section header and one interface, whose time stamps are microseconds (the default).
  private func writeHeader() {
    put(0x0a0d_0d0a, 28, 0x1a2b_3c4d, 0x0000_0001, 0xffff_ffff, 0xffff_ffff, 28)
    put(1, 20, UInt32(linkType), UInt32(CaptureLimits.longestWireLength), 20)
  }

  /// An interface statistics block with isb_osdrop, the packets lost since the file began.
  private func writeStatistics(at time: Int64) {
    let stamp = UInt64(max(0, time))
    let lost = drops - min(drops, dropsBefore)
    put(5, 40, 0, UInt32(stamp >> 32), UInt32(truncatingIfNeeded: stamp))
    put(7 | 8 << 16, UInt32(truncatingIfNeeded: lost), UInt32(truncatingIfNeeded: lost >> 32), 0)
    put(40)
  }

  private func put(_ words: UInt32...) {
    for word in words {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        buffer.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
  }

  private func flush() {
    guard descriptor >= 0 else { return }
    var written = 0
    while written < buffer.count {
      // Safe: the buffer is valid for its own count, and write(2) only reads it.
      let count = unsafe buffer[written...].withUnsafeBytes { rest in
        unsafe write(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0 {
        guard errno == EINTR else { return fail("cannot be written", errno) }
      } else {
        written += count
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func fail(_ what: String, _ number: Int32) {
    failure = "\(path) \(what): \(systemErrorText(number))"
    buffer.removeAll(keepingCapacity: true)
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}
