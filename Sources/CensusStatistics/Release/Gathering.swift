import CensusProtocol

/// Cells, and how much of the contributions they hold.
struct GatheredCells {
  var contributors: [ContributorCell] = []
  var contacts: [ContactCell] = []
  var countedContributions = 0
  var countedRows = 0
  /// The models that stand by themselves.
  var models: Set<ModelIdentifier> = []
  /// What the cells of a model that stands by itself account for.
  var coverage: [Arm: Coverage] = [:]
  /// The rows of such models that are in none of their cells.
  var rest: [Arm: [CrowdRow]] = [:]
  /// Models of which nothing is published, since their figures would give away what is not.
  var withheld: Set<ModelIdentifier> = []

  /// One service of one model.
  struct Arm: Hashable {
    let model: ModelIdentifier
    let service: ServiceClass
  }
}

/// Gathers contributions by model, and what is too little by brand.
struct Gathering {
  let contributions: [CountedContribution]
  let rule: MergeRule
  let catalogue: Catalogue
  private let byModel: [ModelIdentifier: [Int]]

  init(contributions: [CountedContribution], rule: MergeRule, catalogue: Catalogue) {
    self.contributions = contributions
    self.rule = rule
    self.catalogue = catalogue
    byModel = Dictionary(grouping: contributions.indices) { contributions[$0].contribution.model }
  }

  private var concealment: Concealment { Concealment(rule: rule) }

  private var ladder: DestinationLadder {
    DestinationLadder(concealment: concealment) { rule.isEnough($0, of: contributions) }
  }

  private func rows(of contributors: [Int]) -> [ServiceClass: [CrowdRow]] {
    Dictionary(
      grouping: contributors.flatMap { contributor in
        contributions[contributor].contribution.rows.map {
          CrowdRow(contributor: contributor, row: $0)
        }
      }, by: \.row.service)
  }

  /// The models with enough contributors, and what of them can be shown.
  func models() -> GatheredCells {
    var cells = GatheredCells()
    for (model, contributors) in byModel where rule.isEnough(Set(contributors), of: contributions) {
      let outcomes = rows(of: contributors).mapValues(ladder.climb)
      let coverage = outcomes.mapValues { Coverage($0.parcels.map(\.destination)) }
      guard hidesServices(outcomes, coverage, contributors: contributors.count) else {
        cells.withheld.insert(model)
        continue
      }
      cells.models.insert(model)
      cells.add(.model(model), count: contributors.count, by: rule)
      for (service, outcome) in outcomes {
        let arm = GatheredCells.Arm(model: model, service: service)
        cells.coverage[arm] = coverage[service]
        cells.rest[arm] = outcome.rest
        cells.add(outcome.parcels, of: .model(model), service: service, by: rule)
      }
    }
    return cells
  }

  /// Whether the model's count leaves it open, of each service of which rows may be left, that there are
  /// none: the cells and the other services, each with fewer than k, must be able to account for all
  /// contributors.
  private func hidesServices(
    _ outcomes: [ServiceClass: DestinationLadder.Outcome], _ coverage: [ServiceClass: Coverage],
    contributors: Int
  ) -> Bool {
    let open = ServiceClass.allCases.count { !(coverage[$0]?.isComplete ?? false) }
    guard open > 0, let low = rule.counts(shownAs: rule.shown(contributors))?.lowerBound else {
      return true
    }
    let inCells = outcomes.values.flatMap(\.parcels).reduce(0) {
      $0 + (rule.counts(shownAs: rule.shown($1.contributors.count))?.upperBound ?? 0)
    }
    return concealment.leavesOpen(atLeast: low - inCells, among: open)
  }

  /// What is not in `own`, by brand.
  func brands(beside own: GatheredCells) -> GatheredCells {
    var cells = GatheredCells()
    let rest = byModel.filter { !own.withheld.contains($0.key) }
    let brands = Dictionary(grouping: rest.keys) { catalogue.model($0)?.sharedBrand }
    for case (let brand?, let models) in brands {
      let entries = catalogue.models.filter { $0.sharedBrand == brand }.map(\.identifier)
      let contributors = models.filter { !own.models.contains($0) }.flatMap { rest[$0] ?? [] }
      let children = entries.count { !own.models.contains($0) }
      if rule.isEnough(Set(contributors), of: contributions),
        concealment.holds(count: contributors.count, children: children)
      {
        cells.add(.otherModels(brand: brand), count: contributors.count, by: rule)
      }
      addServices(of: models, brand: brand, entries: entries, beside: own, to: &cells)
    }
    return cells
  }

  /// What the brand's models have left, service by service: all of a small model, and of the others
  /// what is in none of their cells.
  private func addServices(
    of models: [ModelIdentifier], brand: String, entries: [ModelIdentifier],
    beside own: GatheredCells, to cells: inout GatheredCells
  ) {
    let small = rows(of: models.filter { !own.models.contains($0) }.flatMap { byModel[$0] ?? [] })
    for service in ServiceClass.allCases {
      let left = models.flatMap { own.rest[GatheredCells.Arm(model: $0, service: service)] ?? [] }
      let parcels = ladder.climb((small[service] ?? []) + left).parcels
      let isHidden = parcels.allSatisfy { parcel in
        let children = entries.count { entry in
          own.coverage[GatheredCells.Arm(model: entry, service: service)]?
            .leavesOpen(parcel.destination) ?? true
        }
        return concealment.holds(count: parcel.contributors.count, children: children)
      }
      if isHidden { cells.add(parcels, of: .otherModels(brand: brand), service: service, by: rule) }
    }
  }
}

extension GatheredCells {
  fileprivate mutating func add(_ subject: ReleaseSubject, count: Int, by rule: MergeRule) {
    contributors.append(ContributorCell(subject: subject, contributors: rule.shown(count)))
    countedContributions += count
  }

  fileprivate mutating func add(
    _ parcels: [Parcel], of subject: ReleaseSubject, service: ServiceClass, by rule: MergeRule
  ) {
    for parcel in parcels {
      let count = parcel.contributors.count
      contacts.append(
        ContactCell(
          subject: subject, service: service, destination: parcel.destination,
          contributors: rule.shown(count),
          buckets: count >= rule.fewestForQuartiles ? parcel.quartiles : nil))
      countedRows += parcel.rows.count
    }
  }
}

extension Model {
  /// The brand under which small models are gathered; nil for an entry that stands for a class.
  fileprivate var sharedBrand: String? { level == .class ? nil : brand }
}
