/// Reads comma-separated records (RFC 4180): fields in quotes may hold commas, line ends and doubled quotes.
struct CSVReader {
  struct Record {
    /// Where the record begins, from 1.
    let line: Int
    let fields: [String]
  }

  private let bytes: [UInt8]
  private var position: Int
  private var line = 1

  /// `bytes` in UTF-8, with or without a byte order mark.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
  }

  /// The next record; nil at the end.
  mutating func next() throws(EvidenceFile.Problem) -> Record? {
    guard position < bytes.count else { return nil }
    let begin = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position += 1
    }
    endLine()
    return Record(line: begin, fields: fields)
  }

  private mutating func field() throws(EvidenceFile.Problem) -> String {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      let begin = position
      while position < bytes.count, !Self.ends(bytes[position]) { position += 1 }
      return String(decoding: bytes[begin..<position], as: UTF8.self)
    }
    return try quoted()
  }

  private mutating func quoted() throws(EvidenceFile.Problem) -> String {
    let begin = line
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      guard byte == UInt8(ascii: "\"") else {
        text.append(byte)
        continue
      }
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        guard position == bytes.count || Self.ends(bytes[position]) else {
          skipLine()
          throw EvidenceFile.Problem(
            line: begin,
            reason: "text behind the closing quote of a field; double the quotes within it")
        }
        return String(decoding: text, as: UTF8.self)
      }
      text.append(byte)
      position += 1
    }
    throw EvidenceFile.Problem(line: begin, reason: "a quote is opened and never closed")
  }

  /// Goes on behind a row that does not hold together.
  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    endLine()
  }

  private static func ends(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private mutating func endLine() {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
    line += 1
  }
}
