extension MergedFigures {
  var json: JSONValue {
    .object([
      "rule": .object([
        "k": .integer(Int64(rule.fewest)),
        "confirmed": .integer(Int64(rule.fewestConfirmed)),
        "rounding": .integer(Int64(MergeRule.rounding)),
      ]),
      "intake": intake.json,
      "dropped": .object([
        "contributions": droppedContributions.json, "rows": droppedRows.json,
      ]),
      "geo": .array(geo.map(\.releaseJSON)),
      "loss": .array(loss.map(\.json)),
      "contributors": .array(contributors.map(\.json)),
      "contacts": .array(contacts.map(\.json)),
    ])
  }

  init(reading release: inout ObjectReader) throws(ContractViolation) {
    var fields = try release.object("merged")
    let rule = try MergeRule(reading: &fields)
    self.rule = rule
    intake = try IntakeCounts(reading: &fields, by: rule)
    var dropped = try fields.object("dropped")
    droppedContributions = try dropped.published("contributions", by: rule, least: 0)
    droppedRows = try dropped.published("rows", by: rule, least: 0)
    try dropped.finish()
    geo = try fields.ordered("geo", by: GeoEdition.isOrderedBefore) {
      value, path throws(ContractViolation) in try GeoEdition(readingRelease: value, path: path)
    }
    loss = try fields.ordered("loss", by: LossCell.isOrderedBefore) {
      value, path throws(ContractViolation) in
      try LossCell(reading: value, path: path, by: rule)
    }
    contributors = try fields.ordered("contributors", by: { $0.subject < $1.subject }) {
      value, path throws(ContractViolation) in
      try ContributorCell(reading: value, path: path, by: rule)
    }
    contacts = try fields.ordered("contacts", by: ContactCell.isOrderedBefore) {
      value, path throws(ContractViolation) in
      try ContactCell(reading: value, path: path, by: rule)
    }
    try fields.finish()
  }
}

extension MergeRule {
  fileprivate init(reading figures: inout ObjectReader) throws(ContractViolation) {
    var fields = try figures.object("rule")
    let fewest = try fields.integer("k", in: Int64(Self.floor)...Int64(Self.ceiling))
    let confirmed = try fields.integer("confirmed", in: 0...fewest)
    _ = try fields.integer("rounding", in: Int64(Self.rounding)...Int64(Self.rounding))
    guard let rule = MergeRule(fewest: Int(fewest), fewestConfirmed: Int(confirmed)) else {
      throw fields.violation("k", "is not a rule")
    }
    try fields.finish()
    self = rule
  }
}

extension PublishedCount {
  var json: JSONValue { .integer(Int64(number)) }
}

extension IntakeCounts {
  fileprivate var json: JSONValue {
    .object([
      "late": late.json,
      "withdrawn": withdrawn.json,
      "tokens": .object(
        Dictionary(
          uniqueKeysWithValues: ContributorTier.allCases.map {
            ($0.rawValue, (tokens[$0] ?? .none).json)
          })),
    ])
  }

  fileprivate init(
    reading figures: inout ObjectReader, by rule: MergeRule
  ) throws(ContractViolation) {
    var fields = try figures.object("intake")
    late = try fields.published("late", by: rule, least: 0)
    withdrawn = try fields.published("withdrawn", by: rule, least: 0)
    var issued = try fields.object("tokens")
    var tokens: [ContributorTier: PublishedCount] = [:]
    for tier in ContributorTier.allCases {
      tokens[tier] = try issued.published(tier.rawValue, by: rule, least: 0)
    }
    self.tokens = tokens
    try issued.finish()
    try fields.finish()
  }
}

extension GeoEdition {
  fileprivate var releaseJSON: JSONValue {
    .object(["source": .string(source.rawValue), "month": .string(month.description)])
  }

  fileprivate init(readingRelease value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    let source: GeoSource = try fields.word("source")
    let month = try fields.parsed("month", expected: "a month like 2026-06") { CalendarMonth($0) }
    try fields.finish()
    self.init(source: source, month: month)
  }

  /// The order in a release.
  public static func isOrderedBefore(_ left: GeoEdition, _ right: GeoEdition) -> Bool {
    (left.source.rawValue, left.month.description)
      < (right.source.rawValue, right.month.description)
  }
}

extension LossCell {
  /// The order in a release: by the first class.
  public static func isOrderedBefore(_ left: LossCell, _ right: LossCell) -> Bool {
    let rank = { (cell: LossCell) in
      cell.classes.first.flatMap { LossClass.allCases.firstIndex(of: $0) } ?? -1
    }
    return rank(left) < rank(right)
  }

  fileprivate var json: JSONValue {
    .object([
      "classes": .array(classes.map { .string($0.rawValue) }), "contributors": contributors.json,
    ])
  }

  fileprivate init(
    reading value: JSONValue, path: String, by rule: MergeRule
  ) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    var classes: [LossClass] = []
    for element in try fields.elements("classes", count: 1...LossClass.allCases.count) {
      guard case .string(let text) = element.value, let loss = LossClass(rawValue: text) else {
        throw ContractViolation(path: element.path, problem: "expected a class of loss")
      }
      classes.append(loss)
    }
    guard LossClass.allCases.filter(classes.contains) == classes else {
      throw fields.violation("classes", "are repeated or not in the order of the list")
    }
    self.classes = classes
    contributors = try fields.published(
      "contributors", by: rule, least: Int64(rule.smallestShown))
    try fields.finish()
  }
}

extension ContributorCell {
  fileprivate var json: JSONValue {
    .object([subject.field.key: subject.field.value, "contributors": contributors.json])
  }

  fileprivate init(
    reading value: JSONValue, path: String, by rule: MergeRule
  ) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    subject = try ReleaseSubject(reading: &fields)
    contributors = try fields.published(
      "contributors", by: rule, least: Int64(rule.smallestShown))
    try fields.finish()
  }
}
