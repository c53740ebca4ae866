import CensusProtocol

/// A piece of a page. Text is escaped when it becomes HTML and markup exists only as names that are
/// written in the program, so nothing from outside can become markup.
struct HTML: Sendable, ExpressibleByStringInterpolation {
  let markup: String

  private init(markup: String) { self.markup = markup }

  /// Text, escaped.
  init(_ text: String) { markup = Self.escaped(text) }

  init(stringLiteral text: String) { self.init(text) }

  /// Pieces, one after the other.
  init(_ pieces: [HTML]) { markup = pieces.map(\.markup).joined() }

  /// An element with its content.
  static func element(
    _ name: StaticString, _ attributes: [Attribute] = [], @HTMLBuilder content: () -> HTML
  ) -> HTML {
    HTML(markup: "<\(name)\(text(of: attributes))>\(content().markup)</\(name)>")
  }

  /// An element that has no content: `link`, `meta`, `br`.
  static func void(_ name: StaticString, _ attributes: [Attribute]) -> HTML {
    HTML(markup: "<\(name)\(text(of: attributes))>")
  }

  /// A moment.
  static func time(_ time: UTCTime) -> HTML {
    element("time", [Attribute("datetime", time.description)]) { time.description }
  }

  /// A whole document.
  static func document(@HTMLBuilder content: () -> HTML) -> String {
    "<!doctype html>\n\(content().markup)\n"
  }

  private static func text(of attributes: [Attribute]) -> String {
    attributes.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined()
  }

  /// HTML Living Standard, sections 13.1.2.3 and 13.1.4: these five are enough for text and for
  /// attribute values between double quotes.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}

/// An attribute of an element; its value is escaped, its name is written in the program.
struct Attribute: Sendable {
  let name: StaticString
  let value: String

  init(_ name: StaticString, _ value: String) {
    self.name = name
    self.value = value
  }

  static func `class`(_ value: String) -> Attribute { Attribute("class", value) }
  static func href(_ value: String) -> Attribute { Attribute("href", value) }
  static func scope(_ value: String) -> Attribute { Attribute("scope", value) }
}

/// Puts pieces together in the order in which they are written.
@resultBuilder
enum HTMLBuilder {
  static func buildExpression(_ piece: HTML) -> HTML { piece }
  static func buildExpression(_ text: String) -> HTML { HTML(text) }
  static func buildBlock(_ pieces: HTML...) -> HTML { HTML(pieces) }
  static func buildArray(_ pieces: [HTML]) -> HTML { HTML(pieces) }
  static func buildOptional(_ piece: HTML?) -> HTML { piece ?? HTML([]) }
  static func buildEither(first piece: HTML) -> HTML { piece }
  static func buildEither(second piece: HTML) -> HTML { piece }
}
