/// What an operator gives to somebody who may enrol: 100 random bits as 20 letters and digits, written
/// in four groups: `7KQ2M-HX4TB-9WPRC-E3FNA`.
public struct InvitationCode: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// Letters and digits without I, O, 0 and 1, which people mistake for one another.
  private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")
  private static let letters = 20

  /// A fresh code from the system's random number generator.
  public static func random() -> InvitationCode {
    var generator = SystemRandomNumberGenerator()
    let letters = (0..<Self.letters).map { _ in
      alphabet[Int(UInt8.random(in: 0..<32, using: &generator))]
    }
    return InvitationCode(letters: letters)
  }

  private init(letters: [Character]) {
    description = stride(from: 0, to: letters.count, by: 5)
      .map { String(letters[$0..<min($0 + 5, letters.count)]) }.joined(separator: "-")
  }

  /// The code that somebody typed: small letters, spaces and missing hyphens are forgiven.
  public init?(typed text: String) {
    guard text.utf8.count <= 80 else { return nil }
    let letters = text.uppercased().filter { $0 != "-" && $0 != " " }
    guard letters.count == Self.letters, letters.allSatisfy(Self.alphabet.contains) else {
      return nil
    }
    self.init(letters: Array(letters))
  }

  /// Nil for anything but the one form that `description` writes.
  public init?(_ text: String) {
    self.init(typed: text)
    guard description == text else { return nil }
  }
}
