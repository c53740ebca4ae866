/// Google Play's list of supported devices, as its owner publishes it: CSV in UTF-16 with the columns retail
/// branding, marketing name, device and model. It may not be bundled; who may use it, imports it.
public enum GooglePlayList {
  /// The list in the catalogue's text form, with ids that begin with `imported-`; and how many rows were left
  /// out, because a field is empty or not printable ASCII. Throws where it is no such list.
  public static func catalogue(_ bytes: [UInt8]) throws(CatalogueError) -> (text: String, left: Int)
  {
    let text = try decoded(bytes)
    var entries: [String: Entry] = [:]
    var left = 0
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let fields = fields(of: line)
      if number == 0 {
        guard fields.count >= 4, fields[0] == "Retail Branding" else {
          throw CatalogueError(
            line: 1,
            problem: "no list of Google Play: it begins with the column \"Retail Branding\"")
        }
        continue
      }
      guard fields.count >= 4, fields.prefix(4).allSatisfy({ Label.accepts($0) && $0 != "-" })
      else {
        left += 1
        continue
      }
      let key = "\(fields[0])\t\(fields[1])"
      entries[key, default: Entry(brand: fields[0], name: fields[1])].add(fields[2], fields[3])
    }
    return (lines(entries), left)
  }

  private struct Entry {
    let brand: String
    let name: String
    var devices: [String] = []
    var codes: [String] = []
    /// A list in the catalogue has no more.
    private static let most = 64

    init(brand: String, name: String) {
      self.brand = brand
      self.name = name
    }

    mutating func add(_ device: String, _ code: String) {
      if !devices.contains(device), devices.count < Self.most { devices.append(device) }
      if !codes.contains(code), codes.count < Self.most { codes.append(code) }
    }
  }

  private static func decoded(_ bytes: [UInt8]) throws(CatalogueError) -> String {
    let units = stride(from: 0, to: bytes.count - 1, by: 2)
    switch (bytes.first, bytes.dropFirst().first) {
    case (0xff, 0xfe):
      return String(
        decoding: units.map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }.dropFirst(),
        as: UTF16.self)
    case (0xfe, 0xff):
      return String(
        decoding: units.map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }.dropFirst(),
        as: UTF16.self)
    case (nil, _): throw CatalogueError(line: 1, problem: "the file is empty")
    default: return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Comma-separated fields; quotes are doubled within quotes.
  private static func fields(of line: Substring) -> [String] {
    var fields: [String] = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character == "|" || character == "\t" ? " " : character)
      }
    }
    return fields.map { field in
      var rest = field[...]
      while rest.first == " " { rest = rest.dropFirst() }
      while rest.last == " " { rest = rest.dropLast() }
      return String(rest)
    }
  }

  /// The id of an entry of an imported list, by its position.
  static func identifier(_ position: Int) -> String {
    let digits = String(position)
    return "imported-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private static func lines(_ entries: [String: Entry]) -> String {
    let numbered = entries.values.sorted { ($0.brand, $0.name) < ($1.brand, $1.name) }.enumerated()
    var text =
      "# Imported from Google Play's list of supported devices; not part of FlowCensus.\n# revision 1\n"
    for (number, entry) in numbered {
      text +=
        [
          identifier(number), "model", entry.brand, entry.name, "mobile", "-", "-", "android",
          entry.devices.joined(separator: "|"), entry.codes.joined(separator: "|"), "-",
        ].joined(separator: "\t") + "\n"
    }
    return text
  }
}
