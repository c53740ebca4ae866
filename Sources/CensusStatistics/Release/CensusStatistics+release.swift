public import CensusProtocol

extension CensusStatistics {
  /// The release of an epoch by the rule of merging.
  ///
  /// The order of the contributions is of no account. Contributions of another epoch, and of entries
  /// that `catalogue` does not have, are not for this release: the intake lets none through.
  ///
  /// In `contributors` the unit is the contribution, in `contacts` the row of a contribution: each lies
  /// in exactly one cell or is dropped. A cell of `contacts` counts a contribution once, however
  /// many rows of it lie there. Rows of one subject and service are merged upwards by destination:
  /// country, other countries of the region, elsewhere. What has too few contributors even as a whole
  /// goes to the other models of the brand, and is merged there in the same way, or dropped.
  public static func release(
    of intake: EpochIntake, catalogue: Catalogue, rule: MergeRule
  ) -> HouseRelease {
    let crowd = Crowd(contributions: intake.contributions, rule: rule, catalogue: catalogue)
    let figures = MergedFigures(
      rule: rule,
      intake: IntakeCounts(
        late: rule.shown(intake.late), withdrawn: rule.shown(intake.withdrawn),
        tokens: intake.tokens.mapValues(rule.shown)),
      droppedContributions: rule.shown(crowd.droppedContributions),
      droppedRows: rule.shown(crowd.droppedRows), geo: crowd.geo, loss: crowd.loss,
      contributors: crowd.contributorCells, contacts: crowd.contactCells)
    return HouseRelease(
      epoch: intake.epoch, catalogue: catalogue.revision, figures: .merged(figures))
  }
}
