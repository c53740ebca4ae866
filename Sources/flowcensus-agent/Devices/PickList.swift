import CensusProtocol

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A list of the catalogue's entries that gets shorter with each letter that is typed.
enum PickList {
  private static let shown = 12

  /// Whether a person sits before a terminal.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && StandardError.isTerminal }

  /// The entry that the person picks; nil where none is (escape, or control-C).
  static func pick(title: String) -> Model? {
    guard let terminal = RawTerminal() else { return nil }
    defer { terminal.restore() }
    var text = ""
    var position = 0
    var drawn = 0
    while true {
      let found = Catalogue.bundled.search(text, limit: shown)
      position = min(position, max(0, found.count - 1))
      drawn = draw(title, text, found, position, over: drawn)
      switch terminal.key() {
      case .character(let character): (text, position) = (text + String(character), 0)
      case .backspace: text = String(text.dropLast())
      case .up: position = max(0, position - 1)
      case .down: position = min(found.count - 1, position + 1)
      case .enter:
        guard found.indices.contains(position) else { continue }
        StandardError.write("\r\n")
        return found[position]
      case .cancel:
        StandardError.write("\r\n")
        return nil
      case .other: continue
      }
    }
  }

  /// Name, class, year and market of an entry.
  static func line(_ model: Model) -> String {
    var parts = [model.title]
    if model.level == .model {
      let about = [model.deviceClass.rawValue, model.year.map { "\($0)" }, model.region?.rawValue]
      parts.append("(" + about.compactMap { $0 }.joined(separator: ", ") + ")")
    }
    if !model.codes.isEmpty { parts.append(model.codes.prefix(3).joined(separator: " ")) }
    return parts.joined(separator: "  ")
  }

  /// Draws the list over the one drawn before, and says how many lines it has.
  private static func draw(
    _ title: String, _ text: String, _ found: [Model], _ position: Int, over drawn: Int
  ) -> Int {
    var lines = [
      "\(title) Type to search, arrows to choose, enter to take, escape to leave.", "> \(text)",
    ]
    for (number, model) in found.enumerated() {
      lines.append((number == position ? "\u{1b}[7m  " : "  ") + line(model) + "\u{1b}[0m")
    }
    if found.isEmpty {
      lines.append("  nothing fits; try less of the name, or the code on the box")
    }
    let up = drawn > 0 ? "\r\u{1b}[\(drawn)A\u{1b}[J" : ""
    StandardError.write(up + lines.joined(separator: "\r\n") + "\r\n")
    return lines.count
  }
}
