extension Catalogue {
  /// What is wrong with a catalogue, and what its readers should know.
  public struct Check: Sendable, Equatable {
    /// What must be mended: one line each.
    public internal(set) var problems: [String] = []
    /// Names that mean several entries: they name a model, but no entry, until the owner or a code decides.
    public internal(set) var ambiguous: [String] = []
  }

  /// Looks for codes and names that stand twice, and for brands and classes without an entry to fall back to.
  public func check() -> Check {
    var check = Check()
    checkCodes(&check)
    checkNames(&check)
    checkFallbacks(&check)
    return check
  }

  private func checkCodes(_ check: inout Check) {
    var owners: [String: Model] = [:]
    for model in models {
      for code in model.codes {
        let key = Self.plain(code)
        if let owner = owners[key], owner.identifier != model.identifier {
          check.problems.append(
            "the code \(code) stands in \(owner.identifier) and in \(model.identifier)")
        }
        owners[key] = model
      }
    }
  }

  private func checkNames(_ check: inout Check) {
    var owners: [String: [Model]] = [:]
    for model in models where model.level == .model {
      for key in Set(([model.name] + model.otherNames).map(Self.plain)) {
        owners[Self.plain(model.brand) + " " + key, default: []].append(model)
      }
    }
    for (_, sharing) in owners.sorted(by: { $0.key < $1.key }) where sharing.count > 1 {
      let ids = sharing.map(\.identifier.description).joined(separator: ", ")
      let names = Set(sharing.map { $0.name + ($0.region?.rawValue ?? "") })
      if names.count < sharing.count {
        check.problems.append("entries of the same name and region: \(ids)")
      } else {
        check.ambiguous.append("\(sharing[0].title) can be \(ids)")
      }
    }
  }

  private func checkFallbacks(_ check: inout Check) {
    let fallbacks = models.filter { $0.level != .model }
    let brands = Set(fallbacks.filter { $0.level == .brand }.map(\.brand))
    let classes = Set(fallbacks.filter { $0.level == .class }.map(\.deviceClass))
    for brand in Set(models.filter { $0.level == .model && !$0.isSimulated }.map(\.brand)).sorted()
    where !brands.contains(brand) {
      check.problems.append("\(brand) has models but no entry of level brand")
    }
    for deviceClass in DeviceClass.allCases
    where deviceClass != .simulated && !classes.contains(deviceClass) {
      check.problems.append("there is no entry of level class for \(deviceClass.rawValue)")
    }
    for model in fallbacks where !model.identifier.description.hasPrefix("any-") {
      check.problems.append("\(model.identifier) is no model, so its id must begin with any-")
    }
  }

  /// Letters and digits in lower case; a plus is kept, since it tells models apart.
  private static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+") }
  }
}
