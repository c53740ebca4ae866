import CensusProtocol

/// Cells, and how much of the contributions they hold.
struct GatheredCells {
  var contributors: [ContributorCell] = []
  var contacts: [ContactCell] = []
  var countedContributions = 0
  var countedRows = 0
  /// What stands by itself: such a model, or such a service of a model, goes to no other cell.
  var models: Set<ModelIdentifier> = []
  var arms: Set<Arm> = []
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

  /// The models with enough contributors, and those of their services that have enough.
  func models() -> GatheredCells {
    var cells = GatheredCells()
    for (model, contributors) in byModel where rule.isEnough(Set(contributors), of: contributions) {
      let parcels = rows(of: contributors).compactMapValues(ladder.parcels)
      guard hidesServices(of: parcels, contributors: contributors.count) else {
        cells.withheld.insert(model)
        continue
      }
      cells.models.insert(model)
      cells.add(.model(model), count: contributors.count, by: rule)
      for (service, parcels) in parcels {
        cells.arms.insert(GatheredCells.Arm(model: model, service: service))
        cells.add(parcels, of: .model(model), service: service, by: rule)
      }
    }
    return cells
  }

  /// Whether the model's count leaves it open, of each service that is not published, that nobody used
  /// it: the published cells and the other unpublished services, each below k, must be able to
  /// account for all contributors.
  private func hidesServices(
    of published: [ServiceClass: [Parcel]], contributors: Int
  ) -> Bool {
    let hidden = ServiceClass.allCases.count - published.count
    guard hidden > 0, let low = rule.counts(shownAs: rule.shown(contributors))?.lowerBound else {
      return true
    }
    let inCells = published.values.joined().reduce(0) {
      $0 + (rule.counts(shownAs: rule.shown($1.contributors.count))?.upperBound ?? 0)
    }
    return inCells + (hidden - 1) * (rule.fewest - 1) >= low
  }

  /// What is not in `own`, by brand.
  func brands(beside own: GatheredCells) -> GatheredCells {
    var cells = GatheredCells()
    let rest = byModel.filter { !own.withheld.contains($0.key) }
    let brands = Dictionary(grouping: rest.keys) { catalogue.model($0)?.sharedBrand }
    for case (let brand?, let models) in brands {
      let entries = catalogue.models.filter { $0.sharedBrand == brand }.map(\.identifier)
      let contributors = models.filter { !own.models.contains($0) }.flatMap { rest[$0] ?? [] }
      if rule.isEnough(Set(contributors), of: contributions),
        isHidden(contributors.count, among: entries.count { !own.models.contains($0) })
      {
        cells.add(.otherModels(brand: brand), count: contributors.count, by: rule)
      }
      addServices(of: models, brand: brand, entries: entries, beside: own, to: &cells)
    }
    return cells
  }

  private func addServices(
    of models: [ModelIdentifier], brand: String, entries: [ModelIdentifier],
    beside own: GatheredCells, to cells: inout GatheredCells
  ) {
    for service in ServiceClass.allCases {
      let isApart = { own.arms.contains(GatheredCells.Arm(model: $0, service: service)) }
      let contributors = models.filter { !isApart($0) }.flatMap { byModel[$0] ?? [] }
      let children = entries.count { !isApart($0) }
      guard let rows = rows(of: contributors)[service], let parcels = ladder.parcels(of: rows),
        parcels.allSatisfy({ isHidden($0.contributors.count, among: children) })
      else { continue }
      cells.add(parcels, of: .otherModels(brand: brand), service: service, by: rule)
    }
  }

  private func isHidden(_ count: Int, among children: Int) -> Bool {
    concealment.holds(count: count, children: children, smallestSibling: nil, isFilled: false)
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
