import CensusProtocol
import TestSupport
import Testing

@testable import CensusStatistics

/// What anybody can check of a release's arithmetic.
@Suite("The audit of a release")
struct ReleaseAuditTests {
  private static func problems(_ figures: MergedFigures) throws -> [String] {
    let release = HouseRelease(
      epoch: try Made.epoch(), catalogue: 7, figures: .merged(figures))
    return ReleaseAudit(of: release, spentBefore: nil, catalogue: try Made.catalogue()).problems
  }

  private static func sample() throws -> MergedFigures {
    try Made.figures(
      of: Made.contributions(30, "acme-a", "CN/tls", "US/dns")
        + Made.contributions(6, "acme-a", "JP/tls") + Made.contributions(7, "acme-a", "KR/tls")
        + Made.contributions(9, "acme-b", "CN/tls") + Made.contributions(8, "acme-c", "CN/tls"))
  }

  private static func changed(
    _ figures: MergedFigures, contributors: [ContributorCell]? = nil,
    contacts: [ContactCell]? = nil, loss: [LossCell]? = nil
  ) -> MergedFigures {
    MergedFigures(
      rule: figures.rule, intake: figures.intake,
      droppedContributions: figures.droppedContributions, droppedRows: figures.droppedRows,
      geo: figures.geo, loss: loss ?? figures.loss,
      contributors: contributors ?? figures.contributors, contacts: contacts ?? figures.contacts)
  }

  @Test("a release as it is made has no problem")
  func made() throws {
    #expect(try Self.problems(Self.sample()).isEmpty)
  }

  @Test("missing and unearned quartiles are found")
  func quartiles() throws {
    let figures = try Self.sample()
    let without = figures.contacts.map {
      ContactCell(
        subject: $0.subject, service: $0.service, destination: $0.destination,
        contributors: $0.contributors, buckets: nil)
    }
    #expect(
      try Self.problems(Self.changed(figures, contacts: without)).contains {
        $0.contains("missing")
      })
    let buckets = figures.contacts.compactMap(\.buckets).first
    let unearned = figures.contacts.map {
      ContactCell(
        subject: $0.subject, service: $0.service, destination: $0.destination,
        contributors: $0.contributors, buckets: buckets)
    }
    #expect(
      try Self.problems(Self.changed(figures, contacts: unearned)).contains {
        $0.contains("quartiles of fewer than 20")
      })
  }

  @Test("a cell with more contributors than its model, or without its model, is found")
  func sums() throws {
    let figures = try Self.sample()
    let few = figures.contributors.map {
      ContributorCell(subject: $0.subject, contributors: figures.rule.shown(10))
    }
    #expect(
      try Self.problems(Self.changed(figures, contributors: few)).contains {
        $0.contains("more contributors in a cell than in all")
      })
    #expect(
      try Self.problems(Self.changed(figures, contributors: [])).contains {
        $0.contains("no count of contributors")
      })
    let doubled = figures.loss + [LossCell(classes: [.none], contributors: figures.rule.shown(10))]
    #expect(
      try Self.problems(Self.changed(figures, loss: doubled)) == ["a class of loss is in two cells"]
    )
  }

  @Test("a model that no catalogue has is found")
  func unknown() throws {
    let figures = try Self.sample()
    let stranger = ReleaseSubject.model(try #require(ModelIdentifier("who-knows")))
    let cells = [ContributorCell(subject: stranger, contributors: figures.rule.shown(50))]
    #expect(
      try Self.problems(Self.changed(figures, contributors: figures.contributors + cells)).contains
      {
        $0.contains("who-knows")
      })
  }

  @Test("the account of noisy releases is checked from one to the next")
  func noise() throws {
    var generator = SeededGenerator(seed: 4)
    let outcome = try Made.release(
      Made.contributions(700, "acme-a", "CN/tls"), policy: .noise(.standard, below: .standard),
      budget: PrivacyBudget(), using: &generator)
    let catalogue = try Made.catalogue()
    #expect(
      ReleaseAudit(of: outcome.release, spentBefore: .zero, catalogue: catalogue).problems.isEmpty)
    let twelfth = NoiseRule.standard.concentration
    #expect(
      !ReleaseAudit(of: outcome.release, spentBefore: twelfth, catalogue: catalogue).problems
        .isEmpty)
    // A week without a table spends nothing.
    let withheld = try Made.release(
      Made.contributions(700, "acme-a", "CN/tls"), policy: .noise(.standard, below: .standard),
      budget: PrivacyBudget(limit: twelfth, spent: twelfth), using: &generator)
    let problems = { (before: Fraction?) in
      ReleaseAudit(of: withheld.release, spentBefore: before, catalogue: catalogue).problems
    }
    #expect(problems(twelfth).isEmpty && problems(nil).isEmpty)
    #expect(problems(.zero).count == 1)
  }
}
