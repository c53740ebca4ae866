import CensusStatistics

/// Statistics as a table for people.
struct StatisticsText {
  let answer: StatisticsDocument

  /// The table, and below it what must be known to read it.
  var text: String {
    guard !answer.rows.isEmpty else {
      return "Nothing is stored that fits: no country was contacted, or nothing was measured.\n"
        + notes
    }
    return table + notes
  }

  private static let header = [
    "MODEL", "CONDITION", "COUNTRY", "SERVICE", "UP/DEVICE-HOUR", "DOWN/DEVICE-HOUR",
    "UNITS WITH CONTACT (95 %)", "DEVICE-HOURS", "SESSIONS", "ORGANISATIONS",
  ]
  /// The columns from here on are numbers, aligned at the right.
  private static let firstNumber = 4

  private var table: String {
    let lines = [Self.header] + answer.rows.map(cells)
    let widths = Self.header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let padded = zip(line, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < Self.firstNumber ? cell.0 + padding : padding + cell.0
      }
      return padded.joined(separator: "  ") + "\n"
    }
    .joined()
  }

  private func cells(_ row: StatisticRowDocument) -> [String] {
    let rates =
      row.contactsPerHourBelow.map { ["none seen", "< \(Figures.threeDigits($0)) contacts/h"] }
      ?? [Figures.bytes(row.bytesUpPerDeviceHour), Figures.bytes(row.bytesDownPerDeviceHour)]
    let contact = row.unitsWithContact
    return [row.model, row.condition, row.country, row.service] + rates + [
      Figures.share(
        count: contact.count, of: row.units, low: contact.shareLow, high: contact.shareHigh),
      Figures.hours(row.deviceHours), "\(row.sessions.count)", "\(row.organisations.count)",
    ]
  }

  private var notes: String {
    var notes: [String] = []
    if let step = StepChoice(rawValue: answer.selection.step), step != .measured {
      notes.append("Counted here: \(step.meaning) alone; they enter no other table.")
    }
    if answer.includesSimulated {
      notes.append("Simulated models are made up: their figures say nothing about any real phone.")
    }
    if answer.rows.contains(where: { $0.contactsPerHourBelow != nil }) {
      notes.append(
        "\"none seen\" is not zero: the rate of contacts lies below the limit given (95 %, −ln(0.05)/T, about 3/T)."
      )
    }
    if !answer.voidPhases.isEmpty {
      let phases = Figures.count(answer.voidPhases.count, "void phase")
      notes.append("\(phases) not counted; --format json lists them.")
    }
    if !answer.leftOut.isEmpty {
      notes.append(
        "Left out, unless --country asks for it: \(answer.leftOut.joined(separator: ", ")).")
    }
    let databases = Set(answer.measured.flatMap(\.geoDatabases)).map { "\($0.name) \($0.version)" }
    if !databases.isEmpty {
      notes.append("Countries by \(databases.sorted().joined(separator: ", ")).")
    }
    return notes.map { "\n\($0)" }.joined() + (notes.isEmpty ? "" : "\n")
  }
}
