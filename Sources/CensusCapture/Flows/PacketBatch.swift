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

  /// The first `count` are packets.
  private(set) var entries = InlineArray<64, Entry>(repeating: Entry())
  private(set) var count = 0
  /// Where the memory accesses that only fetch end, so that the compiler keeps them.
  private var fetched: UInt64 = 0

  var isFull: Bool { count == Self.capacity }

  /// Appends a packet; there must be room.
  @inline(__always)
  mutating func append(_ packet: borrowing Packet, at time: Int64, seed: UInt64) {
    let (key, sender) = FlowKey.key(of: packet)
    entries[count].key = key
    entries[count].sender = sender
    entries[count].tcpFlags = packet.tcpFlags
    entries[count].isLaterFragment = packet.isLaterFragment
    entries[count].hash = UInt32(truncatingIfNeeded: key.hash(seed: seed))
    entries[count].length = UInt32(truncatingIfNeeded: packet.length)
    entries[count].time = time
    entries[count].link = packet.link
    count += 1
  }

  /// Looks up the probable flow of each packet, and asks for its memory. Each pass is so short that the
  /// processor comes to many packets before it has to wait for the memory of the first.
  @inline(__always)
  mutating func findFlows(_ index: borrowing FlowIndex, _ flows: borrowing FlowStore) {
    var fetched: UInt64 = 0
    for position in 0..<count { fetched &+= index.touch(entries[position].hash) }
    for position in 0..<count {
      let number = index.likelyFlow(of: entries[position].hash)
      entries[position].likelyFlow = number
      if number >= 0 { fetched &+= flows.touch(number) }
    }
    self.fetched &+= fetched
  }

  mutating func removeAll() { count = 0 }
}
