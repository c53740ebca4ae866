import SystemZlib

/// Inflates a gzip stream (RFC 1952), which may be several members one after the other.
///
/// The zlib state lives on the heap at a fixed address, since zlib keeps a pointer back to it. Marked safe:
/// the pointer is private, made in `init`, freed in `deinit`, and never handed out.
@safe struct GzipInflater: ~Copyable {
  /// What became of one call of `inflate`.
  enum Progress {
    /// Bytes were consumed or produced; call again.
    case running
    /// All members ended and no input is left.
    case idle
    /// The stream is not valid from here on.
    case damaged
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private var betweenMembers = true

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 + 16: the largest window, and a gzip header (zlib.h, inflateInit2). With a valid struct and
    // version this fails only when memory is short, which `inflate` then reports as damage.
    _ = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// True where the input may end without loss: no member has begun, or the last one is whole.
  var mayEndHere: Bool { betweenMembers }

  /// Inflates from `compressed` to the end of `plain`, at most `CaptureLimits.readLength` bytes.
  mutating func inflate(
    _ compressed: inout ByteWindow, into plain: inout ByteWindow
  ) -> Progress {
    guard compressed.count > 0 || !betweenMembers else { return .idle }
    var status = Z_OK
    var consumed = 0
    let available = compressed.count
    compressed.withBytes { input in
      unsafe plain.append(upTo: CaptureLimits.readLength) { free in
        // Safe: both buffers are valid for the counts given and zlib keeps to them; neither pointer
        // is used after the call. zlib does not write to its input (next_in is only not const).
        unsafe input.withUnsafeBytes { bytes in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
          unsafe stream.pointee.avail_in = UInt32(bytes.count)
          unsafe stream.pointee.next_out = free.baseAddress
          unsafe stream.pointee.avail_out = UInt32(free.count)
          status = unsafe SystemZlib.inflate(stream, Z_NO_FLUSH)
          consumed = unsafe bytes.count - Int(stream.pointee.avail_in)
          return unsafe free.count - Int(stream.pointee.avail_out)
        }
      }
    }
    compressed.consume(consumed)
    if consumed > 0 { betweenMembers = false }
    switch status {
    case Z_STREAM_END:
      betweenMembers = true
      return unsafe inflateReset(stream) == Z_OK ? .running : .damaged
    case Z_OK:
      return .running
    case Z_BUF_ERROR where available == consumed:
      return .idle
    default:
      return .damaged
    }
  }
}
