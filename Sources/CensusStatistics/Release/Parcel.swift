import CensusProtocol

/// A row of a contribution, with the number of the contribution that it belongs to.
struct CrowdRow {
  let contributor: Int
  let row: HouseRow
}

/// Rows that are counted together: what becomes a cell, or is merged into a greater one.
struct Parcel {
  let destination: ReleaseDestination
  let rows: [CrowdRow]
  /// The contributors of whom a row is there.
  let contributors: Set<Int>

  init(destination: ReleaseDestination, rows: [CrowdRow]) {
    self.destination = destination
    self.rows = rows
    contributors = Set(rows.map(\.contributor))
  }

  /// The quartiles of each contributor's largest buckets.
  var quartiles: BucketQuartiles? {
    let largest = Dictionary(grouping: rows, by: \.contributor).values.map { rows in
      (
        up: rows.map(\.row.up).max(), down: rows.map(\.row.down).max(),
        hours: rows.map { Self.rank(of: $0.row.activeHours) }.max()
      )
    }
    let hours = largest.compactMap(\.hours).sorted().map { ActiveHours.allCases[$0] }
    guard let up = Quartiles(sorted: largest.compactMap(\.up).sorted()),
      let down = Quartiles(sorted: largest.compactMap(\.down).sorted()),
      let activeHours = Quartiles(sorted: hours)
    else { return nil }
    return BucketQuartiles(up: up, down: down, activeHours: activeHours)
  }

  private static func rank(of hours: ActiveHours) -> Int {
    ActiveHours.allCases.firstIndex(of: hours) ?? 0
  }
}
