import CensusProtocol

extension JSONValue {
  /// The value as JSON that people can read: keys in ascending order, two spaces for each level, and
  /// whatever holds no object on one line.
  var indented: String { text(indent: "") + "\n" }

  private func text(indent: String) -> String {
    let deeper = indent + "  "
    switch self {
    case .array(let elements) where holdsObject:
      let lines = elements.map { deeper + $0.text(indent: deeper) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let fields) where holdsObject:
      let lines = fields.sorted { $0.key < $1.key }.map { key, value in
        deeper + JSONValue.string(key).line + ": " + value.text(indent: deeper)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    default: return line
    }
  }

  private var line: String { String(decoding: CanonicalJSON.encode(self), as: UTF8.self) }

  private var isObject: Bool {
    if case .object = self { true } else { false }
  }

  private var holdsObject: Bool {
    switch self {
    case .array(let elements): elements.contains { $0.isObject || $0.holdsObject }
    case .object(let fields): fields.values.contains { $0.isObject || $0.holdsObject }
    case .boolean, .integer, .string: false
    }
  }
}
