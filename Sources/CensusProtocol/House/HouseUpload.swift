/// What a pseudonym may send in an epoch: a contribution, or the empty one that takes it back.
///
/// Both have one encoding of exactly 4,096 bytes: canonical JSON, then spaces. So neither the size nor
/// anything in the padding says more than the contribution does.
public enum HouseUpload: Hashable, Sendable {
  case contribution(HouseContribution)
  /// Takes back what the pseudonym sent in this epoch before.
  case withdrawal(Epoch)

  /// The size of every encoding, in bytes.
  public static let bytes = 4096

  public var epoch: Epoch {
    switch self {
    case .contribution(let contribution): contribution.epoch
    case .withdrawal(let epoch): epoch
    }
  }

  /// Nil for a withdrawal.
  public var contribution: HouseContribution? {
    switch self {
    case .contribution(let contribution): contribution
    case .withdrawal: nil
    }
  }

  /// The canonical JSON without the padding.
  public var document: [UInt8] { CanonicalJSON.encode(json) }

  /// The one encoding: what is previewed, signed and sent.
  public var encoded: [UInt8] {
    let document = document
    // The longest contribution has about half of this; a test builds it.
    precondition(document.count <= Self.bytes, "a contribution outgrew its size")
    return document + [UInt8](repeating: Self.padding, count: Self.bytes - document.count)
  }

  private static let padding = UInt8(ascii: " ")

  private var json: JSONValue {
    switch self {
    case .contribution(let contribution): contribution.json
    case .withdrawal(let epoch):
      .object([
        "format": .string(HouseContribution.format), "epoch": .string(epoch.description),
      ])
    }
  }
}

extension HouseContribution {
  /// The one encoding of the contribution, exactly 4,096 bytes.
  public var encoded: [UInt8] { HouseUpload.contribution(self).encoded }
}

/// Why bytes are not a household's upload.
public enum HouseUploadError: Error, Equatable, CustomStringConvertible {
  /// Not 4,096 bytes; the number of bytes.
  case size(Int)
  /// Before the padding stands something else than canonical JSON.
  case notCanonical(CanonicalJSONError)
  /// Canonical JSON, but not a valid upload.
  case violation(ContractViolation)

  public var description: String {
    switch self {
    case .size(let bytes): "\(bytes) bytes, not \(HouseUpload.bytes)"
    case .notCanonical(let error): "not canonical JSON (RFC 8785): \(error)"
    case .violation(let violation): violation.description
    }
  }
}

extension HouseUpload {
  /// The upload that `bytes` encode; accepted only in the one encoding that `encoded` would write.
  public init(decoding bytes: [UInt8]) throws(HouseUploadError) {
    guard bytes.count == Self.bytes else { throw .size(bytes.count) }
    let end = bytes.lastIndex { $0 != Self.padding }.map { $0 + 1 } ?? 0
    let document: JSONValue
    do { document = try CanonicalJSON.decode(Array(bytes[..<end])) } catch {
      throw .notCanonical(error)
    }
    do { try self.init(reading: document) } catch { throw .violation(error) }
  }

  /// The upload whose document, without the padding, is this.
  public init(document: [UInt8]) throws(HouseUploadError) {
    guard document.count <= Self.bytes else { throw .size(document.count) }
    try self.init(
      decoding: document
        + [UInt8](repeating: Self.padding, count: Self.bytes - document.count))
  }

  private init(reading document: JSONValue) throws(ContractViolation) {
    var fields = try ObjectReader(document, path: "")
    let format = try fields.string("format")
    guard format == HouseContribution.format else {
      throw fields.violation(
        "format",
        "\"\(format.abbreviated)\" is not \"\(HouseContribution.format)\", the format read here")
    }
    let epoch = try fields.parsed("epoch", expected: "an ISO week like 2026-W47") { Epoch($0) }
    if fields.isEmpty {
      self = .withdrawal(epoch)
    } else {
      self = .contribution(try HouseContribution(reading: &fields, epoch: epoch))
    }
  }
}
