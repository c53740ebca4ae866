import CensusAgent
import CensusProtocol

/// The spool as a table for people.
enum SpoolTable {
  static func lines(_ entries: [SpoolEntry]) -> [String] {
    guard !entries.isEmpty else { return [] }
    let header = [
      "session", "created (UTC)", "bytes", "state", "attempts", "server", "last answer",
    ]
    let rows = entries.map { entry in
      [
        entry.session.description, entry.created.description, "\(entry.size)",
        entry.state.rawValue, "\(entry.attempts)", entry.server, entry.lastAnswer,
      ]
    }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([header] + rows).map { row in
      let cells = row.enumerated().map { column, cell in
        cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }
}
