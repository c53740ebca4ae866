extension HouseContribution {
  var json: JSONValue {
    .object([
      "format": .string(Self.format),
      "epoch": .string(epoch.description),
      "model": .string(model.description),
      "level": .string(level.rawValue),
      "catalogue": .integer(catalogue),
      "geo": .object([
        "source": .string(geo.source.rawValue), "month": .string(geo.month.description),
      ]),
      "region": .string(region.description),
      "agent": .string(agent.description),
      "loss": .string(loss.rawValue),
      "rows": .array(rows.map(\.json)),
    ])
  }

  /// Reads what follows `format` and `epoch`, and rejects what is left.
  init(reading fields: inout ObjectReader, epoch: Epoch) throws(ContractViolation) {
    let model: ModelIdentifier = try fields.identifier("model")
    let level: Model.Level = try fields.word("level")
    let catalogue = try fields.integer("catalogue", in: Limits.revisions)
    let geo = try GeoEdition(reading: &fields)
    let region = try fields.parsed("region", expected: "a country's code, or ZZ") {
      HouseRegion($0)
    }
    let agent = try fields.parsed("agent", expected: "a version like 0.1") { AgentVersion($0) }
    let loss: LossClass = try fields.word("loss")
    var rows: [HouseRow] = []
    for element in try fields.elements("rows", count: Self.rowCounts) {
      let row = try HouseRow(reading: element.value, path: element.path)
      if let last = rows.last, !HouseRow.isOrderedBefore(last, row) {
        throw ContractViolation(
          path: element.path, problem: "repeats the row before it, or is not in ascending order")
      }
      rows.append(row)
    }
    try fields.finish()
    try self.init(
      epoch: epoch, model: model, level: level, catalogue: catalogue, geo: geo, region: region,
      agent: agent, loss: loss, rows: rows)
  }
}

extension HouseContribution {
  /// Throws where the catalogue has no such entry, or has it at another level. A newer catalogue keeps
  /// what an older one had, so its revision does not matter here.
  public func check(in catalogue: Catalogue) throws(ContractViolation) {
    guard let entry = catalogue.model(model) else {
      throw ContractViolation(
        path: "model",
        problem: "\(model) is not in the catalogue of revision \(catalogue.revision)")
    }
    guard entry.level == level else {
      throw ContractViolation(
        path: "level", problem: "\(model) stands for a \(entry.level.rawValue)")
    }
  }
}

extension GeoEdition {
  fileprivate init(reading contribution: inout ObjectReader) throws(ContractViolation) {
    var fields = try contribution.object("geo")
    source = try fields.word("source")
    month = try fields.parsed("month", expected: "a month like 2026-06") { CalendarMonth($0) }
    try fields.finish()
  }
}

extension HouseRow {
  fileprivate var json: JSONValue {
    .object([
      "destination": .string(destination.description),
      "service": .string(service.rawValue),
      "up": .integer(Int64(up.exponent)),
      "down": .integer(Int64(down.exponent)),
      "active_hours": .string(activeHours.rawValue),
    ])
  }

  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    let destination = try fields.parsed(
      "destination", expected: "a country of the list, lan, multicast, broadcast, reserved or ??"
    ) { HouseDestination($0) }
    let service: ServiceClass = try fields.word("service")
    let up = try fields.byteBucket("up")
    let down = try fields.byteBucket("down")
    let activeHours: ActiveHours = try fields.word("active_hours")
    try fields.finish()
    guard
      let row = HouseRow(
        destination: destination, service: service, up: up, down: down, activeHours: activeHours)
    else { throw ContractViolation(path: path, problem: "a row without bytes is left out") }
    self = row
  }
}

extension ObjectReader {
  fileprivate mutating func byteBucket(_ key: String) throws(ContractViolation) -> ByteBucket {
    let range = ByteBucket.exponents
    let exponent = try integer(key, in: Int64(range.lowerBound)...Int64(range.upperBound))
    guard let bucket = ByteBucket(exponent: Int(exponent)) else {
      throw violation(key, "\(exponent) is not a bucket")
    }
    return bucket
  }
}
