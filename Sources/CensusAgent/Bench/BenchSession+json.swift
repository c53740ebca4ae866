import CensusProtocol

// The session's state on the disk: canonical JSON, read as strictly as a bundle.
extension BenchSession {
  private static let format = "flowcensus-session-state/1"

  var encoded: [UInt8] {
    var fields: [String: JSONValue] = [
      "format": .string(Self.format),
      "organisation": .string(setting.organisation.description),
      "session": .string(setting.session.description),
      "site": setting.site.json,
      "network": .string(setting.network.rawValue),
      "lan": .array(setting.localPrefixes.map(JSONValue.string)),
      "unit": .object(setting.unit.fields),
      "plan": setting.plan.json,
      "sequence": .integer(setting.sequence),
      "phases": .array(phases.map(\.json)),
      "skipped": .array(skipped.map { .integer(Int64($0)) }),
      "finished": .boolean(isFinished),
    ]
    fields["address"] = unitAddress.map(JSONValue.string)
    fields["running"] = running?.json
    return CanonicalJSON.encode(.object(fields))
  }

  init(decoding bytes: [UInt8]) throws {
    var fields = try ObjectReader(try CanonicalJSON.decode(bytes), path: "")
    guard try fields.string("format") == Self.format else {
      throw fields.violation("format", "is of another version of flowcensus-agent")
    }
    var unit = try fields.object("unit")
    setting = Setting(
      organisation: try fields.identifier("organisation"),
      session: try fields.identifier("session"), site: try Site(reading: &fields),
      network: try fields.word("network"),
      localPrefixes: try fields.elements("lan", count: 0...64).compactMap { $0.value.text },
      unit: try Unit(readingFields: &unit), plan: try PlanReference(reading: &fields),
      sequence: try fields.integer("sequence", in: 0...1_000_000))
    try unit.finish()
    unitAddress = fields.has("address") ? try fields.string("address") : nil
    phases = try fields.elements("phases", count: 0...SessionBundle.phaseCounts.upperBound)
      .map { try Recorded(reading: $0.value, path: $0.path) }
    running =
      fields.has("running") ? try Running(reading: try fields.object("running")) : nil
    skipped = try fields.elements("skipped", count: 0...TestPlan.mostPhases)
      .compactMap { $0.value.number.map { Int($0) } }
    isFinished = try fields.flag("finished")
    try fields.finish()
  }
}

extension BenchSession.Recorded {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "planned": .integer(Int64(planned)), "started": .string(started.description),
      "ended": .string(ended.description), "judged": .boolean(isJudged),
    ]
    fields["capture"] = capture.map(JSONValue.string)
    fields["declared"] = declared.map { .string($0.rawValue) }
    fields["void"] = void.map { .string($0.rawValue) }
    fields["address"] = address.map(JSONValue.string)
    return .object(fields)
  }

  fileprivate init(reading value: JSONValue, path: String) throws {
    var fields = try ObjectReader(value, path: path)
    planned = Int(try fields.integer("planned", in: 0...Int64(TestPlan.mostPhases - 1)))
    started = try fields.time("started")
    ended = try fields.time("ended")
    capture = fields.has("capture") ? try fields.string("capture") : nil
    declared = fields.has("declared") ? try fields.word("declared") : nil
    void = fields.has("void") ? try fields.word("void") : nil
    address = fields.has("address") ? try fields.string("address") : nil
    isJudged = try fields.flag("judged")
    try fields.finish()
  }
}

extension BenchSession.Running {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "planned": .integer(Int64(planned)), "started": .string(started.description),
      "ends": .string(ends.description), "capture": .string(capture),
    ]
    fields["void"] = void.map { .string($0.rawValue) }
    return .object(fields)
  }

  fileprivate init(reading fields: consuming ObjectReader) throws {
    var fields = fields
    planned = Int(try fields.integer("planned", in: 0...Int64(TestPlan.mostPhases - 1)))
    started = try fields.time("started")
    ends = try fields.time("ends")
    capture = try fields.string("capture")
    void = fields.has("void") ? try fields.word("void") : nil
    try fields.finish()
  }
}

extension Site {
  var json: JSONValue {
    .object(["id": .string(identifier.description), "country": .string(country.description)])
  }
}

extension PlanReference {
  var json: JSONValue {
    .object(["name": .string(name.description), "version": .integer(version)])
  }
}

extension Unit {
  /// The fields of a unit as bundles and descriptions have them.
  var fields: [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "id": .string(identifier.description), "model": .string(model.description),
      "region": .string(region), "build": .string(build), "system": .string(system),
      "sim": .string(sim.rawValue),
    ]
    fields["first_boot"] = firstBoot.map { .string($0.description) }
    return fields
  }
}

extension JSONValue {
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var number: Int64? {
    guard case .integer(let number) = self else { return nil }
    return number
  }
}

extension ObjectReader {
  fileprivate mutating func flag(_ key: String) throws(ContractViolation) -> Bool {
    guard case .boolean(let flag) = try value(key) else {
      throw violation(key, "expected true or false")
    }
    return flag
  }
}
