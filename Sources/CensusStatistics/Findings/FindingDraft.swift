import CensusProtocol
import Glibc

/// A claim that has been tested and waits for the other claims of its family.
struct FindingDraft {
  let evidence: Evidence
  let test: ClaimTest

  var query: FindingQuery { evidence.query }
  private var rules: DecisionRules { evidence.rules }

  init(_ evidence: Evidence) throws(InvalidSample) {
    self.evidence = evidence
    test = try ClaimTest.of(evidence.complete, query: evidence.query, rules: evidence.rules)
  }

  func decided(
    among family: [FindingDraft], phases: [BenchPhase]
  ) throws(InvalidSample) -> Finding {
    let support = Finding.PValue(
      raw: test.support,
      adjusted: try Self.adjusted(test.support, among: family.map(\.test.support)))
    let contradiction = Finding.PValue(
      raw: test.contradiction,
      adjusted: try Self.adjusted(test.contradiction, among: family.map(\.test.contradiction)))
    let first = Self.verdict(
      support.adjusted, contradiction.adjusted, organisations: organisations.count, rules)
    let without = try verdictsWithout(support, contradiction)
    let disagreement = try Disagreement(evidence, test)
    let isTorn =
      disagreement.isSignificant
      && without.values.contains { $0 != .undecided && $0 != first } && first != .undecided
    let verdict = isTorn ? Verdict.undecided : first
    return Finding(
      query: query, verdict: verdict,
      missing: verdict == .undecided ? try missing(claims: family.count, isTorn: isTorn) : [],
      notes: notes(verdict, without: without, disagreement: disagreement), support: support,
      contradiction: contradiction, claims: family.count,
      figures: try test.figures() + disagreement.figures(test),
      startUps: StartUp.of(evidence.complete, query: query), units: evidence.complete,
      incomplete: evidence.incomplete, unitsTested: test.units, sites: sites,
      organisations: organisations, sessions: evidence.sessions, repeated: evidence.repeated,
      void: evidence.void.compactMap(Finding.VoidPhase.init), databases: databases,
      exposureMinutes: evidence.selected.filter(\.counts).sum(\.exposureMinutes),
      period: period, withoutOrganisation: without, disagreement: disagreement.p,
      pooling: disagreement.pooling,
      byFirstDatabase: try byFirstDatabase(phases, family: family, verdict))
  }

  private static func adjusted(_ p: Double, among all: [Double]) throws(InvalidSample) -> Double {
    let adjusted = try Holm.adjusted(all)
    return all.firstIndex(of: p).map { adjusted[$0] } ?? p
  }

  static func verdict(
    _ support: Double, _ contradiction: Double, organisations: Int, _ rules: DecisionRules
  ) -> Verdict {
    guard organisations >= rules.leastOrganisations else { return .undecided }
    // Both at once is a dose that is answered in part: the answer is there, however small.
    if support <= rules.level { return .supported }
    return contradiction <= rules.level ? .contradicted : .undecided
  }

  /// The organisations with a complete set.
  private var organisations: [OrganisationIdentifier] {
    Set(evidence.complete.map(\.organisation)).sorted()
  }

  private var sites: Int {
    Set(evidence.complete.map { Evidence.BenchKey(organisation: $0.organisation, site: $0.site) })
      .count
  }

  private var databases: [GeoDatabaseReference] {
    Set(evidence.selected.flatMap(\.databases)).sorted {
      ($0.name, $0.version) < ($1.name, $1.version)
    }
  }

  private var period: ClosedRange<UTCTime>? {
    let counted = evidence.selected.filter(\.counts)
    guard let first = counted.map(\.started).min(), let last = counted.map(\.ended).max() else {
      return nil
    }
    return first...last
  }

  /// Leave one out: what rests on a single organisation is not replicated.
  private func verdictsWithout(
    _ support: Finding.PValue, _ contradiction: Finding.PValue
  ) throws(InvalidSample) -> [OrganisationIdentifier: Verdict] {
    guard organisations.count > 1 else { return [:] }
    var verdicts: [OrganisationIdentifier: Verdict] = [:]
    for organisation in organisations {
      let rest = evidence.complete.filter { $0.organisation != organisation }
      let test = try ClaimTest.of(rest, query: query, rules: rules)
      verdicts[organisation] = Self.verdict(
        min(1, test.support * support.factor), min(1, test.contradiction * contradiction.factor),
        organisations: rules.leastOrganisations, rules)
    }
    return verdicts
  }

  private func byFirstDatabase(
    _ phases: [BenchPhase], family: [FindingDraft], _ verdict: Verdict
  ) throws(InvalidSample) -> Verdict {
    guard phases.contains(where: { $0.databases.count > 1 }) else { return verdict }
    let alone = phases.map { phase in
      var phase = phase
      phase.databases = Array(phase.databases.prefix(1))
      for index in phase.contacts.indices {
        phase.contacts[index].places = Array(phase.contacts[index].places.prefix(1))
      }
      return phase
    }
    let draft = try FindingDraft(Evidence(query, alone, rules: rules))
    return Self.verdict(
      min(1, draft.test.support * Double(family.count)),
      min(1, draft.test.contradiction * Double(family.count)),
      organisations: draft.organisations.count, rules)
  }
}

extension Finding.PValue {
  /// By how much Holm's step multiplied it.
  fileprivate var factor: Double { raw > 0 ? max(1, adjusted / raw) : 1 }
}

extension Finding.VoidPhase {
  init?(_ phase: BenchPhase) {
    guard let reason = phase.void else { return nil }
    self.init(
      session: phase.session, organisation: phase.organisation, condition: phase.condition,
      started: phase.started, reason: reason)
  }
}

// What is said in words.
extension FindingDraft {
  /// What would decide it, in words and numbers.
  private func missing(claims: Int, isTorn: Bool) throws(InvalidSample) -> [String] {
    var missing: [String] = []
    if isTorn {
      missing.append(
        "the organisations disagree, and the verdict turns with one of them: sessions of organisations that have not taken part"
      )
    }
    if evidence.complete.isEmpty {
      missing.append(
        evidence.sessions.isEmpty
          ? "no session of this model, firmware and plan has arrived"
          : "no unit has a complete set")
    }
    for gap in gaps { missing.append(gap) }
    missing += test.needs + (try test.needsOfSize())
    let organisations = Set(evidence.complete.map(\.organisation)).count
    if !evidence.complete.isEmpty, organisations < rules.leastOrganisations {
      missing.append(
        "needs complete sets of \(Figures.count(rules.leastOrganisations - organisations, "more independent organisation"))"
      )
    }
    let level = rules.level / Double(claims)
    let isReached = min(test.support, test.contradiction) <= level
    if !isReached, let more = test.moreUnits?(level) {
      missing.append(
        "needs \(Figures.count(more, "more unit")) with complete sets, if they show what the \(test.units) so far show (one-sided level \(Figures.threeDigits(rules.level)), Holm over \(Figures.count(claims, "claim")))"
      )
    } else if test.units == 0 {
      let least = (try? DesignBounds.smallestPairs(level: rules.level, claims: claims)) ?? 6
      missing.append("needs at least \(least) units with complete sets")
    }
    return missing
  }

  /// One line for each kind of gap and bench.
  private var gaps: [String] {
    struct Key: Hashable {
      let organisation: OrganisationIdentifier
      let site: SiteIdentifier
      let gap: ControlGap
    }
    let keys = evidence.incomplete.flatMap { unit in
      unit.gaps.map { Key(organisation: unit.organisation, site: unit.site, gap: $0) }
    }
    return Dictionary(grouping: keys) { $0 }
      .map { key, units in
        "\(Figures.count(units.count, "incomplete set")) of \(key.organisation), site \(key.site): \(key.gap.meaning)"
      }
      .sorted()
  }

  private func notes(
    _ verdict: Verdict, without: [OrganisationIdentifier: Verdict], disagreement: Disagreement
  ) -> [String] {
    var notes: [String] = []
    let needed = without.filter { $0.value != verdict && verdict != .undecided }.keys.sorted()
    if !needed.isEmpty {
      notes.append(
        "Without any one of \(needed.map(\.description).joined(separator: ", ")) the verdict would not stand: there are too few units to bear the loss."
      )
    }
    for (organisation, other) in without.sorted(by: { $0.key < $1.key })
    where verdict == .undecided && other != .undecided {
      notes.append("Without \(organisation) the verdict would be: \(other.rawValue).")
    }
    if disagreement.isSignificant {
      notes.append(
        "The organisations differ by more than chance (p \(Figures.threeDigits(disagreement.p ?? 0))): \(disagreement.farthest?.description ?? "the sites") stands apart."
      )
    }
    if let pooling = disagreement.pooling {
      notes.append(
        "\(pooling.sites) sites are pooled with random effects, each site alike, with Student's interval."
      )
    } else if !test.changes.isEmpty {
      notes.append("Sites are not pooled: that takes \(SitePooling.leastSites) sites that differ.")
    }
    if query.service == .content {
      notes.append("Contacts by DNS and NTP alone are no contact here: they are counted apart.")
    }
    return notes
  }
}
