import CensusAttribution

extension LocalStore {
  /// A device that goes on under another random address: what is known of `later` becomes `former`'s, as one
  /// transaction. Hours that both were seen in count once for exposure. What the owner said of one address holds for
  /// both, also after a restart, when nobody knows any more that they are one.
  func merge(_ later: Device, into former: Device) throws(DatabaseError) {
    guard later != former else { return }
    try transaction { () throws(DatabaseError) in
      for (one, other) in [(later, former), (former, later)] {
        try copyWishes(from: one, to: other)
      }
      if try ignoredDevices().contains(former) {
        try deleteObservations(of: former)
      } else {
        try mergeObservations(of: later, into: former)
      }
      try deleteObservations(of: later)
    }
  }

  /// That a device is not to be observed, and its label, where the other has none.
  private func copyWishes(from one: Device, to other: Device) throws(DatabaseError) {
    let labels: [DatabaseValue] = [.text(one.label), .text(other.label)]
    try database.run(
      "INSERT OR IGNORE INTO device_ignored SELECT ?2, since FROM device_ignored WHERE device = ?1",
      labels)
    try database.run(
      "INSERT OR IGNORE INTO device_label SELECT ?2, model, since FROM device_label WHERE device = ?1",
      labels)
  }

  private func mergeObservations(of later: Device, into former: Device) throws(DatabaseError) {
    let known = try database.run(
      "SELECT id, last_minute FROM device WHERE label = ?1", [.text(later.label)])
    guard let number = known.first?.first?.integer else { return }
    let target = try self.number(of: former)
    try database.run(
      """
      INSERT INTO tally (hour, device, places, service, flows, packets_up, bytes_up, packets_down,
                         bytes_down, minutes, handshake)
      SELECT hour, ?2, places, service, flows, packets_up, bytes_up, packets_down, bytes_down,
             minutes, handshake
      FROM tally WHERE device = ?1
      \(Self.addingToTally)
      """, [.integer(number), .integer(target)])
    let present = try database.run(
      "SELECT hour, minutes FROM presence WHERE device = ?1", [.integer(number)])
    var hours: [Int64: UInt64] = [:]
    for row in present { hours[row[0].integer ?? 0] = row[1].unsigned }
    // As sights: the short silence in which the address changed was exposure, too.
    try markPresent(target, hours)
    try database.run(
      "UPDATE device SET last_minute = max(last_minute, ?2) WHERE id = ?1",
      [.integer(target), known[0][1]])
  }
}
