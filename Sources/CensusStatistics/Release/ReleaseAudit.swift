public import CensusProtocol

/// Whether the figures of releases follow from their parameters, as far as anybody can tell who has
/// nothing but the releases.
public struct ReleaseAudit: Sendable {
  /// What does not hold, in words.
  public let problems: [String]

  /// - Parameters:
  ///   - spentBefore: what the last noisy release before this one had spent, where it is known.
  ///   - catalogue: the catalogue of the release's revision, where it is at hand.
  public init(of release: HouseRelease, spentBefore: Fraction?, catalogue: Catalogue?) {
    switch release.figures {
    case .merged(let figures):
      problems = MergedAudit(figures: figures, catalogue: catalogue).problems
    case .noisy(let figures):
      problems = Self.problems(of: figures, spentBefore: spentBefore, catalogue: catalogue)
    case .withheld(let figures):
      problems =
        spentBefore == nil || spentBefore == figures.spent
        ? [] : ["\(figures.spent) is not what was spent before"]
    }
  }

  private static func problems(
    of figures: NoisyFigures, spentBefore: Fraction?, catalogue: Catalogue?
  ) -> [String] {
    var problems: [String] = []
    let guarantee = figures.guarantee
    let rho = figures.rule.concentration
    let stated = [
      (rho, guarantee.epsilonMillionths), (guarantee.spent, guarantee.spentEpsilonMillionths),
    ]
    for (rho, epsilon) in stated
    where PrivacyLoss.epsilonMillionths(rho: rho, delta: figures.rule.delta) != epsilon {
      problems.append("ε = \(epsilon) millionths does not follow from ρ = \(rho)")
    }
    if guarantee.spent < rho { problems.append("less is spent than this release costs") }
    if let spentBefore, spentBefore.adding(rho) != guarantee.spent {
      problems.append("\(guarantee.spent) is not \(spentBefore) and \(rho) more")
    }
    if figures.total < figures.rule.fewestInEpoch {
      problems.append("a total of \(figures.total) is too small for a noisy release")
    }
    let models = Set(figures.contributors.map(\.model) + figures.contacts.map(\.model))
    return problems + unknown(models, in: catalogue)
  }

  static func unknown(_ models: Set<ModelIdentifier>, in catalogue: Catalogue?) -> [String] {
    guard let catalogue else { return [] }
    return models.filter { catalogue.model($0) == nil }.sorted()
      .map { "\($0) is not in the catalogue that the release names" }
  }
}

/// The checks of raw counts under the rule of merging.
struct MergedAudit {
  let figures: MergedFigures
  let catalogue: Catalogue?

  private var rule: MergeRule { figures.rule }
  private var concealment: Concealment { Concealment(rule: rule) }

  var problems: [String] {
    contactProblems + lossProblems + modelProblems
      + ReleaseAudit.unknown(
        Set(
          figures.contributors.compactMap {
            if case .model(let model) = $0.subject { model } else { nil }
          }), in: catalogue)
  }

  private func range(_ count: PublishedCount) -> ClosedRange<Int> {
    rule.counts(shownAs: count) ?? 0...0
  }

  /// Each cell by itself: quartiles where they belong, merged cells that hide what was merged.
  private var contactProblems: [String] {
    figures.contacts.flatMap { cell -> [String] in
      var problems: [String] = []
      let counts = range(cell.contributors)
      if cell.buckets == nil, counts.lowerBound >= rule.fewestForQuartiles {
        problems.append("quartiles are missing")
      }
      if cell.buckets != nil, counts.upperBound < rule.fewestForQuartiles {
        problems.append("quartiles of fewer than \(rule.fewestForQuartiles) contributors")
      }
      if !hidesCountries(cell) {
        problems.append("gives away how many contacted one of its countries")
      }
      return problems.map {
        "\(cell.subject.title), \(cell.service.rawValue), \(cell.destination): \($0)"
      }
    }
  }

  /// Whether a cell of other countries, if it is one, leaves each of them open.
  private func hidesCountries(_ cell: ContactCell) -> Bool {
    guard case .otherCountries(let region) = cell.destination else { return true }
    let alone = Set(
      figures.contacts.filter { $0.subject == cell.subject && $0.service == cell.service }
        .map(\.destination))
    let children = region.countries.count {
      !alone.contains(.place(HouseDestination(.country($0))))
    }
    return concealment.leavesOpen(atLeast: range(cell.contributors).lowerBound, among: children)
  }

  /// Each class of loss in one cell, and no more contributors than the models have.
  private var lossProblems: [String] {
    let classes = figures.loss.flatMap(\.classes)
    guard Set(classes).count == classes.count else { return ["a class of loss is in two cells"] }
    let most = (figures.contributors.map(\.contributors) + [figures.droppedContributions])
      .reduce(0) { $0 + range($1).upperBound }
    let known = figures.loss.reduce(0) { $0 + range($1.contributors).lowerBound }
    if known > most { return ["more contributors by loss than by model"] }
    let margin = LossMargin(
      rule: rule, contributors: figures.contributors.map(\.contributors),
      dropped: figures.droppedContributions)
    return figures.loss.isEmpty || margin.hidesWhatIsLeft(by: figures.loss)
      ? [] : ["gives away how many reported a class of loss"]
  }

  /// What a model's cells say together.
  private var modelProblems: [String] {
    let cells = Dictionary(grouping: figures.contacts, by: \.subject)
    let own = figures.contributors.flatMap { subject -> [String] in
      guard case .model = subject.subject else { return [] }
      let counts = range(subject.contributors)
      let contacts = cells[subject.subject] ?? []
      if contacts.contains(where: { $0.contributors > subject.contributors }) {
        return ["\(subject.subject.title): more contributors in a cell than in all"]
      }
      let coverage = Dictionary(grouping: contacts, by: \.service)
        .mapValues { Coverage($0.map(\.destination)) }
      let open = ServiceClass.allCases.count { !(coverage[$0]?.isComplete ?? false) }
      let inCells = contacts.reduce(0) { $0 + range($1.contributors).upperBound }
      return open == 0
        || concealment.leavesOpen(atLeast: counts.lowerBound - inCells, among: open)
        ? []
        : ["\(subject.subject.title): gives away how many used a service that is not published"]
    }
    let named = Set(figures.contributors.map(\.subject))
    return own
      + cells.keys.filter { !named.contains($0) }.compactMap { subject in
        if case .model = subject {
          "\(subject.title): has cells, but no count of contributors"
        } else {
          nil
        }
      }.sorted()
  }
}

extension ReleaseSubject {
  /// In the words that people read.
  public var title: String {
    switch self {
    case .model(let model): model.description
    case .otherModels(let brand): "other models of \(brand)"
    }
  }
}
