extension TrafficTotals {
  /// Counts a record's packets; of the link nothing is known.
  mutating func add(_ record: borrowing FlowRecord) {
    // The composer keeps the sum of all records far below what an Int holds.
    let packets = Int(clamping: record.packets)
    let bytes = Int(clamping: record.bytes)
    self.packets += packets
    ipPackets += packets
    ipBytes += bytes
    if record.source.version == .v4 {
      ipv4Packets += packets
    } else {
      ipv6Packets += packets
    }
    if record.isLaterFragment { laterFragments += packets }
    if record.first < first ?? .max { first = record.first }
    if record.last > last ?? .min { last = record.last }
  }
}
