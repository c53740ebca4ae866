import CatalogueText

/// The models that a contribution may name (`protocol/catalogue/README.md`).
public struct Catalogue: Sendable {
  public let revision: Int64
  /// In ascending order of identifier.
  public let models: [Model]

  /// The catalogue that this program was built with.
  public static let bundled: Catalogue = {
    // Constant bytes of the program, of which the module that has them tells where and how many.
    let text = unsafe UnsafeBufferPointer(start: catalogue_text(), count: catalogue_text_length())
    do {
      return try Catalogue(text: unsafe String(decoding: text, as: UTF8.self))
    } catch { preconditionFailure("the catalogue in the program is damaged: \(error)") }
  }()

  /// The model with this identifier, if the catalogue has it.
  public func model(_ identifier: ModelIdentifier) -> Model? {
    var (low, high) = (0, models.count)
    while low < high {
      let middle = (low + high) / 2
      if models[middle].identifier < identifier { low = middle + 1 } else { high = middle }
    }
    return low < models.count && models[low].identifier == identifier ? models[low] : nil
  }
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
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    models.reserveCapacity(lines.count)
    for (index, bytes) in lines.enumerated() {
      let line = Substring(bytes)
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
  }

  /// Every line of a text form that cannot be read, where `init` tells the first.
  public static func unreadableLines(_ text: String) -> [CatalogueError] {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var problems: [CatalogueError] = []
    for (index, bytes) in lines.enumerated() {
      let line = Substring(bytes)
      if line.hasPrefix("#") || (line.isEmpty && index == lines.count - 1) { continue }
      do { _ = try Model(line: line) } catch {
        problems.append(CatalogueError(line: index + 1, problem: error.problem))
      }
    }
    return problems
  }

  private static func revision(inComment line: Substring) -> Int64? {
    let words = line.split(separator: " ")
    guard words.count == 3, words[0] == "#", words[1] == "revision",
      let number = Int64(words[2]), Limits.revisions.contains(number)
    else { return nil }
    return number
  }
}
