extension HouseRelease {
  var json: JSONValue {
    var fields: [String: JSONValue] = [
      "format": .string(Self.format),
      "epoch": .string(epoch.description),
      "catalogue": .integer(catalogue),
    ]
    switch figures {
    case .merged(let merged): fields["merged"] = merged.json
    case .noisy(let noisy): fields["noisy"] = noisy.json
    case .withheld(let withheld): fields["withheld"] = withheld.json
    }
    return .object(fields)
  }

  init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    let format = try fields.string("format")
    guard format == Self.format else {
      throw fields.violation(
        "format", "\"\(format.abbreviated)\" is not \"\(Self.format)\", the format read here")
    }
    epoch = try fields.epoch("epoch")
    catalogue = try fields.integer("catalogue", in: Limits.revisions)
    if fields.has("noisy") {
      figures = .noisy(try NoisyFigures(reading: &fields))
    } else if fields.has("withheld") {
      figures = .withheld(try WithheldFigures(reading: &fields))
    } else {
      figures = .merged(try MergedFigures(reading: &fields))
    }
    try fields.finish()
  }
}

extension WithheldFigures {
  /// The only reason there is in this version.
  private static let reason = "privacy-budget-spent"

  fileprivate var json: JSONValue {
    .object([
      "reason": .string(Self.reason), "cost": .string(cost.description),
      "spent": .string(spent.description), "limit": .string(limit.description),
    ])
  }

  fileprivate init(reading release: inout ObjectReader) throws(ContractViolation) {
    var fields = try release.object("withheld")
    _ = try fields.parsed("reason", expected: "\"\(Self.reason)\"") {
      $0 == Self.reason ? $0 : nil
    }
    let withheld = WithheldFigures(
      cost: try fields.fraction("cost"), spent: try fields.fraction("spent"),
      limit: try fields.fraction("limit"))
    try fields.finish()
    guard let withheld else { throw fields.violation("cost", "could have been paid") }
    self = withheld
  }
}

extension ReleaseSubject {
  /// The key and the value that name the subject in a cell.
  var field: (key: String, value: JSONValue) {
    switch self {
    case .model(let model): ("model", .string(model.description))
    case .otherModels(let brand): ("other_models_of", .string(brand))
    }
  }

  init(reading fields: inout ObjectReader) throws(ContractViolation) {
    if fields.has("other_models_of") {
      self = .otherModels(brand: try fields.label("other_models_of"))
    } else {
      self = .model(try fields.identifier("model"))
    }
  }
}

extension ObjectReader {
  mutating func epoch(_ key: String) throws(ContractViolation) -> Epoch {
    try parsed(key, expected: "an ISO week like 2026-W47") { Epoch($0) }
  }

  mutating func fraction(_ key: String) throws(ContractViolation) -> Fraction {
    try parsed(key, expected: "a fraction in lowest terms, like 1/12") { Fraction($0) }
  }

  /// A count of `rule`: a multiple of 5, and of a cell at least k.
  mutating func published(
    _ key: String, by rule: MergeRule, least: Int64
  ) throws(ContractViolation) -> PublishedCount {
    let number = try integer(key, in: least...HouseReleaseLimits.count)
    guard let count = PublishedCount(Int(number)), rule.counts(shownAs: count) != nil else {
      throw violation(
        key, "\(number) is not a multiple of \(MergeRule.rounding) from \(rule.smallestShown) on")
    }
    return count
  }

  /// Objects, each of which `read` turns into a value, in strictly ascending order.
  mutating func ordered<Value>(
    _ key: String, by isOrderedBefore: (Value, Value) -> Bool,
    _ read: (JSONValue, String) throws(ContractViolation) -> Value
  ) throws(ContractViolation) -> [Value] {
    var values: [Value] = []
    for element in try elements(key, count: 0...HouseReleaseLimits.cells) {
      let value = try read(element.value, element.path)
      if let last = values.last, !isOrderedBefore(last, value) {
        throw ContractViolation(
          path: element.path, problem: "repeats the one before it, or is not in ascending order")
      }
      values.append(value)
    }
    return values
  }
}

/// Bounds of a release that a reader holds.
enum HouseReleaseLimits {
  /// More cells than any catalogue and every country give.
  static let cells = 1_000_000
  /// More contributors than there are households; the sum of all cells stays far below 2^63.
  static let count: Int64 = 10_000_000_000
}
