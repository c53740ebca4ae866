/// The round trip of a flow's TCP handshakes as seen at the vantage: from a SYN to the SYN+ACK that
/// answers it is the way to the answering side and back (RFC 9293, section 3.5).
///
/// A SYN that is sent again is counted from the first (compare Karn's algorithm, RFC 6298, section 3): the
/// result may be too long, never too short, so it can be held against a place that is said to be nearer.
struct Handshake {
  private static let unknown = UInt32.max
  /// Longer than this is not a round trip but a connection tried again; in microseconds.
  private static let longest: UInt32 = 120_000_000

  // Lower 32 bits of the microseconds of the SYN whose answer is awaited; 71 minutes around.
  private var asked: UInt32 = 0
  private var shortest = unknown
  private var isAwaited = false
  private var callerIsLower = false

  /// Takes one TCP packet of the flow.
  @inline(__always)
  mutating func see(_ flags: TCPFlags, isFromLower: Bool, time: Int64) {
    guard flags.contains(.synchronise) else { return }
    let now = UInt32(truncatingIfNeeded: time)
    if flags.contains(.acknowledge) {
      seeAnswer(isFromLower: isFromLower, now: now)
    } else {
      seeCall(isFromLower: isFromLower, now: now)
    }
  }

  private mutating func seeCall(isFromLower: Bool, now: UInt32) {
    let isRepeated =
      isAwaited && callerIsLower == isFromLower && now &- asked <= Self.longest
    guard !isRepeated else { return }
    if callerIsLower != isFromLower { shortest = Self.unknown }
    isAwaited = true
    callerIsLower = isFromLower
    asked = now
  }

  private mutating func seeAnswer(isFromLower: Bool, now: UInt32) {
    guard isAwaited, isFromLower != callerIsLower else { return }
    isAwaited = false
    let elapsed = now &- asked
    if elapsed <= Self.longest { shortest = min(shortest, elapsed) }
  }

  /// The shortest round trip, in microseconds, that was answered from this side since it was last taken;
  /// nil where there was none.
  mutating func takeRoundTrip(answeredByLower: Bool) -> UInt32? {
    guard shortest != Self.unknown, callerIsLower != answeredByLower else { return nil }
    defer { shortest = Self.unknown }
    return shortest
  }
}
