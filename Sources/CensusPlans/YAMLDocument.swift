import CensusProtocol

/// A YAML file as the contract's values, with the line of each.
///
/// The plain, safe part of YAML 1.2: one document, mappings with text keys, sequences, texts, whole
/// numbers, `true` and `false`. Anchors, aliases, tags, `null`, fractions and repeated keys are refused, so
/// that a plan means to people what it means to the program.
struct YAMLDocument {
  let value: JSONValue
  /// The line of each value, by its path as `ContractViolation` writes it.
  private let lines: [String: Int]

  /// Deeper nesting is refused, as in canonical JSON.
  static let mostDepth = 16
  /// More values are no plan.
  static let mostValues = 10_000

  init(_ text: [UInt8]) throws(PlanError) {
    var builder = Builder()
    try YAMLEvents.forEach(in: text) { event, line throws(PlanError) in
      try builder.take(event, line: line)
    }
    guard let value = builder.root else { throw PlanError(line: nil, problem: "is empty") }
    self.value = value
    lines = builder.lines
  }

  /// The line of the value at `path`, or of what holds it where it is missing.
  func line(of path: String) -> Int? {
    var path = path[...]
    while true {
      if let line = lines[String(path)] { return line }
      guard let end = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return lines[""] }
      path = path[..<end]
    }
  }
}

/// Puts values together as their pieces come.
private struct Builder {
  private(set) var root: JSONValue?
  private(set) var lines: [String: Int] = [:]
  private var open: [Frame] = []
  private var values = 0
  private var documents = 0

  private enum Frame {
    case sequence([JSONValue], path: String)
    /// With the key whose value comes next.
    case mapping([String: JSONValue], key: String?, path: String)
  }

  mutating func take(_ event: YAMLEvent, line: Int) throws(PlanError) {
    switch event {
    case .documentStart:
      documents += 1
      guard documents == 1 else { throw PlanError(line: line, problem: "holds two documents") }
    case .scalar(let text, let isPlain):
      try takeScalar(text, isPlain: isPlain, line: line)
    case .sequenceStart:
      let path = try begin(line)
      open.append(.sequence([], path: path))
    case .mappingStart:
      let path = try begin(line)
      open.append(.mapping([:], key: nil, path: path))
    case .sequenceEnd, .mappingEnd:
      switch open.popLast() {
      case .sequence(let elements, _): place(.array(elements))
      case .mapping(let fields, _, _): place(.object(fields))
      case nil: break
      }
    case .end: break
    }
  }

  private mutating func takeScalar(
    _ text: String, isPlain: Bool, line: Int
  ) throws(PlanError) {
    if case .mapping(let fields, nil, let path) = open.last {
      guard fields[text] == nil else {
        throw PlanError(line: line, problem: "\"\(text.prefix(40))\" is there twice")
      }
      open[open.count - 1] = .mapping(fields, key: text, path: path)
      return
    }
    _ = try begin(line)
    place(isPlain ? try Self.plain(text, line: line) : .string(text))
  }

  /// Notes the line of a value that begins, and gives its path.
  private mutating func begin(_ line: Int) throws(PlanError) -> String {
    values += 1
    guard values <= YAMLDocument.mostValues, open.count < YAMLDocument.mostDepth else {
      throw PlanError(line: line, problem: "is longer or nested deeper than any plan")
    }
    let path: String
    switch open.last {
    case nil: path = ""
    case .sequence(let elements, let outer): path = "\(outer)[\(elements.count)]"
    case .mapping(_, let key?, let outer): path = outer.isEmpty ? key : "\(outer).\(key)"
    case .mapping: throw PlanError(line: line, problem: "a key must be a text")
    }
    lines[path] = line
    return path
  }

  private mutating func place(_ value: JSONValue) {
    switch open.popLast() {
    case nil: root = value
    case .sequence(let elements, let path):
      open.append(.sequence(elements + [value], path: path))
    case .mapping(var fields, let key, let path):
      if let key { fields[key] = value }
      open.append(.mapping(fields, key: nil, path: path))
    }
  }

  /// What a scalar without quotes means: YAML 1.2, section 10.3, core schema, as far as plans need it.
  private static func plain(_ text: String, line: Int) throws(PlanError) -> JSONValue {
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "", "~", "null", "Null", "NULL":
      throw PlanError(line: line, problem: "there is no value here; leave the key out instead")
    default: break
    }
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    guard text.utf8.count - digits.count <= 1, !digits.isEmpty,
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return .string(text) }
    guard let number = Int64(text), JSONValue.integers.contains(number) else {
      throw PlanError(line: line, problem: "the number \(text.prefix(40)) is too large")
    }
    return .integer(number)
  }
}
