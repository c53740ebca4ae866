/// A document that an agent signs with the long-term key that only the issuer knows.
public protocol IssuerDocument: Sendable {
  /// The value of `format`.
  static var format: String { get }
  /// The most bytes that an encoding may have.
  static var maximumBytes: Int { get }
  /// The agent's long-term public key, whose signature travels beside the bytes.
  var agent: VerifyingKey { get }
  /// The fields besides `format` and `agent`.
  var fields: [String: JSONValue] { get }
  /// Reads what follows `format` and `agent`.
  init(agent: VerifyingKey, reading fields: inout ObjectReader) throws(ContractViolation)
}

/// Why bytes are not the document that they should be.
public enum IssuerDocumentError: Error, Equatable, CustomStringConvertible {
  /// More bytes than such a document may have; the number of bytes.
  case tooLarge(Int)
  case notCanonical(CanonicalJSONError)
  case violation(ContractViolation)

  public var description: String {
    switch self {
    case .tooLarge(let bytes): "\(bytes) bytes are more than such a document may have"
    case .notCanonical(let error): "not canonical JSON (RFC 8785): \(error)"
    case .violation(let violation): violation.description
    }
  }
}

extension IssuerDocument {
  /// The one encoding: canonical JSON.
  public var encoded: [UInt8] {
    var all = fields
    all["format"] = .string(Self.format)
    all["agent"] = .string(agent.description)
    return CanonicalJSON.encode(.object(all))
  }

  /// The document that `bytes` encode; accepted only in the one encoding that `encoded` would write.
  public init(decoding bytes: [UInt8]) throws(IssuerDocumentError) {
    guard bytes.count <= Self.maximumBytes else { throw .tooLarge(bytes.count) }
    let document: JSONValue
    do { document = try CanonicalJSON.decode(bytes) } catch { throw .notCanonical(error) }
    do throws(ContractViolation) {
      var fields = try ObjectReader(document, path: "")
      let format = try fields.string("format")
      guard format == Self.format else {
        throw fields.violation(
          "format", "\"\(format.abbreviated)\" is not \"\(Self.format)\", the format read here")
      }
      let agent = try fields.parsed("agent", expected: "the base64 of an Ed25519 public key") {
        VerifyingKey($0)
      }
      try self.init(agent: agent, reading: &fields)
      try fields.finish()
    } catch { throw .violation(error) }
  }
}
