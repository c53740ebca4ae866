import CensusAttribution

extension LocalStore {
  /// A device that goes on under another random address: what is known of `later` becomes `former`'s, as one
  /// transaction. Hours that both were seen in count once for exposure. Where one of them is not to be observed,
  /// neither is.
  func merge(_ later: Device, into former: Device) throws(DatabaseError) {
    guard later != former else { return }
    try transaction { () throws(DatabaseError) in
      let labels: [DatabaseValue] = [.text(later.label), .text(former.label)]
      try database.run(
        "INSERT OR IGNORE INTO device_ignored SELECT ?2, since FROM device_ignored WHERE device = ?1",
        labels)
      try database.run(
        "INSERT OR IGNORE INTO device_label SELECT ?2, model, since FROM device_label WHERE device = ?1",
        labels)
      if try ignoredDevices().contains(former) {
        try deleteObservations(of: former)
      } else {
        try mergeObservations(of: later, into: former)
      }
      for table in ["device_ignored", "device_label"] {
        try database.run("DELETE FROM \(table) WHERE device = ?1", [.text(later.label)])
      }
      try deleteObservations(of: later)
    }
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
