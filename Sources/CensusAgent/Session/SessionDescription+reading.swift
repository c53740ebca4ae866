import CensusProtocol
import FoundationEssentials

/// What is wrong with a session's description, and where in the file.
public struct SessionDescriptionError: Error, Equatable, CustomStringConvertible {
  public let path: String
  public let problem: String

  public var description: String { "\(path): \(problem)" }
}

extension SessionDescription {
  /// No description is longer, in bytes.
  private static let maximumBytes = 1024 * 1024

  /// Reads a description from a JSON file; capture paths in it are relative to its folder.
  public init(readingFile path: String) throws(SessionDescriptionError) {
    do {
      let bytes = try LocalFile.read(path, limit: Self.maximumBytes)
      try self.init(json: bytes, folder: Self.folder(of: path))
    } catch let error as ContractViolation {
      throw SessionDescriptionError(path: path, problem: error.description)
    } catch let error as FileError {
      throw SessionDescriptionError(path: path, problem: error.problem)
    } catch let error as DecodingError {
      throw SessionDescriptionError(path: path, problem: Self.words(for: error))
    } catch {
      throw SessionDescriptionError(path: path, problem: "\(error)")
    }
  }

  init(json bytes: [UInt8], folder: String) throws {
    let document = try JSONDecoder().decode(DecodedJSON.self, from: Data(bytes)).value
    var fields = try ObjectReader(document, path: "")
    organisation = try fields.identifier("organisation")
    session = try fields.identifier("session")
    site = try Site(reading: &fields)
    plan = try PlanReference(reading: &fields)
    network = try fields.word("network")
    localPrefixes = fields.has("lan") ? try fields.texts("lan") : []
    (unit, unitAddress) = try fields.unitWithAddress()
    phases = try fields.elements("phases", count: SessionBundle.phaseCounts)
      .map { try PhaseDescription(reading: $0.value, path: $0.path, folder: folder) }
    try fields.finish()
  }

  /// A link-layer address in the form in which devices are labelled; nil for anything else.
  public static func linkAddress(_ text: String) -> String? {
    let groups = text.lowercased().split(separator: ":", omittingEmptySubsequences: false)
    let isGroup: (Substring) -> Bool = { $0.count == 2 && UInt8($0, radix: 16) != nil }
    return groups.count == 6 && groups.allSatisfy(isGroup) ? groups.joined(separator: ":") : nil
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  private static func words(for error: DecodingError) -> String {
    switch error {
    case .dataCorrupted(let context):
      "is not JSON: "
        + (context.underlyingError.map { "\($0)" } ?? context.debugDescription)
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context):
      context.debugDescription
    @unknown default: "\(error)"
    }
  }
}

extension PhaseDescription {
  /// The hours of a leap year.
  private static let mostHours = 366 * 24

  fileprivate init(
    reading value: JSONValue, path: String, folder: String
  ) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    condition = try fields.word("condition")
    step = fields.has("step") || fields.has("dose_bytes") ? try fields.phaseStep() : .measured
    started = try fields.minute("started")
    ended = try fields.minute("ended")
    guard started < ended else {
      throw fields.violation("ended", "\(ended) is not after the start, \(started)")
    }
    // A mistyped year must not become millions of silent hours.
    guard Phase.hourCount(from: started, to: ended) <= Self.mostHours else {
      throw fields.violation("ended", "\(ended) is more than a year after the start, \(started)")
    }
    captures = try fields.texts("captures").map { $0.hasPrefix("/") ? $0 : folder + $0 }
    void = fields.has("void") ? try fields.word("void") : nil
    unitAddress = fields.has("address") ? try fields.linkAddress("address") : nil
    guard void != nil || !captures.isEmpty else {
      throw fields.violation("captures", "is empty; a phase that counts needs a capture")
    }
    try fields.finish()
  }
}

extension ObjectReader {
  fileprivate mutating func texts(_ key: String) throws(ContractViolation) -> [String] {
    var texts: [String] = []
    for element in try elements(key, count: 0...64) {
      guard case .string(let text) = element.value, !text.isEmpty else {
        throw ContractViolation(path: element.path, problem: "expected a text")
      }
      texts.append(text)
    }
    return texts
  }

  fileprivate mutating func minute(_ key: String) throws(ContractViolation) -> UTCTime {
    let moment = try time(key)
    guard moment.isWholeMinute else {
      throw violation(key, "\(moment) is not at a whole minute")
    }
    return moment
  }

  /// The `unit` object, which here holds the unit's link-layer address as well.
  fileprivate mutating func unitWithAddress() throws(ContractViolation) -> (Unit, String) {
    var fields = try object("unit")
    let address = try fields.linkAddress("address")
    let unit = try Unit(readingFields: &fields)
    try fields.finish()
    return (unit, address)
  }

  fileprivate mutating func linkAddress(_ key: String) throws(ContractViolation) -> String {
    try parsed(key, expected: "a link-layer address like \"02:00:5e:10:00:01\"") {
      SessionDescription.linkAddress($0)
    }
  }
}

/// JSON as people write it, with white space and in any order, read into the contract's values.
private struct DecodedJSON: Decodable {
  let value: JSONValue

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      value = .boolean(flag)
    } else if let number = try? container.decode(Int64.self) {
      value = .integer(number)
    } else if let text = try? container.decode(String.self) {
      value = .string(text)
    } else if let elements = try? container.decode([DecodedJSON].self) {
      value = .array(elements.map(\.value))
    } else {
      value = .object(try container.decode([String: DecodedJSON].self).mapValues(\.value))
    }
  }
}
