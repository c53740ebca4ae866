import CensusProtocol
import TestSupport
import Testing

@testable import CensusStatistics

/// What stands alone in a release, and what small cells are merged into.
@Suite("Merging up")
struct MergingTests {
  @Test("a country with k contributors stands alone, with its count rounded to 5")
  func alone() throws {
    let figures = try Made.figures(of: Made.contributions(13, "acme-a", "CN/tls"))
    #expect(figures.lines == ["acme-a tls CN 15"])
    #expect(figures.contributors.map(\.contributors.number) == [15])
    #expect(figures.droppedRows == .none)
  }

  @Test("small countries of a region stand together as other countries of the region")
  func region() throws {
    let figures = try Made.figures(
      of: Made.contributions(30, "acme-a", "CN/tls") + Made.contributions(6, "acme-a", "JP/tls")
        + Made.contributions(7, "acme-a", "KR/tls"))
    #expect(figures.lines == ["acme-a tls CN 30", "acme-a tls other-030 15"])
  }

  @Test("a contributor with rows for two countries of a merged cell counts once")
  func distinct() throws {
    let figures = try Made.figures(
      of: Made.contributions(9, "acme-a", "JP/tls", "KR/tls")
        + Made.contributions(3, "acme-a", "TW/tls"))
    #expect(figures.lines == ["acme-a tls other-030 10"])
  }

  @Test("small regions stand together as other destinations")
  func elsewhere() throws {
    let figures = try Made.figures(
      of: Made.contributions(30, "acme-a", "CN/tls") + Made.contributions(6, "acme-a", "JP/tls")
        + Made.contributions(7, "acme-a", "DE/tls"))
    #expect(figures.lines == ["acme-a tls CN 30", "acme-a tls other 15"])
  }

  @Test("other destinations that have too few leave the published cells as they are")
  func few() throws {
    let figures = try Made.figures(
      of: Made.contributions(30, "acme-a", "CN/tls") + Made.contributions(2, "acme-a", "DE/tls"))
    // Nobody can make a finding vanish by contacting another country.
    #expect(figures.lines == ["acme-a tls CN 30"])
    #expect(figures.droppedRows == .none)
  }

  @Test("what a model has left goes to the other models of its brand")
  func left() throws {
    let figures = try Made.figures(
      of: Made.contributions(30, "acme-a", "CN/tls") + Made.contributions(6, "acme-a", "DE/tls")
        + Made.contributions(25, "acme-b", "US/tls") + Made.contributions(7, "acme-b", "DE/tls"))
    #expect(
      figures.lines == ["acme-a tls CN 30", "acme-b tls US 25", "others-of-Acme tls DE 15"])
    #expect(figures.contributors.map(\.contributors.number) == [35, 30])
  }

  @Test("HK, MO and TW are not counted as CN")
  func ownCodes() throws {
    let figures = try Made.figures(
      of: Made.contributions(20, "acme-a", "CN/tls") + Made.contributions(15, "acme-a", "HK/tls")
        + Made.contributions(10, "acme-a", "MO/tls") + Made.contributions(25, "acme-a", "TW/tls"))
    #expect(
      figures.lines == [
        "acme-a tls CN 20", "acme-a tls HK 15", "acme-a tls MO 10", "acme-a tls TW 25",
      ])
  }

  @Test("small models of a brand stand together, by country where that has k")
  func brand() throws {
    let figures = try Made.figures(
      of: Made.contributions(7, "acme-a", "CN/tls") + Made.contributions(6, "acme-b", "CN/tls")
        + Made.contributions(40, "acme-c", "US/tls"))
    #expect(figures.lines == ["acme-c tls US 40", "others-of-Acme tls CN 15"])
    #expect(figures.contributors.map(\.contributors.number) == [40, 15])
  }

  @Test("what has too few even with its brand is dropped, and how much is said from k on")
  func dropped() throws {
    let few = try Made.figures(of: Made.contributions(9, "zeta-x", "CN/tls", "US/tls"))
    #expect(few.lines.isEmpty && few.contributors.isEmpty)
    #expect(few.droppedContributions.number == 0)
    #expect(few.droppedRows.number == 20)
    // The only model of a brand cannot hide among others, and a class of devices is no brand.
    let lone = try Made.figures(
      of: Made.contributions(8, "lone-only", "CN/tls")
        + Made.contributions(9, "any-phone", "CN/tls"))
    #expect(lone.lines.isEmpty && lone.contributors.isEmpty)
    #expect(lone.droppedContributions.number == 15)
  }

  @Test("two small models that fill a cell to the brim are not published: both would be known")
  func brimful() throws {
    let figures = try Made.figures(
      of: Made.contributions(9, "zeta-x", "CN/tls") + Made.contributions(9, "zeta-y", "CN/tls"))
    // A third model of the brand could have contributed, so neither is known.
    #expect(figures.lines == ["others-of-Zeta tls CN 20"])
    let full = try Made.figures(
      of: Made.contributions(9, "zeta-x", "CN/tls") + Made.contributions(9, "zeta-y", "CN/tls")
        + Made.contributions(12, "zeta-z", "CN/tls"))
    // The third stands alone, so it is not among the others.
    #expect(full.lines == ["zeta-z tls CN 10"])
  }

  @Test("a cell needs confirmed contributors, or it counts as too small")
  func confirmed() throws {
    let contributions =
      try Made.contributions(40, "acme-a", "CN/tls", tier: .new)
      + Made.contributions(4, "acme-a", "CN/tls")
    #expect(try Made.figures(of: contributions).lines.isEmpty)
    let one = try contributions + Made.contributions(1, "acme-a", "CN/tls", tier: .organisation)
    #expect(try Made.figures(of: one).lines == ["acme-a tls CN 45"])
    let rule = try #require(MergeRule(fewest: 10, fewestConfirmed: 0))
    #expect(try Made.figures(of: contributions, rule: rule).lines == ["acme-a tls CN 45"])
  }

  @Test("quartile buckets are published from 2k contributors on")
  func quartiles() throws {
    let nineteen = try Made.figures(of: Made.contributions(19, "acme-a", "CN/tls"))
    #expect(nineteen.contacts.map(\.buckets) == [nil])
    let twenty = try (1...20).map { try Made.contribution("acme-a", ["CN/tls/\($0)"]) }
    let buckets = try #require(try Made.figures(of: twenty).contacts.first?.buckets)
    #expect(buckets.up.lower.exponent == 5)
    #expect(buckets.up.median.exponent == 10)
    #expect(buckets.up.upper.exponent == 15)
  }

  @Test("in a merged cell a contributor counts with the largest bucket")
  func largest() throws {
    let contributions = try (0..<20).map { _ in
      try Made.contribution("acme-a", ["JP/tls/10", "KR/tls/30"])
    }
    // Neither stands alone, so that both are merged.
    let rule = try #require(MergeRule(fewest: 10))
    let parcel = Parcel(
      destination: .elsewhere,
      rows: contributions.enumerated().flatMap { number, counted in
        counted.contribution.rows.map { CrowdRow(contributor: number, row: $0) }
      })
    #expect(parcel.contributors.count == 2 * rule.fewest)
    #expect(parcel.quartiles?.up.lower.exponent == 30)
  }

  @Test("the order of the contributions is of no account")
  func order() throws {
    var generator = SeededGenerator(seed: 5)
    let contributions =
      try Made.contributions(30, "acme-a", "CN/tls", "DE/dns")
      + Made.contributions(7, "acme-b", "JP/tls") + Made.contributions(8, "acme-c", "KR/tls")
    #expect(
      try Made.figures(of: contributions)
        == Made.figures(of: contributions.shuffled(using: &generator)))
  }

  @Test("k below 5 cannot be written")
  func floor() {
    #expect(MergeRule(fewest: 4) == nil)
    #expect(MergeRule(fewest: 5)?.fewestConfirmed == 3)
    #expect(MergeRule(fewest: 10, fewestConfirmed: 11) == nil)
  }

  @Test("a count is shown as a multiple of 5 that is never below k", arguments: 5...30)
  func rounding(fewest: Int) throws {
    let rule = try #require(MergeRule(fewest: fewest))
    for count in 0...200 {
      let shown = rule.shown(count)
      #expect(shown.number % 5 == 0)
      #expect(count < fewest ? shown.number == 0 : shown.number >= fewest)
      #expect(rule.counts(shownAs: shown)?.contains(count) == true)
      if count >= fewest + 3 { #expect(abs(shown.number - count) <= 4) }
    }
  }

  @Test("loss is published for each class of loss, small ones together")
  func loss() throws {
    let contributions =
      try (0..<40).map { _ in try Made.contribution("acme-a", ["CN/tls"]) }
      + (0..<4).map { _ in try Made.contribution("acme-a", ["CN/tls"], loss: .high) }
      + (0..<8).map { _ in try Made.contribution("acme-a", ["CN/tls"], loss: .unknown) }
    let figures = try Made.figures(of: contributions)
    #expect(figures.loss.map(\.classes) == [[.none], [.low, .high, .sampled, .unknown]])
    #expect(figures.loss.map(\.contributors.number) == [40, 10])
    let few = try Made.figures(of: Array(contributions.prefix(43)))
    #expect(few.loss.map(\.classes) == [[.none]])
  }
}
