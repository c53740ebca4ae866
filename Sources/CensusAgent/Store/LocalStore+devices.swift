public import CensusAttribution
public import CensusProtocol

extension LocalStore {
  /// What devices were taken for and what their owner says. By the device's name, not by its number: a label
  /// outlives the weeks for which tallies are kept.
  static let deviceMigrations = [
    Migration(
      room: "devices", number: 1,
      statements: [
        """
        CREATE TABLE device_conclusion (
          device TEXT PRIMARY KEY,
          level TEXT NOT NULL,
          title TEXT NOT NULL,
          model TEXT,
          thousandths INTEGER NOT NULL,
          kinds TEXT NOT NULL,
          first INTEGER NOT NULL,
          last INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE device_label (
          device TEXT PRIMARY KEY, model TEXT NOT NULL, since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE device_ignored (device TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT",
      ]),
    Migration(
      room: "devices", number: 2,
      statements: [
        "CREATE TABLE device_forgotten (device TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT"
      ]),
  ]

  /// More devices than this are not concluded on: invented addresses are not to fill the disk.
  private static let mostConclusions: Int64 = 4096

  /// Notes what a device is taken for, and when it was seen, in microseconds since 1970.
  public func conclude(
    _ conclusion: KnownDevice.Conclusion, on device: Device, first: Int64, last: Int64
  ) throws(DatabaseError) {
    try database.run(
      """
      INSERT INTO device_conclusion (device, level, title, model, thousandths, kinds, first, last)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
      WHERE NOT EXISTS (SELECT 1 FROM device_ignored WHERE device = ?1)
        AND ((SELECT count(*) FROM device_conclusion) < \(Self.mostConclusions)
          OR EXISTS (SELECT 1 FROM device_conclusion WHERE device = ?1))
      ON CONFLICT (device) DO UPDATE SET
        level = excluded.level, title = excluded.title, model = excluded.model,
        thousandths = excluded.thousandths, kinds = excluded.kinds,
        first = min(first, excluded.first), last = max(last, excluded.last)
      """,
      [
        .text(device.label), .text(conclusion.level.rawValue), .text(conclusion.title),
        conclusion.identifier.map { .text($0.description) } ?? .null,
        .integer(Int64(conclusion.thousandths)),
        .text(Self.text(of: conclusion)), .integer(first),
        .integer(last),
      ])
  }

  /// Says what `device` is; nil takes the label away. `now` is in microseconds since 1970.
  public func label(
    _ device: Device, as model: ModelIdentifier?, at now: Int64
  ) throws(DatabaseError) {
    guard let model else {
      try database.run("DELETE FROM device_label WHERE device = ?1", [.text(device.label)])
      return
    }
    try database.run(
      """
      INSERT INTO device_label (device, model, since) VALUES (?1, ?2, ?3)
      ON CONFLICT (device) DO UPDATE SET model = excluded.model, since = excluded.since
      """, [.text(device.label), .text(model.description), .integer(now)])
  }

  /// Every device that was seen, concluded on, labelled or ignored, by name.
  public func knownDevices() throws(DatabaseError) -> [KnownDevice] {
    try database.run(
      """
      SELECT d.device, c.level, c.title, c.model, c.thousandths, c.kinds, c.first, c.last, l.model,
             i.since, t.last_minute,
             (SELECT min(hour) FROM presence AS p WHERE p.device = t.id)
      FROM (SELECT device FROM device_conclusion UNION SELECT device FROM device_label
            UNION SELECT device FROM device_ignored UNION SELECT label FROM device) AS d
      LEFT JOIN device_conclusion AS c ON c.device = d.device
      LEFT JOIN device_label AS l ON l.device = d.device
      LEFT JOIN device_ignored AS i ON i.device = d.device
      LEFT JOIN device AS t ON t.label = d.device
      ORDER BY d.device
      """
    ).compactMap(Self.known)
  }

  /// Which entry of the catalogue each device may be called outside of this house: the owner's label, else what
  /// was concluded, rolled up to what so many houses have that it tells none of them apart. Devices of which
  /// nothing is known, and those that are not to be observed, are not among them.
  public func departingModels(
    common: CommonModels, catalogue: Catalogue = .bundled
  ) throws(DatabaseError) -> [Device: ModelIdentifier] {
    var models: [Device: ModelIdentifier] = [:]
    for known in try knownDevices() where !known.isIgnored {
      guard let identifier = known.identifier else { continue }
      models[known.device] = catalogue.rolledUp(identifier, common: common)
    }
    return models
  }

  /// What each device was taken for.
  func conclusions() throws(DatabaseError) -> [Device: KnownDevice.Conclusion] {
    let rows = try database.run(
      "SELECT device, level, title, model, thousandths, kinds FROM device_conclusion")
    var conclusions: [Device: KnownDevice.Conclusion] = [:]
    for row in rows {
      if let name = row[0].text { conclusions[Device(label: name)] = Self.conclusion(row) }
    }
    return conclusions
  }

  private static func conclusion(_ row: [DatabaseValue]) -> KnownDevice.Conclusion? {
    guard let level = row[1].text.flatMap(Identification.Level.init(rawValue:)),
      let title = row[2].text
    else { return nil }
    return KnownDevice.Conclusion(
      level: level, title: title, identifier: row[3].text.flatMap { ModelIdentifier($0) },
      thousandths: Int(row[4].integer ?? 0), kinds: kinds(row[5].text ?? ""),
      statements: statements(row[5].text ?? ""))
  }

  private static func known(_ row: [DatabaseValue]) -> KnownDevice? {
    guard let name = row[0].text else { return nil }
    let tallied = row[10].integer.flatMap { $0 > 0 ? $0 * 60_000_000 : nil }
    return KnownDevice(
      device: Device(label: name), conclusion: conclusion(row),
      label: row[8].text.flatMap { ModelIdentifier($0) }, isIgnored: row[9].integer != nil,
      first: [row[6].integer, row[11].integer.map { $0 * 3_600_000_000 } ?? tallied]
        .compactMap { $0 }.min(),
      last: [row[7].integer, tallied].compactMap { $0 }.max())
  }
}
