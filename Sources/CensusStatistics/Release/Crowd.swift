import CensusProtocol

/// The contributions of an epoch, gathered into cells.
struct Crowd {
  let rule: MergeRule
  let catalogue: Catalogue
  let contributions: [CountedContribution]
  let contributorCells: [ContributorCell]
  let contactCells: [ContactCell]
  /// Contributions that are in no cell of `contributorCells`.
  let droppedContributions: Int
  /// Rows that are in no cell of `contactCells`.
  let droppedRows: Int

  init(contributions: [CountedContribution], rule: MergeRule, catalogue: Catalogue) {
    self.rule = rule
    self.catalogue = catalogue
    self.contributions = contributions
    let gathering = Gathering(contributions: contributions, rule: rule, catalogue: catalogue)
    let own = gathering.models()
    let pools = gathering.brands(beside: own)
    contributorCells = (own.contributors + pools.contributors).sorted { $0.subject < $1.subject }
    contactCells = (own.contacts + pools.contacts).sorted(by: ContactCell.isOrderedBefore)
    droppedContributions =
      contributions.count - own.countedContributions
      - pools.countedContributions
    droppedRows =
      contributions.reduce(0) { $0 + $1.contribution.rows.count } - own.countedRows
      - pools.countedRows
  }

  /// The editions that at least k contributors named.
  var geo: [GeoEdition] {
    Dictionary(grouping: contributions.indices) { contributions[$0].contribution.geo }
      .filter { rule.isEnough(Set($0.value), of: contributions) }
      .map(\.key).sorted(by: GeoEdition.isOrderedBefore)
  }

  /// Contributors by class of loss: classes with too few stand together, with the smallest of the others
  /// where it takes that.
  var loss: [LossCell] {
    let members = Dictionary(grouping: contributions.indices) {
      contributions[$0].contribution.loss
    }
    .mapValues { Set($0) }
    var alone = LossClass.allCases.filter { rule.isEnough(members[$0] ?? [], of: contributions) }
      .sorted { (members[$0]?.count ?? 0) > (members[$1]?.count ?? 0) }
    var together = LossClass.allCases.filter { !alone.contains($0) }
    func gathered() -> Set<Int> {
      together.reduce(into: []) { $0.formUnion(members[$1] ?? []) }
    }
    var isFilled = false
    while let smallest = alone.last, !gathered().isEmpty,
      !rule.isEnough(gathered(), of: contributions)
        || !Concealment(rule: rule).holds(
          count: gathered().count, children: together.count,
          smallestSibling: members[smallest]?.count, isFilled: isFilled)
    {
      together.append(alone.removeLast())
      isFilled = true
    }
    let cells =
      alone.map { ([$0], members[$0]?.count ?? 0) }
      + (rule.isEnough(gathered(), of: contributions) ? [(together, gathered().count)] : [])
    return cells.map { classes, count in
      LossCell(
        classes: LossClass.allCases.filter(classes.contains), contributors: rule.shown(count))
    }
    .sorted(by: LossCell.isOrderedBefore)
  }
}

extension MergeRule {
  /// Whether these contributors are enough for a cell: k, and enough of them confirmed.
  func isEnough(_ contributors: Set<Int>, of contributions: [CountedContribution]) -> Bool {
    contributors.count >= fewest
      && contributors.count { contributions[$0].isConfirmed } >= fewestConfirmed
  }
}
