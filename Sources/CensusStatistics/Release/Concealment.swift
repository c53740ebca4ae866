import CensusProtocol

/// Whether a merged cell hides what was merged into it: whether a reader who knows the whole release, the
/// rule and the list of things that may have been merged must still hold it possible, of each of them,
/// that nobody contributed to it.
///
/// What a reader knows: the cell has at least `low` contributors, each of them contributed to at least
/// one of the merged children, and every child has fewer than k, or it would stand alone. So all children
/// but one must be able to make up the cell together. Then the feasible interval of every child, which
/// the audit of statistical tables asks for (A. Hundepool et al., "Statistical Disclosure Control",
/// 2012, chapter 4), begins at 0 and reaches to k − 1.
struct Concealment {
  let rule: MergeRule

  /// - Parameters:
  ///   - count: the contributors of the merged cell.
  ///   - children: how many things may have been merged into it, by public lists.
  func holds(count: Int, children: Int) -> Bool {
    guard let shown = rule.counts(shownAs: rule.shown(count)) else { return false }
    return leavesOpen(atLeast: shown.lowerBound, among: children)
  }

  /// Whether so many contributors, known to be spread over so many children, leave it open of each child
  /// that it has none of them.
  func leavesOpen(atLeast low: Int, among children: Int) -> Bool {
    max(0, children - 1) * (rule.fewest - 1) >= low
  }
}
