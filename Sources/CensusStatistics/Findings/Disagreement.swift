import CensusProtocol
import Glibc

/// Whether one organisation's units differ from all others' by more than chance: how forged figures, a
/// bad bench, or a real difference between markets shows.
struct Disagreement {
  /// The smallest p of all comparisons of one organisation with the others, times their number
  /// (Bonferroni); nil where nothing can be compared.
  let p: Double?
  let farthest: OrganisationIdentifier?
  let pooling: SitePooling?

  var isSignificant: Bool { (p ?? 1) <= 0.05 }

  init(_ evidence: Evidence, _ test: ClaimTest) throws(InvalidSample) {
    let organisations = Set(evidence.complete.map(\.organisation)).sorted()
    var smallest: (p: Double, distance: Double, organisation: OrganisationIdentifier)?
    for organisation in organisations where organisations.count > 1 {
      let own = Set(evidence.complete.filter { $0.organisation == organisation }.map(\.unit))
      for (p, distance) in [try Self.presence(test, own), try Self.size(test, own)]
        .compactMap({ $0 })
      // Ranks alone may tie: one organisation lies lowest by chance while another lies far above.
      where (p, -distance) < smallest.map({ ($0.p, -$0.distance) }) ?? (2, 0) {
        smallest = (p, distance, organisation)
      }
    }
    pooling = try Self.pooling(evidence, test)
    p = smallest.map { min(1, $0.p * Double(organisations.count)) }
    farthest = smallest?.organisation
  }

  /// Fisher's exact test of what one organisation's units show against what the others' show.
  private static func presence(
    _ test: ClaimTest, _ own: Set<UnitIdentifier>
  ) throws(InvalidSample) -> (p: Double, distance: Double)? {
    let (inside, outside) = (
      test.shows.filter { own.contains($0.key) }, test.shows.filter { !own.contains($0.key) }
    )
    guard !inside.isEmpty, !outside.isEmpty else { return nil }
    let (shown, others) = (inside.values.count { $0 }, outside.values.count { $0 })
    let p = try FisherExactTest(
      first: shown, of: inside.count, second: others, of: outside.count
    ).twoSided
    return (
      p, abs(Double(shown) / Double(inside.count) - Double(others) / Double(outside.count))
    )
  }

  /// The exact rank-sum test between one organisation's log ratios and the others'.
  private static func size(
    _ test: ClaimTest, _ own: Set<UnitIdentifier>
  ) throws(InvalidSample) -> (p: Double, distance: Double)? {
    let inside = test.changes.filter { own.contains($0.key) }.map(\.value)
    let outside = test.changes.filter { !own.contains($0.key) }.map(\.value)
    guard !inside.isEmpty, !outside.isEmpty,
      inside.count + outside.count <= RankSumTest.mostValues
    else { return nil }
    let p = try RankSumTest(first: try Sample(inside), second: try Sample(outside)).twoSided
    return (p, abs(Quantile.median(of: inside) - Quantile.median(of: outside)))
  }

  /// Random effects between sites.
  private static func pooling(
    _ evidence: Evidence, _ test: ClaimTest
  ) throws(InvalidSample) -> SitePooling? {
    let sites = Dictionary(grouping: evidence.complete.filter { test.changes[$0.unit] != nil }) {
      Evidence.BenchKey(organisation: $0.organisation, site: $0.site)
    }
    var samples: [Sample] = []
    // In one order, so that equal data give equal bits.
    for (_, units) in sites.sorted(by: {
      ($0.key.organisation, $0.key.site) < ($1.key.organisation, $1.key.site)
    }) {
      samples.append(try Sample(units.map(\.unit).sorted().compactMap { test.changes[$0] }))
    }
    return try SitePooling(of: samples)
  }

  func figures(_ test: ClaimTest) -> [FindingFigure] {
    var figures: [FindingFigure] = []
    if let pooling {
      figures.append(
        FindingFigure(
          "over-sites",
          "\(test.scale.title), the mean over \(pooling.sites) sites (random effects)",
          test.scale.unit, test.scale.value(pooling.estimate),
          between: test.scale.value(pooling.interval.lowerBound),
          and: test.scale.value(pooling.interval.upperBound),
          coverage: CensusStatistics.confidence, units: test.changes.count))
    }
    if let heterogeneity = pooling?.heterogeneity {
      figures += [
        FindingFigure(
          "i-squared", "I²: the part of the scatter that lies between sites", .share,
          heterogeneity.iSquared, units: test.changes.count),
        FindingFigure(
          "p-sites", "p that the sites differ (F test)", .probability, heterogeneity.p,
          units: test.changes.count),
      ]
    }
    if let p {
      figures.append(
        FindingFigure(
          "p-organisations", "p that one organisation differs from the others", .probability, p,
          units: test.units))
    }
    return figures
  }
}
