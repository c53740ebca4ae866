import CensusProtocol

/// The contributions of an epoch, gathered into cells.
struct Crowd {
  let rule: MergeRule
  let contributions: [CountedContribution]
  let contributorCells: [ContributorCell]
  let contactCells: [ContactCell]
  /// Contributions that are in no cell of `contributorCells`.
  let droppedContributions: Int
  /// Rows that are in no cell of `contactCells`.
  let droppedRows: Int

  init(contributions: [CountedContribution], rule: MergeRule, catalogue: Catalogue) {
    self.rule = rule
    self.contributions = contributions
    let gathering = Gathering(contributions: contributions, rule: rule, catalogue: catalogue)
    let own = gathering.models()
    let pools = gathering.brands(beside: own)
    contributorCells = (own.contributors + pools.contributors).sorted { $0.subject < $1.subject }
    contactCells = (own.contacts + pools.contacts).sorted(by: ContactCell.isOrderedBefore)
    droppedContributions =
      contributions.count - own.countedContributions - pools.countedContributions
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

  /// Contributors by class of loss: the classes with enough, and the others together where they have
  /// enough. Nothing at all where the counts of models would tell how many are left.
  var loss: [LossCell] {
    let members = Dictionary(grouping: contributions.indices) {
      contributions[$0].contribution.loss
    }
    .mapValues { Set($0) }
    let alone = LossClass.allCases.filter { rule.isEnough(members[$0] ?? [], of: contributions) }
    let others = LossClass.allCases.filter { !alone.contains($0) }
    let together = others.reduce(into: Set<Int>()) { $0.formUnion(members[$1] ?? []) }
    var cells = alone.map {
      LossCell(classes: [$0], contributors: rule.shown(members[$0]?.count ?? 0))
    }
    if rule.isEnough(together, of: contributions),
      Concealment(rule: rule).holds(count: together.count, children: others.count)
    {
      cells.append(LossCell(classes: others, contributors: rule.shown(together.count)))
    }
    let isHidden = LossMargin(
      rule: rule, contributors: contributorCells.map(\.contributors),
      dropped: rule.shown(droppedContributions)
    ).hidesWhatIsLeft(by: cells)
    return isHidden ? cells.sorted(by: LossCell.isOrderedBefore) : []
  }
}

/// What the counts of models say about contributors whose class of loss is not published.
struct LossMargin {
  let rule: MergeRule
  let contributors: [PublishedCount]
  let dropped: PublishedCount

  /// Whether it stays open, of each class that is in no cell, that nobody reported it.
  func hidesWhatIsLeft(by cells: [LossCell]) -> Bool {
    let left = LossClass.allCases.count - Set(cells.flatMap(\.classes)).count
    guard left > 0 else { return true }
    let least = (contributors + [dropped]).reduce(0) {
      $0 + (rule.counts(shownAs: $1)?.lowerBound ?? 0)
    }
    let most = cells.reduce(0) {
      $0 + (rule.counts(shownAs: $1.contributors)?.upperBound ?? 0)
    }
    return Concealment(rule: rule).leavesOpen(atLeast: least - most, among: left)
  }
}

extension MergeRule {
  /// Whether these contributors are enough for a cell: k, and enough of them confirmed.
  func isEnough(_ contributors: Set<Int>, of contributions: [CountedContribution]) -> Bool {
    contributors.count >= fewest
      && contributors.count { contributions[$0].isConfirmed } >= fewestConfirmed
  }
}
