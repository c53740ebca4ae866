/// A table of text, its columns aligned at the left.
struct TextTable {
  let header: [String]
  let rows: [[String]]

  /// Prints the table, a line for each row.
  func print() {
    let lines = [header] + rows
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    for line in lines {
      let cells = zip(line, widths).enumerated().map { index, cell in
        index == line.count - 1
          ? cell.0 : cell.0 + String(repeating: " ", count: cell.1 - cell.0.count)
      }
      Swift.print(cells.joined(separator: "  "))
    }
  }
}
