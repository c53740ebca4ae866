/// Columns for people: the first ones text, aligned to the left, the others numbers, to the right.
enum TextGrid {
  private static let separator = "  "

  /// The lines, without blanks at their ends; `lines` have equally many cells.
  static func lines(_ lines: [[String]], textColumns: Int) -> [String] {
    guard let first = lines.first else { return [] }
    let widths = lines.reduce(into: [Int](repeating: 0, count: first.count)) { widths, line in
      for (column, cell) in line.enumerated() { widths[column] = max(widths[column], cell.count) }
    }
    return lines.map { line in
      let cells = line.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column < textColumns ? cell + padding : padding + cell
      }
      return String(cells.joined(separator: separator).reversed().drop { $0 == " " }.reversed())
    }
  }
}
