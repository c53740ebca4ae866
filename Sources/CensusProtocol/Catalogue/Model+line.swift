extension Model {
  private static let fields = [
    "id", "level", "brand", "name", "class", "region", "year", "os", "code names", "codes",
    "other names",
  ]
  private static let years = 1990...2100
  private static let mostInList = 64

  /// Reads one line of the text form.
  init(line: Substring) throws(ContractViolation) {
    let fields = Self.parts(of: line, at: UInt8(ascii: "\t"))
    guard fields.count == Self.fields.count else {
      throw Self.problem(
        "\(fields.count) fields, expected \(Self.fields.count), tab-separated: "
          + Self.fields.joined(separator: ", "))
    }
    guard let identifier = ModelIdentifier(fields[0]) else {
      throw Self.problem("\"\(fields[0])\" is not an id: \(ModelIdentifier.expectation)")
    }
    self.identifier = identifier
    level = try Self.word(fields[1])
    guard Label.accepts(fields[2]), Label.accepts(fields[3]), fields[2] != "-", fields[3] != "-"
    else {
      throw Self.problem("brand and name need 1 to 64 printable ASCII characters each")
    }
    brand = fields[2]
    name = fields[3]
    deviceClass = try Self.word(fields[4])
    region = fields[5] == "-" ? nil : try Self.word(fields[5])
    year = fields[6] == "-" ? nil : try Self.year(fields[6])
    system = fields[7] == "-" ? nil : try Self.word(fields[7])
    let texts = try fields[8...].map { text throws(ContractViolation) in try Self.list(text) }
    lists = Lists(text: texts.joined(separator: "\t"))
  }

  /// By bytes: cut by characters, the whole catalogue would take three times as long.
  private static func parts(of text: Substring, at separator: UInt8) -> [String] {
    text.utf8.split(separator: separator, omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
  }

  private static func problem(_ text: String) -> ContractViolation {
    ContractViolation(path: "", problem: text)
  }

  /// A word of a closed list.
  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String
  ) throws(ContractViolation) -> Word {
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw problem("\"\(text)\" is not one of \(words)")
    }
    return word
  }

  private static func year(_ text: String) throws(ContractViolation) -> Int {
    guard let year = Int(text), years.contains(year) else {
      throw problem("\"\(text)\" is not a year; where it is not known, write -")
    }
    return year
  }

  /// Texts with `|` between them, as they are; `-` is none.
  private static func list(_ text: String) throws(ContractViolation) -> String {
    guard text != "-" else { return "" }
    let parts = parts(of: text[...], at: UInt8(ascii: "|"))
    guard parts.allSatisfy(Label.accepts), parts.count <= mostInList else {
      throw problem(
        "\"\(text)\" is not a list: up to \(mostInList) texts of 1 to 64 printable ASCII "
          + "characters with | between them, or -")
    }
    return text
  }
}
