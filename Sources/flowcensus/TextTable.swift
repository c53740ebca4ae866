/// Aligned columns.
struct TextTable {
  let rows: [[String]]
  /// The columns that are aligned at the right.
  let numbers: Range<Int>

  /// A line for each row, indented by two.
  var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        if numbers.contains(column) { return padding + row[column] }
        // No blanks at the ends of lines.
        return column == row.count - 1 ? row[column] : row[column] + padding
      }
      return "  " + cells.joined(separator: "  ") + "\n"
    }
    .joined()
  }
}
