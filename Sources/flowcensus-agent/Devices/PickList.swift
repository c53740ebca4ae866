import CensusProtocol

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A list of the catalogue's entries that gets shorter with each letter that is typed.
enum PickList {
  private static let mostShown = 12

  /// Whether a person sits before a terminal.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && StandardError.isTerminal }

  /// The model that the person picks, which is no brand and no class; nil where none is.
  static func pickModel(title: String) -> Model? {
    var title = title
    while let picked = pick(title: title) {
      if picked.level == .model { return picked }
      title = "\(picked.title) is no model. \(title)"
    }
    return nil
  }

  /// The entry that the person picks; nil where none is (escape, or control-C).
  static func pick(title: String) -> Model? {
    guard let terminal = RawTerminal() else { return nil }
    defer { terminal.restore() }
    var text = ""
    var position = 0
    var drawn = 0
    while true {
      let size = terminal.size
      // The title, the text and the cursor take a line each.
      let found = Catalogue.bundled.search(text, limit: max(1, min(mostShown, size.height - 3)))
      position = min(position, max(0, found.count - 1))
      drawn = draw(title, text, found, position, width: size.width, over: drawn)
      switch terminal.key() {
      case .character(let character): (text, position) = (text + String(character), 0)
      case .backspace: text = String(text.dropLast())
      case .up: position = max(0, position - 1)
      case .down: position = max(0, min(found.count - 1, position + 1))
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
    if !model.otherNames.isEmpty {
      parts.append("also " + model.otherNames.prefix(2).joined(separator: ", "))
    }
    if !model.codes.isEmpty { parts.append(model.codes.prefix(3).joined(separator: " ")) }
    return parts.joined(separator: "  ")
  }

  /// Draws the list over the one drawn before, and says how many lines it has. A line that is wider than the
  /// terminal is cut: wrapped, it would be two, and the next list would be drawn too low.
  private static func draw(
    _ title: String, _ text: String, _ found: [Model], _ position: Int, width: Int, over drawn: Int
  ) -> Int {
    func cut(_ line: String) -> String { String(line.prefix(max(1, width - 1))) }
    var lines = [
      cut("\(title) Type to search, arrows to choose, enter to take, escape to leave."),
      "> " + String(text.suffix(max(1, width - 4))),
    ]
    for (number, model) in found.enumerated() {
      let shown = cut("  " + line(model))
      lines.append(number == position ? "\u{1b}[7m" + shown + "\u{1b}[0m" : shown)
    }
    if found.isEmpty {
      lines.append(cut("  nothing fits; try less of the name, or the code on the box"))
    }
    let up = drawn > 0 ? "\r\u{1b}[\(drawn)A\u{1b}[J" : ""
    StandardError.write(up + lines.joined(separator: "\r\n") + "\r\n")
    return lines.count
  }
}
