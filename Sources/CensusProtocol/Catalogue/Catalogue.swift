/// The models that a contribution may name (`protocol/catalogue/README.md`).
public struct Catalogue: Sendable {
  public let revision: Int64
  /// In ascending order of identifier.
  public let models: [Model]
  private let indexByIdentifier: [ModelIdentifier: Int]

  /// The catalogue that this program was built with.
  public static let bundled: Catalogue = {
    do {
      return try Catalogue(text: String(decoding: PackageResources.models_tsv, as: UTF8.self))
    } catch { preconditionFailure("the catalogue in the program is damaged: \(error)") }
  }()

  /// The model with this identifier, if the catalogue has it.
  public func model(_ identifier: ModelIdentifier) -> Model? {
    indexByIdentifier[identifier].map { models[$0] }
  }
}

/// An entry of the catalogue.
public struct Model: Hashable, Sendable {
  public let identifier: ModelIdentifier
  /// The brand as printed on the device.
  public let brand: String
  /// The marketing name, without the brand.
  public let name: String
  public let kind: Kind

  /// What an entry stands for.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case phone, tablet, simulated
  }

  /// Whether the model exists in simulated captures alone.
  public var isSimulated: Bool { kind == .simulated }

  /// Brand and name, as tables show them.
  public var title: String { "\(brand) \(name)" }
}

/// What is wrong with a catalogue file, and in which line, from 1.
public struct CatalogueError: Error, Equatable, CustomStringConvertible {
  public let line: Int
  public let problem: String

  public var description: String { "line \(line): \(problem)" }
}

extension Catalogue {
  /// Reads the text form; throws at the first line that does not fit it.
  public init(text: String) throws(CatalogueError) {
    var revision: Int64?
    var models: [Model] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line.isEmpty && index == lines.count - 1 { continue }
      if line.hasPrefix("#") {
        revision = Self.revision(inComment: line) ?? revision
        continue
      }
      let model: Model
      do { model = try Model(line: line) } catch {
        throw CatalogueError(line: index + 1, problem: error.problem)
      }
      if let last = models.last, last.identifier >= model.identifier {
        throw CatalogueError(
          line: index + 1, problem: "\(model.identifier) is repeated or not in ascending order")
      }
      models.append(model)
    }
    guard let revision else {
      throw CatalogueError(line: 1, problem: "no comment of the form \"# revision N\"")
    }
    self.revision = revision
    self.models = models
    indexByIdentifier = Dictionary(
      uniqueKeysWithValues: models.enumerated().map { ($0.element.identifier, $0.offset) })
  }

  private static func revision(inComment line: Substring) -> Int64? {
    let words = line.split(separator: " ")
    guard words.count == 3, words[0] == "#", words[1] == "revision",
      let number = Int64(words[2]), Limits.revisions.contains(number)
    else { return nil }
    return number
  }
}

extension Model {
  fileprivate init(line: Substring) throws(ContractViolation) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 4 else {
      throw ContractViolation(
        path: "",
        problem: "\(fields.count) fields, expected id, brand, name and kind, tab-separated"
      )
    }
    guard let identifier = ModelIdentifier(fields[0]) else {
      throw ContractViolation(
        path: "", problem: "\"\(fields[0])\" is not an id: \(ModelIdentifier.expectation)")
    }
    guard Label.accepts(fields[1]), Label.accepts(fields[2]) else {
      throw ContractViolation(
        path: "", problem: "brand and name need 1 to 64 printable ASCII characters each")
    }
    guard let kind = Kind(rawValue: fields[3]) else {
      let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ContractViolation(path: "", problem: "\"\(fields[3])\" is not one of \(kinds)")
    }
    self.init(identifier: identifier, brand: fields[1], name: fields[2], kind: kind)
  }
}
