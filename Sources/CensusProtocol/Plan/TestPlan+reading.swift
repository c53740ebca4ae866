extension TestPlan {
  /// Reads a plan from its data; throws at the first thing that no plan has.
  public init(reading document: JSONValue) throws(ContractViolation) {
    var fields = try ObjectReader(document, path: "")
    let format = try fields.string("format")
    guard format == Self.format else {
      throw fields.violation(
        "format", "\"\(format.abbreviated)\" is not \"\(Self.format)\", the format read here")
    }
    reference = PlanReference(
      name: try fields.identifier("name"),
      version: try fields.integer("version", in: Limits.revisions))
    title = try fields.sentence("title")
    question = try fields.sentence("question")
    network = try fields.word("network")
    var needs = try fields.object("needs")
    units = try needs.integer("units", in: 1...1000)
    sites = try needs.integer("sites", in: 1...100)
    try needs.finish()
    requirements = try fields.words("must_hold")
    controls = try fields.list("controls", count: 0...2) { value, path throws(ContractViolation) in
      try PlanControl(reading: value, path: path)
    }
    canFind = try fields.sentences("can_find", count: 1...16)
    cannotFind = try fields.sentences("cannot_find", count: 1...16)
    arms = try fields.list("arms", count: 1...16) { value, path throws(ContractViolation) in
      try PlanArm(reading: value, path: path)
    }
    claims = try fields.list("claims", count: 0...8) { value, path throws(ContractViolation) in
      try PlanClaim(reading: value, path: path)
    }
    levelPercent = try fields.integer("level_percent", in: 1...20)
    try fields.finish()
    try validate()
  }
}

extension PlanControl {
  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    condition = try fields.word("condition")
    role = try fields.word("role")
    try fields.finish()
  }
}

extension PlanClaim {
  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    claim = try fields.word("claim")
    statement = try fields.sentence("statement")
    statistics = try fields.words("statistics")
    conditions = try fields.words("conditions")
    destination = try fields.parsed("destination", expected: "a country's code, such as CN") {
      Place($0)
    }
    try fields.finish()
  }
}

extension PlanArm {
  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    name = try fields.identifier("name")
    condition = try fields.word("condition")
    place = try fields.word("place")
    prepare = try fields.sentences("prepare", count: 0...32)
    steps = try fields.list("steps", count: 1...32) { value, path throws(ContractViolation) in
      try PlanStep(reading: value, path: path)
    }
    try fields.finish()
  }
}

extension PlanStep {
  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    step = try fields.phaseStep()
    duration = try fields.parsed("duration", expected: PlanDuration.expectation) {
      PlanDuration($0)
    }
    times = fields.has("times") ? try fields.integer("times", in: 1...31) : 1
    instructions = fields.has("do") ? try fields.sentences("do", count: 1...32) : []
    try fields.finish()
  }
}

extension ObjectReader {
  fileprivate mutating func list<Element>(
    _ key: String, count: ClosedRange<Int>,
    _ read: (JSONValue, String) throws(ContractViolation) -> Element
  ) throws(ContractViolation) -> [Element] {
    var list: [Element] = []
    for element in try elements(key, count: count) {
      list.append(try read(element.value, element.path))
    }
    return list
  }

  /// Different words of a closed list.
  fileprivate mutating func words<Word: RawRepresentable<String> & CaseIterable & Hashable>(
    _ key: String
  ) throws(ContractViolation) -> [Word] {
    let words = try list(key, count: 1...16) { value, path throws(ContractViolation) -> Word in
      guard case .string(let text) = value, let word = Word(rawValue: text) else {
        let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw ContractViolation(path: path, problem: "expected one of \(allowed)")
      }
      return word
    }
    guard Set(words).count == words.count else { throw violation(key, "names one twice") }
    return words
  }

  fileprivate mutating func sentences(
    _ key: String, count: ClosedRange<Int>
  ) throws(ContractViolation) -> [String] {
    try list(key, count: count) { value, path throws(ContractViolation) in
      guard case .string(let text) = value, PlanText.accepts(text) else {
        throw ContractViolation(path: path, problem: "expected \(PlanText.expectation)")
      }
      return text
    }
  }

  fileprivate mutating func sentence(_ key: String) throws(ContractViolation) -> String {
    try parsed(key, expected: PlanText.expectation) { PlanText.accepts($0) ? $0 : nil }
  }
}

/// The rules for a plan's sentences, which terminals and pages show: nothing in them can steer either.
enum PlanText {
  static let expectation = "a text of 1 to 400 characters on one line"

  static func accepts(_ text: String) -> Bool {
    (1...400).contains(text.unicodeScalars.count) && text.first != " " && text.last != " "
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
          .paragraphSeparator:
          false
        default: true
        }
      }
  }
}
