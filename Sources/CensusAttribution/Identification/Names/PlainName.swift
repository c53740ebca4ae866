/// Names without what makers, programs and networks write differently.
enum PlainName {
  /// Letters and digits of ASCII in lower case; `+` is `plus`.
  static func key(_ text: some StringProtocol) -> String {
    var key: [UInt8] = []
    for byte in text.utf8 {
      if isLetterOrDigit(byte) {
        key.append(lowered(byte))
      } else if byte == UInt8(ascii: "+") {
        key += Array("plus".utf8)
      }
    }
    return String(decoding: key, as: UTF8.self)
  }

  /// The runs of letters and digits; `+` is a word `Plus`. Where `camel` is set, words also end where
  /// letters and digits meet, and before a capital that follows a small letter (`RedmiNote8Pro`).
  static func words(_ text: String, camel: Bool = false) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    func end() {
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word = []
    }
    for byte in text.utf8 {
      guard isLetterOrDigit(byte) else {
        end()
        if byte == UInt8(ascii: "+") { words.append("Plus") }
        continue
      }
      if camel, let last = word.last, isBoundary(last, byte) { end() }
      word.append(byte)
    }
    end()
    return words
  }

  /// The words of a product's name: cut as with `camel`, but what belongs together stays so (`OnePlus`), and
  /// a family is cut from what was written onto it (`POCOX3`).
  static func productWords(_ text: String) -> [String] {
    var words: [String] = []
    for word in self.words(text, camel: true) {
      let lowered = word.lowercased()
      if let last = words.last, together.contains(last.lowercased() + lowered) {
        words[words.count - 1] = last + word
      } else if let family = families.first(where: {
        lowered.hasPrefix($0) && lowered != $0 && lowered != "pocophone"
      }) {
        words.append(String(word.prefix(family.count)))
        words.append(String(word.dropFirst(family.count)))
      } else {
        words.append(word)
      }
    }
    return words
  }

  private static let together: Set<String> = [
    "oneplus", "zenfone", "mediapad", "matepad", "realme", "meizu", "macbook", "pocophone",
  ]
  private static let families = ["redmi", "poco", "galaxy", "huawei", "honor", "xiaomi"]

  private static func isBoundary(_ last: UInt8, _ next: UInt8) -> Bool {
    isDigit(last) != isDigit(next) || (!isCapital(last) && isCapital(next))
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    isCapital(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  static func lowered(_ byte: UInt8) -> UInt8 { isCapital(byte) ? byte | 0x20 : byte }

  /// Whether all of `text` is hexadecimal digits, of such a number.
  static func isHexadecimal(_ text: some StringProtocol, _ lengths: ClosedRange<Int>) -> Bool {
    lengths.contains(text.utf8.count)
      && text.utf8.allSatisfy {
        isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(lowered($0))
      }
  }

  static func hasDigit(_ text: some StringProtocol) -> Bool { text.utf8.contains(where: isDigit) }
  static func hasLetter(_ text: some StringProtocol) -> Bool { text.utf8.contains(where: isLetter) }
}
