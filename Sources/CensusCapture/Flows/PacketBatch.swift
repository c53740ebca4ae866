/// Packets on their way to the flow table, as many as are counted in one go.
struct PacketBatch {
  /// Enough for the processor to have as many memory accesses under way as it can.
  static let capacity = 64

  /// What the flow table needs of one packet, and which flow it probably belongs to.
  struct Entry {
    var key = FlowKey()
    /// Which endpoint of the key sent it.
    var sender = FlowKey.Endpoint.lower
    var tcpFlags = TCPFlags()
    var isLaterFragment = false
    /// The lower 32 bits of the key's hash.
    var hash: UInt32 = 0
    /// IP bytes: header and payload.
    var length: UInt32 = 0
    /// Microseconds since 1970.
    var time: Int64 = 0
    var link = LinkContext()
    /// The number of the flow that it probably belongs to; -1 where it probably begins one.
    var likelyFlow = -1
  }

  /// A ring; from `first` on, `count` of them are packets.
  private(set) var entries = InlineArray<64, Entry>(repeating: Entry())
  private var first = 0
  private(set) var count = 0
  /// How many of the packets, from the first on, have had their flow looked up.
  private var found = 0

  /// As many packets as are counted in one go, while as many others wait for their flows' memory.
  private static let half = capacity / 2

  /// Whether the flows of some more packets should be looked up.
  var isDue: Bool { (first &+ count) & (Self.half &- 1) == 0 }

  /// Appends a packet; there must be room.
  @inline(__always)
  mutating func append(
    _ packet: borrowing Packet, at time: Int64, seed: UInt64, _ index: borrowing FlowIndex
  ) {
    let (key, sender) = FlowKey.key(of: packet)
    let position = (first &+ count) & (Self.capacity &- 1)
    let hash = UInt32(truncatingIfNeeded: key.hash(seed: seed))
    entries[position].key = key
    entries[position].sender = sender
    entries[position].tcpFlags = packet.tcpFlags
    entries[position].isLaterFragment = packet.isLaterFragment
    entries[position].hash = hash
    entries[position].length = UInt32(truncatingIfNeeded: packet.length)
    entries[position].time = time
    entries[position].link = packet.link
    index.prefetch(hash)
    count += 1
  }

  /// Looks up the probable flow of each packet that came since the last time, and asks for its memory, which
  /// comes while further packets are decoded.
  @inline(__always)
  mutating func findFlows(_ index: borrowing FlowIndex, _ flows: borrowing FlowStore) {
    while found < count {
      let position = (first &+ found) & (Self.capacity &- 1)
      let number = index.likelyFlow(of: entries[position].hash)
      entries[position].likelyFlow = number
      if number >= 0 { flows.prefetch(number) }
      found += 1
    }
  }

  /// How many packets' flows have had time to come.
  var ready: Int { max(0, count - Self.half) }

  /// The place of the first packet, which leaves the batch.
  @inline(__always)
  mutating func removeFirst() -> Int {
    defer {
      first = (first &+ 1) & (Self.capacity &- 1)
      count -= 1
      found -= 1
    }
    return first
  }
}
