/// Why bytes are not an entry of a log.
public enum LogEntryError: Error, Equatable, CustomStringConvertible {
  /// More bytes than `LogEntry.maximumBytes`; the number of bytes.
  case tooLarge(Int)
  /// Not the canonical encoding of anything.
  case notCanonical(CanonicalJSONError)
  /// Canonical JSON, but not a valid entry.
  case violation(ContractViolation)

  public var description: String {
    switch self {
    case .tooLarge(let bytes):
      "\(bytes) bytes are more than the \(LogEntry.maximumBytes) that an entry may have"
    case .notCanonical(let error): "not canonical JSON (RFC 8785): \(error)"
    case .violation(let violation): violation.description
    }
  }
}

extension LogEntry {
  /// The entry's one encoding: the bytes that are signed, stored, published and named by their digest.
  public var encoded: [UInt8] { CanonicalJSON.encode(json) }

  private var json: JSONValue {
    var fields: [String: JSONValue] = [
      "format": .string(Self.format),
      "number": .integer(number),
      "previous": .string(previous.description),
      "time": .string(time.description),
      "key": .string(key.description),
    ]
    switch content {
    case .keys(let keys): fields["keys"] = keys.json
    case .release(let release): fields["release"] = release.json
    case .models(let models): fields["models"] = models.json
    }
    return .object(fields)
  }

  /// The entry that `bytes` encode, accepted only in the one encoding that `encoded` would write.
  public init(decoding bytes: [UInt8]) throws(LogEntryError) {
    guard bytes.count <= Self.maximumBytes else { throw .tooLarge(bytes.count) }
    let document: JSONValue
    do { document = try CanonicalJSON.decode(bytes) } catch { throw .notCanonical(error) }
    do { try self.init(reading: document) } catch { throw .violation(error) }
  }

  private init(reading document: JSONValue) throws(ContractViolation) {
    var fields = try ObjectReader(document, path: "")
    let format = try fields.string("format")
    guard format == Self.format else {
      throw fields.violation(
        "format", "\"\(format.abbreviated)\" is not \"\(Self.format)\", the format read here")
    }
    number = try fields.count("number")
    previous = try fields.identifier("previous")
    time = try fields.time("time")
    key = try fields.parsed("key", expected: "the base64 of an Ed25519 public key") {
      VerifyingKey($0)
    }
    if fields.has("release") {
      content = .release(
        try HouseRelease(reading: try fields.value("release"), path: fields.path(of: "release")))
    } else if fields.has("models") {
      content = .models(try CommonModels(reading: &fields))
    } else {
      content = .keys(try IssuerKeys(reading: &fields))
    }
    try fields.finish()
  }
}

extension CommonModels {
  fileprivate var json: JSONValue {
    .array(identifiers.sorted().map { .string($0.description) })
  }

  fileprivate init(reading entry: inout ObjectReader) throws(ContractViolation) {
    var models: [ModelIdentifier] = []
    for element in try entry.elements("models", count: 0...Self.most) {
      guard case .string(let text) = element.value, let model = ModelIdentifier(text) else {
        throw ContractViolation(path: element.path, problem: ModelIdentifier.expectation)
      }
      guard models.last.map({ $0 < model }) ?? true else {
        throw ContractViolation(
          path: element.path, problem: "repeats the one before it, or is not in ascending order")
      }
      models.append(model)
    }
    self.init(Set(models))
  }
}

extension IssuerKeys {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = ["epoch": .string(epoch.description)]
    for tier in ContributorTier.allCases { fields[tier.rawValue] = .string(self[tier].description) }
    return .object(fields)
  }

  fileprivate init(reading entry: inout ObjectReader) throws(ContractViolation) {
    var fields = try entry.object("keys")
    func key(_ tier: ContributorTier) throws(ContractViolation) -> IssuerPublicKey {
      try fields.parsed(tier.rawValue, expected: "the base64 of a token key (RFC 9578)") {
        IssuerPublicKey($0)
      }
    }
    self.init(
      epoch: try fields.epoch("epoch"), new: try key(.new), established: try key(.established),
      organisation: try key(.organisation))
    try fields.finish()
  }
}
