extension ContactCell {
  var json: JSONValue {
    var fields: [String: JSONValue] = [
      subject.field.key: subject.field.value,
      "service": .string(service.rawValue),
      "destination": .string(destination.description),
      "contributors": contributors.json,
    ]
    if let buckets {
      fields["up"] = buckets.up.json
      fields["down"] = buckets.down.json
      fields["active_hours"] = buckets.activeHours.json
    }
    return .object(fields)
  }

  init(reading value: JSONValue, path: String, by rule: MergeRule) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    subject = try ReleaseSubject(reading: &fields)
    service = try fields.word("service")
    destination = try fields.parsed(
      "destination", expected: "a country of the list, a class, other-REGION or other"
    ) { ReleaseDestination($0) }
    contributors = try fields.published(
      "contributors", by: rule, least: Int64(rule.smallestShown))
    buckets = fields.has("up") ? try BucketQuartiles(reading: &fields) : nil
    try fields.finish()
  }
}

extension BucketQuartiles {
  fileprivate init(reading fields: inout ObjectReader) throws(ContractViolation) {
    up = try Quartiles(readingBuckets: "up", of: &fields)
    down = try Quartiles(readingBuckets: "down", of: &fields)
    activeHours = try Quartiles(readingHours: "active_hours", of: &fields)
  }
}

extension Quartiles where Value == ByteBucket {
  fileprivate var json: JSONValue {
    .array([lower, median, upper].map { .integer(Int64($0.exponent)) })
  }

  fileprivate init(
    readingBuckets key: String, of fields: inout ObjectReader
  ) throws(ContractViolation) {
    var values: [ByteBucket] = []
    for element in try fields.elements(key, count: 3...3) {
      guard case .integer(let number) = element.value, let exponent = Int(exactly: number),
        let bucket = ByteBucket(exponent: exponent)
      else { throw ContractViolation(path: element.path, problem: "expected a bucket, 0 to 40") }
      values.append(bucket)
    }
    guard values == values.sorted() else {
      throw fields.violation(key, "a quartile is below the one before it")
    }
    self.init(lower: values[0], median: values[1], upper: values[2])
  }
}

extension Quartiles where Value == ActiveHours {
  fileprivate var json: JSONValue {
    .array([lower, median, upper].map { .string($0.rawValue) })
  }

  fileprivate init(
    readingHours key: String, of fields: inout ObjectReader
  ) throws(ContractViolation) {
    var ranks: [Int] = []
    for element in try fields.elements(key, count: 3...3) {
      guard case .string(let text) = element.value, let hours = ActiveHours(rawValue: text),
        let rank = ActiveHours.allCases.firstIndex(of: hours)
      else {
        throw ContractViolation(path: element.path, problem: "expected a bucket of hours")
      }
      ranks.append(rank)
    }
    guard ranks == ranks.sorted() else {
      throw fields.violation(key, "a quartile is below the one before it")
    }
    let values = ranks.map { ActiveHours.allCases[$0] }
    self.init(lower: values[0], median: values[1], upper: values[2])
  }
}
