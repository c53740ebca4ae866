/// Packets on their way to the flow table, as many as are counted in one go.
struct PacketBatch {
  /// Enough for the processor to have as many memory accesses under way as it can.
  static let capacity = 32

  /// One packet, and what the flow table needs to find its flow.
  struct Entry {
    var packet = Packet()
    /// Microseconds since 1970.
    var time: Int64 = 0
    var key = FlowKey()
    var hash: UInt32 = 0
    /// Which flow it probably is; -1 where it is probably new.
    var likelyFlow = -1
    var isFromLower = false

    @inline(__always)
    mutating func prepare(seed: UInt64) {
      isFromLower = FlowKey.isFromLower(packet)
      key = FlowKey(packet, isFromLower: isFromLower)
      hash = UInt32(truncatingIfNeeded: key.hash(seed: seed))
    }
  }

  /// Always `capacity` of them; the first `count` are packets.
  var entries = [Entry](repeating: Entry(), count: capacity)
  var count = 0
  /// Where the memory accesses of the first passes end, so that the compiler keeps them.
  var touched: UInt64 = 0
}
