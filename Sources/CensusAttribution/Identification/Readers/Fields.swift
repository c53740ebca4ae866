/// `key=value` and `KEY: value` of a service record or a description, as one line of text. A value may have
/// spaces in it: it ends where the next key begins.
struct Fields {
  /// What stands before the first key: service types, methods.
  let head: [String]
  private let values: [(key: String, value: String)]

  init(_ text: String) {
    var head: [String] = []
    var values: [(key: String, value: String)] = []
    for part in text.utf8.split(separator: UInt8(ascii: "|")).prefix(64) {
      var isFirst = true
      for bytes in part.split(separator: UInt8(ascii: " ")).prefix(128) {
        let word = Substring(bytes)
        if let (key, value) = Self.begin(word, mayBeHeader: isFirst) {
          values.append((key, value))
        } else if values.isEmpty {
          head.append(String(word))
        } else if isFirst {
          head.append(String(word))
        } else {
          if !values[values.count - 1].value.isEmpty { values[values.count - 1].value += " " }
          values[values.count - 1].value += word
        }
        isFirst = false
      }
    }
    self.head = head
    self.values = values
  }

  /// A word that begins a field: `md=BRAVIA`, or `SERVER:` as the first word of a header.
  private static func begin(_ word: Substring, mayBeHeader: Bool) -> (String, String)? {
    if let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")), equals != word.startIndex {
      let key = word[..<equals]
      guard
        key.utf8.allSatisfy({
          PlainName.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        })
      else { return nil }
      return (key.lowercased(), String(word[word.index(after: equals)...]))
    }
    if mayBeHeader, let colon = word.utf8.firstIndex(of: UInt8(ascii: ":")),
      colon != word.startIndex
    {
      return (word[..<colon].lowercased(), String(word[word.index(after: colon)...]))
    }
    return nil
  }

  /// The first value of one of `keys` that is not empty.
  func value(_ keys: String...) -> String? {
    for key in keys {
      if let found = values.first(where: { $0.key == key && !$0.value.isEmpty }) {
        return NameReader.trimmed(found.value)
      }
    }
    return nil
  }

  /// Whether a service of this type is named.
  func has(_ service: String) -> Bool { head.contains { $0.lowercased().hasPrefix(service) } }

  /// Whether a field of this name is there.
  func hasKey(_ key: String) -> Bool { values.contains { $0.key == key } }
}
