public import CensusAttribution

// What the owner does not want to be known: devices that are not observed, and devices that are forgotten.
extension LocalStore {
  /// From now on the device is not observed, and what was counted of it is deleted. `now` is in microseconds
  /// since 1970.
  public func ignore(_ device: Device, at now: Int64) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      try database.run(
        "INSERT OR IGNORE INTO device_ignored (device, since) VALUES (?1, ?2)",
        [.text(device.label), .integer(now)])
      try deleteObservations(of: device)
    }
  }

  /// The device is observed again from `now` on, in microseconds since 1970: what it showed until then is not used.
  public func unignore(_ device: Device, at now: Int64) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      try database.run("DELETE FROM device_ignored WHERE device = ?1", [.text(device.label)])
      try noteForgotten(device, at: now)
    }
  }

  /// The devices that are not to be observed.
  public func ignoredDevices() throws(DatabaseError) -> Set<Device> {
    let rows = try database.run("SELECT device FROM device_ignored")
    return Set(rows.compactMap { $0[0].text.map { Device(label: $0) } })
  }

  /// Forgets the device: label, conclusion, and everything that was counted of it. That it was forgotten, and when
  /// (`now`, in microseconds since 1970), is known for two days: a running agent forgets what it has in memory.
  public func forget(_ device: Device, at now: Int64) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      for table in ["device_label", "device_ignored"] {
        try database.run("DELETE FROM \(table) WHERE device = ?1", [.text(device.label)])
      }
      try deleteObservations(of: device)
      try noteForgotten(device, at: now)
    }
  }

  /// When devices were forgotten in the last two days, in microseconds since 1970.
  func forgottenDevices() throws(DatabaseError) -> [Device: Int64] {
    var devices: [Device: Int64] = [:]
    for row in try database.run("SELECT device, at FROM device_forgotten") {
      if let label = row[0].text, let time = row[1].integer { devices[Device(label: label)] = time }
    }
    return devices
  }

  private static let memoryOfForgetting: Int64 = 2 * 86_400_000_000

  /// After two days nothing tells any more that a device was forgotten. `now` is in microseconds since 1970.
  func forgetForgetting(at now: Int64) throws(DatabaseError) {
    try database.run(
      "DELETE FROM device_forgotten WHERE at < ?1", [.integer(now - Self.memoryOfForgetting)])
  }

  private func noteForgotten(_ device: Device, at now: Int64) throws(DatabaseError) {
    try forgetForgetting(at: now)
    try database.run(
      "INSERT OR REPLACE INTO device_forgotten (device, at) VALUES (?1, ?2)",
      [.text(device.label), .integer(now)])
  }

  func deleteObservations(of device: Device) throws(DatabaseError) {
    try database.run("DELETE FROM device_conclusion WHERE device = ?1", [.text(device.label)])
    try database.run("DELETE FROM device WHERE label = ?1", [.text(device.label)])
  }
}
