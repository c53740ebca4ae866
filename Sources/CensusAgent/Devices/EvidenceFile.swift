public import CensusAttribution

/// A CSV file with one row for each device (RFC 4180), whose first line names the columns: `hostname`,
/// `dhcp_opt55`, `dhcp_opt60`, `user_agent`, `mdns`, `ssdp`, `oui_or_mac_prefix`. Others are passed over.
public struct EvidenceFile: Sendable {
  /// What was seen of one device.
  public struct Row: Sendable {
    /// The row's number, from 1, without the header.
    public let number: Int
    public let signals: [Signal]
    /// Hexadecimal octets of the address, as far as they are given.
    public let addressPrefix: String?
  }

  public let rows: [Row]
  /// Rows that could not be read, and are not among `rows`.
  public let problems: [Problem]

  /// What is wrong with a file, and in which line, from 1.
  public struct Problem: Error, CustomStringConvertible {
    public let line: Int
    public let reason: String
    public var description: String { "line \(line): \(reason)" }
  }

  private static let columns: [String: SignalKind] = [
    "hostname": .hostName, "dhcp_opt55": .parameterList, "dhcp_opt60": .vendorClass,
    "user_agent": .userAgent, "mdns": .serviceRecord, "ssdp": .description,
  ]
  private static let prefixColumn = "oui_or_mac_prefix"
  /// The longest file that is read, in bytes.
  public static let mostBytes = 64 << 20

  /// Throws where no row can be read.
  public init(_ bytes: [UInt8]) throws(Problem) {
    var reader = CSVReader(bytes)
    guard let header = try reader.next() else {
      throw Problem(line: 1, reason: "the file is empty; its first line names the columns")
    }
    let names = header.fields.map { $0.lowercased() }
    guard names.contains(where: { Self.columns[$0] != nil || $0 == Self.prefixColumn }) else {
      throw Problem(
        line: 1,
        reason: "no known column; expected some of "
          + (Self.columns.keys.sorted() + [Self.prefixColumn]).joined(separator: ", "))
    }
    var rows: [Row] = []
    var problems: [Problem] = []
    var number = 0
    while true {
      let next: CSVReader.Record?
      do { next = try reader.next() } catch {
        // Where a quote is never closed the file is at its end.
        number += 1
        problems.append(error)
        continue
      }
      guard let record = next else { break }
      // In a file of one column an empty line is a device of which nothing was seen.
      if record.fields == [""], names.count > 1 { continue }
      number += 1
      guard record.fields.count <= names.count else {
        problems.append(
          Problem(
            line: record.line,
            reason: "\(record.fields.count) fields, but the header names \(names.count); left out"))
        continue
      }
      rows.append(Self.row(number, names, record.fields))
    }
    self.rows = rows
    self.problems = problems
  }

  private static func row(_ number: Int, _ names: [String], _ fields: [String]) -> Row {
    var signals: [Signal] = []
    var prefix: String?
    for (name, field) in zip(names, fields) where !field.isEmpty {
      if let kind = columns[name] { signals.append(Signal(kind, field)) }
      if name == prefixColumn { prefix = field }
    }
    return Row(number: number, signals: signals, addressPrefix: prefix)
  }
}
