/// The stretch of a capture that is in memory: bytes are appended at its end and consumed at its
/// beginning. It grows only as far as one record asks, and only as its bytes really arrive.
package struct ByteWindow: ~Copyable {
  /// Takes no memory before the first byte comes.
  private var storage: [UInt8] = []
  private var start = 0
  private var end = 0

  /// How many bytes are in the window.
  package var count: Int { end - start }

  /// Gives `body` the bytes of the window.
  func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    // Safe: `bytes` is marked unsafe for element types with padding; UInt8 has none.
    body(unsafe storage.span.bytes.extracting(start..<end))
  }

  /// Gives `body` the bytes of the window, one by one.
  package func withSpan<Result, Failure>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.span.extracting(start..<end))
  }

  /// An empty window.
  package init() {}

  /// Drops `length` bytes (at most `count`) from the beginning.
  package mutating func consume(_ length: Int) {
    start += min(length, count)
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Appends what `fill` writes into the free room of at most `length` bytes; it returns how many bytes
  /// it wrote.
  mutating func append(upTo length: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    makeRoom(for: length)
    let end = self.end
    // Safe: the buffer is the array's own, cut to the room that `makeRoom` ensured, and does not
    // escape; the returned count is clamped.
    let written = unsafe storage.withUnsafeMutableBufferPointer { buffer in
      unsafe fill(UnsafeMutableBufferPointer(rebasing: buffer[end..<(end + length)]))
    }
    self.end += min(max(0, written), length)
  }

  /// Appends a copy of all bytes of `other`.
  mutating func append(_ other: borrowing ByteWindow) {
    append(other.storage[other.start..<other.end])
  }

  /// Appends a copy of `bytes`.
  mutating func append(_ bytes: some Collection<UInt8>) {
    makeRoom(for: bytes.count)
    for byte in bytes {
      storage[end] = byte
      end += 1
    }
  }

  /// Moves the bytes to the front where that makes enough room; else doubles the storage.
  private mutating func makeRoom(for length: Int) {
    guard storage.count - end < length else { return }
    if start > 0 {
      for index in 0..<count { storage[index] = storage[start + index] }
      end -= start
      start = 0
    }
    if storage.isEmpty { storage = [UInt8](repeating: 0, count: 2 * CaptureLimits.readLength) }
    while storage.count - end < length {
      storage.append(contentsOf: repeatElement(0, count: storage.count))
    }
  }
}
