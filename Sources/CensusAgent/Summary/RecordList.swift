public import CensusAttribution

/// Single flow records for people and programs: one line for each, written as they come.
public enum RecordList {
  private static let separator = "  "
  /// An address takes up to 39 characters; most are shorter, and longer ones push what follows.
  private static let widths = [15, 10, 15, 11, 15, 16, 8, 9, 9, 12, 8, 27, 27, 17, 15]

  /// The first line of a table, with a line feed.
  public static var tableHeader: String { row(RecordText.fields.map(\.name)) }

  /// A line of a table, with a line feed.
  public static func tableRow(_ record: RecordText) -> String {
    row(record.values.map { $0.isEmpty ? "-" : $0 })
  }

  private static func row(_ values: [String]) -> String {
    let cells = zip(values, zip(widths, RecordText.fields)).map { value, column in
      let padding = String(repeating: " ", count: max(0, column.0 - value.count))
      return column.1.form == .number ? padding + value : value + padding
    }
    let line = cells.joined(separator: separator)
    return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
  }

  /// The first line of CSV (RFC 4180).
  public static var csvHeader: String {
    RecordText.fields.map(\.name).joined(separator: ",") + "\r\n"
  }

  /// A line of CSV. No field holds a comma or a quotation mark.
  public static func csvRow(_ record: RecordText) -> String {
    record.values.joined(separator: ",") + "\r\n"
  }

  /// A JSON object on one line, without a line feed; what a record does not say is null.
  public static func json(_ record: RecordText) -> String {
    JSONText.object(
      zip(RecordText.fields, record.values).map { field, value in
        switch field.form {
        case .number: (field.name, value)
        case .word: (field.name, value.isEmpty ? "null" : JSONText.string(value))
        }
      })
  }
}
