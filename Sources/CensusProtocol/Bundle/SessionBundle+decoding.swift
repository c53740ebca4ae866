/// Why bytes are not a bundle.
public enum BundleError: Error, Equatable, CustomStringConvertible {
  /// More bytes than `SessionBundle.maximumBytes`; the number of bytes.
  case tooLarge(Int)
  /// Not the canonical encoding of anything.
  case notCanonical(CanonicalJSONError)
  /// Canonical JSON, but not a valid bundle.
  case violation(ContractViolation)

  public var description: String {
    switch self {
    case .tooLarge(let bytes):
      "\(bytes) bytes are more than the \(SessionBundle.maximumBytes) that a bundle may have"
    case .notCanonical(let error): "not canonical JSON (RFC 8785): \(error)"
    case .violation(let violation): violation.description
    }
  }
}

extension SessionBundle {
  /// The bundle that `bytes` encode: accepted only if every rule of `protocol/SPEC.md` holds, and
  /// only in the one encoding that `encoded` would write.
  public init(decoding bytes: [UInt8]) throws(BundleError) {
    guard bytes.count <= Self.maximumBytes else { throw .tooLarge(bytes.count) }
    let document: JSONValue
    do { document = try CanonicalJSON.decode(bytes) } catch { throw .notCanonical(error) }
    do {
      try self.init(reading: document)
      try validate()
    } catch { throw .violation(error) }
  }

  private init(reading document: JSONValue) throws(ContractViolation) {
    var fields = try ObjectReader(document, path: "")
    let format = try fields.string("format")
    guard format == Self.format else {
      throw fields.violation(
        "format", "\"\(format.abbreviated)\" is not \"\(Self.format)\", the format read here")
    }
    organisation = try fields.identifier("organisation")
    key = try fields.identifier("key")
    session = try fields.identifier("session")
    site = try Site(reading: &fields)
    plan = try PlanReference(reading: &fields)
    unit = try Unit(reading: &fields)
    network = try fields.word("network")
    agent = try fields.label("agent")
    catalogue = try fields.integer("catalogue", in: Limits.revisions)
    databases = []
    for element in try fields.elements("databases", count: Limits.databases) {
      databases.append(try GeoDatabaseReference(reading: element.value, path: element.path))
    }
    phases = []
    for element in try fields.elements("phases", count: Self.phaseCounts) {
      phases.append(try Phase(reading: element.value, path: element.path))
    }
    try fields.finish()
  }
}

/// The ranges of a bundle's numbers and lists (`protocol/SPEC.md`, "Limits").
enum Limits {
  static let databases = 1...4
  static let captures = 0...64
  /// A phase of 31 days, with a partial hour at both ends.
  static let blocks = 1...(31 * 24 + 1)
  static let rows = 0...4096
  static let revisions: ClosedRange<Int64> = 1...1_000_000
  static let counts: ClosedRange<Int64> = 0...JSONValue.integers.upperBound
  static let minutes: ClosedRange<Int64> = 1...60
  /// A round trip of more than ten minutes is no handshake.
  static let roundTrips: ClosedRange<Int64> = 0...600_000_000
}

extension PlanReference {
  /// Reads the field `plan`.
  public init(reading bundle: inout ObjectReader) throws(ContractViolation) {
    var fields = try bundle.object("plan")
    name = try fields.identifier("name")
    version = try fields.integer("version", in: Limits.revisions)
    try fields.finish()
  }
}

extension Site {
  /// Reads the field `site`.
  public init(reading bundle: inout ObjectReader) throws(ContractViolation) {
    var fields = try bundle.object("site")
    identifier = try fields.identifier("id")
    country = try fields.parsed("country", expected: "a country's code, such as VN") {
      CountryCode($0)
    }
    try fields.finish()
  }
}

extension GeoDatabaseReference {
  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    name = try fields.label("name")
    version = try fields.label("version")
    try fields.finish()
  }
}

extension Unit {
  fileprivate init(reading bundle: inout ObjectReader) throws(ContractViolation) {
    var fields = try bundle.object("unit")
    try self.init(readingFields: &fields)
    try fields.finish()
  }

  /// Reads the fields of a unit, and leaves what else the object has.
  public init(readingFields fields: inout ObjectReader) throws(ContractViolation) {
    identifier = try fields.identifier("id")
    model = try fields.identifier("model")
    region = try fields.parsed("region", expected: "2 to 8 lower-case letters, such as \"cn\"") {
      Label.isRegion($0) ? $0 : nil
    }
    build = try fields.label("build")
    system = try fields.label("system")
    sim = try fields.word("sim")
    firstBoot =
      fields.has("first_boot")
      ? try fields.parsed("first_boot", expected: "a day like 2026-11-23") { CalendarDay($0) }
      : nil
  }
}
