/// The rule that one kind of identifier follows.
public protocol IdentifierRule: Sendable {
  /// Whether `text` is an identifier of this kind.
  static func accepts(_ text: String) -> Bool
  /// What would be accepted, for error messages: "… is not *a …*".
  static var expectation: String { get }
}

/// An identifier that is valid by construction; the kind keeps a model's from standing where an
/// organisation's is meant.
public struct Identifier<Rule: IdentifierRule>: Hashable, Sendable, Comparable,
  CustomStringConvertible
{
  private let text: String

  /// Nil unless `Rule` accepts `text`.
  public init?(_ text: String) {
    guard Rule.accepts(text) else { return nil }
    self.text = text
  }

  /// For text that this module has just made and that is valid for that reason.
  init(trusted text: String) { self.text = text }

  public var description: String { text }

  /// What would be accepted, for error messages.
  public static var expectation: String { Rule.expectation }

  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// Names that people choose: lower-case letters, digits and single hyphens, 2 to 63 characters.
private func isSlug(_ text: String) -> Bool {
  guard (2...63).contains(text.utf8.count) else { return false }
  let words = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  return words.allSatisfy { word in
    !word.isEmpty
      && word.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
  }
}

/// Random or computed identifiers: lower-case hexadecimal digits.
private func isHexadecimal(_ text: String, digits: Int) -> Bool {
  text.utf8.count == digits
    && text.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
}

private let slugExpectation =
  "2 to 63 lower-case letters, digits and single hyphens, such as \"saigon-phones\""

/// The rule of `ModelIdentifier`.
public enum ModelRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { isSlug(text) }
  public static var expectation: String { slugExpectation }
}

/// The rule of `OrganisationIdentifier`.
public enum OrganisationRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { isSlug(text) }
  public static var expectation: String { slugExpectation }
}

/// The rule of `PlanIdentifier`.
public enum PlanRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { isSlug(text) }
  public static var expectation: String { slugExpectation }
}

/// The rule of `SiteIdentifier`.
public enum SiteRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { isSlug(text) }
  public static var expectation: String { slugExpectation }
}

/// The rule of `FindingIdentifier`.
public enum FindingRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { isSlug(text) }
  public static var expectation: String { slugExpectation }
}

/// The rule of `SessionIdentifier`.
public enum SessionRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { isHexadecimal(text, digits: 32) }
  public static var expectation: String { "32 lower-case hexadecimal digits" }
}

/// The rule of `UnitIdentifier`.
public enum UnitRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { isHexadecimal(text, digits: 16) }
  public static var expectation: String { "16 lower-case hexadecimal digits" }
}

/// The rule of `Digest`.
public enum DigestRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { isHexadecimal(text, digits: 64) }
  public static var expectation: String { "64 lower-case hexadecimal digits" }
}

/// A model's id in the catalogue, such as `xiaomi-redmi-note-4g`.
public typealias ModelIdentifier = Identifier<ModelRule>
/// The name under which an organisation is admitted at a server.
public typealias OrganisationIdentifier = Identifier<OrganisationRule>
/// The name of a test plan, such as `idle-wifi`.
public typealias PlanIdentifier = Identifier<PlanRule>
/// An organisation's name for one of its benches' places, such as `district-1`.
public typealias SiteIdentifier = Identifier<SiteRule>
/// The name of a finding, such as `redmi-note-2014-h1`.
public typealias FindingIdentifier = Identifier<FindingRule>
/// A session's id: 128 random bits.
public typealias SessionIdentifier = Identifier<SessionRule>
/// One physical phone: 64 random bits, never derived from a serial number or address.
public typealias UnitIdentifier = Identifier<UnitRule>
/// A SHA-256 digest.
public typealias Digest = Identifier<DigestRule>

extension Identifier {
  /// `count` random bytes in hexadecimal.
  fileprivate static func random(bytes count: Int) -> Self {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return Self(trusted: hexadecimal(bytes))
  }
}

extension Identifier where Rule == SessionRule {
  /// A fresh session id from the system's random number generator.
  public static func random() -> SessionIdentifier { random(bytes: 16) }
}

extension Identifier where Rule == UnitRule {
  /// A fresh unit id from the system's random number generator.
  public static func random() -> UnitIdentifier { random(bytes: 8) }
}

/// `bytes` as lower-case hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xf)]] }, as: UTF8.self)
}
