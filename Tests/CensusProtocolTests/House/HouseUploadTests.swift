import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("A household's upload")
struct HouseUploadTests {
  @Test("is accepted and encoded again to identical bytes", arguments: HouseVectors.all.valid)
  func roundTrip(vector: HouseVectors.Valid) throws {
    let body = HouseVectors.padded(vector.document)
    let upload = try HouseUpload(decoding: body)
    #expect(upload.encoded == body)
    #expect(Digest(of: body).description == vector.digest)
  }

  @Test("that breaks the contract is rejected at that place", arguments: HouseVectors.all.invalid)
  func rejection(vector: HouseVectors.Invalid) throws {
    do {
      _ = try HouseUpload(decoding: vector.body)
      Issue.record("accepted \(vector.name)")
    } catch .violation(let violation) {
      #expect(violation.path == vector.violation)
    } catch .notCanonical {
      #expect(vector.violation == nil)
    } catch .size(let bytes) {
      #expect(bytes == vector.body.count && bytes != HouseUpload.bytes)
    }
  }

  @Test("has one size, whatever is in it, and one decoding")
  func everyValue() throws {
    var generator = SeededGenerator(seed: 31)
    for _ in 0..<2000 {
      let contribution = try HouseContribution.made(&generator)
      let body = contribution.encoded
      try #require(body.count == 4096)
      let decoded = try HouseUpload(decoding: body)
      try #require(decoded.contribution == contribution)
      try #require(decoded.encoded == body)
    }
  }

  @Test("with any bytes altered is rejected, or is another upload in its own one encoding")
  func alteredBytes() throws {
    var generator = SeededGenerator(seed: 32)
    for _ in 0..<3000 {
      let original = try HouseContribution.made(&generator).encoded
      var altered = original
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        altered[Int.random(in: 0..<800, using: &generator)] = UInt8.random(
          in: 0x20...0x7e, using: &generator)
      }
      if let upload = try? HouseUpload(decoding: altered) {
        try #require(upload.encoded == altered)
      }
    }
  }

  @Test("that is empty takes back what was sent in its epoch")
  func withdrawal() throws {
    let epoch = try #require(Epoch("2026-W47"))
    let upload = HouseUpload.withdrawal(epoch)
    #expect(upload.encoded.count == 4096)
    #expect(try HouseUpload(decoding: upload.encoded) == upload)
    #expect(upload.contribution == nil)
  }

  @Test("is made with its rows in order, and never with two of one kind, none, or too many")
  func rows() throws {
    var generator = SeededGenerator(seed: 33)
    let some = try HouseContribution.made(&generator)
    func made(_ rows: [HouseRow]) throws -> HouseContribution {
      try HouseContribution(
        epoch: some.epoch, model: some.model, level: some.level, catalogue: 1, geo: some.geo,
        loss: .none, rows: rows)
    }
    let row = try #require(some.rows.first)
    #expect(try made(some.rows.reversed()).rows == some.rows)
    #expect(throws: ContractViolation.self) { try made([row, row]) }
    #expect(throws: ContractViolation.self) { try made([]) }
    let many = ["AD", "AE", "AF"].compactMap { HouseDestination($0) }.flatMap { destination in
      ServiceClass.allCases.compactMap { service in
        HouseRow(
          destination: destination, service: service, up: ByteBucket(bytes: 1),
          down: ByteBucket(bytes: 0), activeHours: .one)
      }
    }
    #expect(try made(Array(many.prefix(16))).rows.count == 16)
    #expect(throws: ContractViolation.self) { try made(Array(many.prefix(17))) }
  }

  @Test("names an entry of the catalogue at the entry's own level, or is refused")
  func catalogue() throws {
    var generator = SeededGenerator(seed: 34)
    let some = try HouseContribution.made(&generator)
    func made(_ model: String, _ level: Model.Level) throws -> HouseContribution {
      try HouseContribution(
        epoch: some.epoch, model: try #require(ModelIdentifier(model)), level: level,
        catalogue: 1, geo: some.geo, loss: .none, rows: some.rows)
    }
    try made("xiaomi-redmi-1s", .model).check(in: .bundled)
    #expect(throws: ContractViolation.self) {
      try made("xiaomi-redmi-1s", .brand).check(in: .bundled)
    }
    #expect(throws: ContractViolation.self) {
      try made("somebodys-own-phone", .model).check(in: .bundled)
    }
  }

  @Test("is what the JSON Schema says, as far as a schema can")
  func schema() throws {
    let script = """
      import json, sys, jsonschema
      schema, vectors = (json.load(open(path)) for path in sys.argv[1:])
      validator = jsonschema.Draft202012Validator(schema)
      for vector in vectors["valid"]:
          validator.validate(json.loads(vector["document"]))
      accepted = [vector["name"] for vector in vectors["invalid"] if vector.get("violation") is not None
                  and validator.is_valid(json.loads(vector["document"]))]
      print("; ".join(accepted))
      """
    let command = try runPython(
      script,
      ["protocol/schemas/house-1.schema.json", "protocol/vectors/house.json"]
        .map { Repository.root.appending(path: $0).path })
    #expect(command.status == 0, "\(command.errors) (Debian package python3-jsonschema)")
    // What a schema cannot say, and SPEC.md does.
    #expect(
      command.text.trimmingCharacters(in: .whitespacesAndNewlines)
        == "a week 53 of a year with 52; an agent beyond 255; a row out of order; a repeated row")
  }
}

extension HouseContribution {
  /// A contribution drawn from a seeded generator, for properties that hold for every one.
  static func made(_ generator: inout SeededGenerator) throws -> HouseContribution {
    let countries = CountryCode.listed.sorted()
    var rows: [String: HouseRow] = [:]
    for _ in 0..<Int.random(in: 1...16, using: &generator) {
      let country = countries[Int.random(in: countries.indices, using: &generator)]
      let places: [Place] = [
        .country(country), .country(country), .country(country), .lan, .multicast, .broadcast,
        .reserved, .unknown,
      ]
      let destination = HouseDestination(
        places[Int.random(in: places.indices, using: &generator)])
      let services = ServiceClass.allCases
      let service = services[Int.random(in: services.indices, using: &generator)]
      rows["\(destination) \(service)"] = HouseRow(
        destination: destination, service: service,
        up: try #require(ByteBucket(exponent: Int.random(in: 1...40, using: &generator))),
        down: try #require(ByteBucket(exponent: Int.random(in: 0...40, using: &generator))),
        activeHours: try #require(ActiveHours(hours: Int.random(in: 1...168, using: &generator))))
    }
    let models = Catalogue.bundled.models
    let model = models[Int.random(in: models.indices, using: &generator)]
    return try HouseContribution(
      epoch: try #require(
        Epoch(number: Int64.random(in: 2970...3200, using: &generator))),
      model: model.identifier, level: model.level, catalogue: 1,
      geo: GeoEdition(source: .ipfire, month: try #require(CalendarMonth("2026-06"))),
      loss: LossClass.allCases[Int.random(in: 0..<5, using: &generator)],
      rows: Array(rows.values))
  }
}
