import CensusProtocol

/// Whether a merged cell hides what was merged into it: whether a reader who knows the whole release, the
/// rule and the list of things that may have been merged must still hold it possible, of each of them,
/// that nobody contributed to it.
///
/// What a reader knows: the cell has at least `low` contributors, each of them contributed to at least
/// one of the merged children, and every child has fewer than k, or it would stand alone; but for one
/// larger child, where the cell was filled up with the smallest of its siblings. So all children but one
/// must be able to make up the cell together. Then the feasible interval of every child, which the audit
/// of statistical tables asks for (A. Hundepool et al., "Statistical Disclosure Control", 2012, chapter
/// 4), begins at 0 and reaches at least to k − 1.
struct Concealment {
  let rule: MergeRule

  /// - Parameters:
  ///   - count: the contributors of the merged cell.
  ///   - children: how many things may have been merged into it, by public lists.
  ///   - smallestSibling: the contributors of the smallest sibling that is published by itself, or nil
  ///     where there is none.
  ///   - isFilled: whether a sibling that could have stood alone was merged in.
  func holds(count: Int, children: Int, smallestSibling: Int?, isFilled: Bool) -> Bool {
    guard children >= 2, let shown = rule.counts(shownAs: rule.shown(count)) else { return false }
    let small = rule.fewest - 1
    if (children - 1) * small >= shown.lowerBound { return true }
    guard isFilled else { return false }
    let sibling = smallestSibling.flatMap { rule.counts(shownAs: rule.shown($0))?.upperBound }
    let filler = min(shown.upperBound, sibling ?? shown.upperBound)
    return (children - 2) * small + filler >= shown.lowerBound
  }
}
