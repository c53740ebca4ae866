import CensusProtocol

/// Whether most units have contact, or none has.
struct Presence {
  let arms: [ArmTally]
  let rules: DecisionRules
  /// Units with contact by every database's answer.
  let showing: Int
  /// Units that were silent for long enough.
  let silent: Int
  private let hasDisputed: Bool
  let support: Double
  let contradiction: Double

  init(_ arms: [ArmTally], rules: DecisionRules) throws(InvalidSample) {
    self.arms = arms
    self.rules = rules
    showing = arms.count { $0.showing == .contact }
    silent = arms.count { $0.showing == .silent }
    hasDisputed = arms.contains { $0.showing == .disputed }
    support = try BinomialTest(count: showing, of: arms.count).greater
    // A single unit with contact, or one that the databases dispute, is no evidence of absence.
    contradiction =
      showing == 0 && !hasDisputed && silent > 0
      ? try BinomialTest(count: 0, of: silent).less : 1
  }

  /// What keeps silence from saying more.
  var needs: [String] {
    var needs: [String] = []
    if showing > 0, showing < arms.count {
      needs.append(
        "\(showing) of \(arms.count) units had contact and the others had none: more units, or what the units with contact have in common (build, region, bench)"
      )
    }
    let short = arms.compactMap { arm -> Double? in
      if case .tooShort(let hours) = arm.showing { hours } else { nil }
    }
    if showing == 0, let longest = short.max() {
      needs.append(
        "\(Figures.count(short.count, "silent unit")) watched for too short a time: \(Figures.hours(longest)) hours more, to exclude a contact every \(Figures.hours(rules.spacing)) hours"
      )
    }
    if hasDisputed {
      needs.append(
        "the geo databases do not agree on where some contacts went: another database, or an edition in which they agree"
      )
    }
    return needs
  }

  /// The further units, all like those that are there, that decide at a level.
  var moreUnits: @Sendable (Double) -> Int? {
    let (count, silent, showing) = (arms.count, silent, showing)
    guard showing > 0 || silent > 0, !hasDisputed else { return { _ in nil } }
    return { level in
      (1...1000).first { more in
        let p =
          showing > 0
          ? (try? BinomialTest(count: showing + more, of: count + more))?.greater
          : (try? BinomialTest(count: 0, of: silent + more))?.less
        return (p ?? 1) <= level
      }
    }
  }

  func figures(_ condition: String) throws(InvalidSample) -> [FindingFigure] {
    var figures: [FindingFigure] = []
    let under = condition.isEmpty ? "" : " under\(condition)"
    if let share = FindingFigure(
      "units-with-contact", "units with contact\(under)", count: showing, of: arms.count)
    {
      figures.append(share)
    }
    let hours = arms.reduce(0) { $0 + $1.hours }
    guard hours > 0 else { return figures }
    let events = arms.reduce(0) { $0 + $1.contactHours }
    let rate = try EventRate(events: events, hours: hours)
    // Hours that are nearly all full are no rare events: Poisson limits would be wrong, not wide.
    let isRare = Double(events) <= hours / 4
    figures.append(
      rate.isSilent
        ? FindingFigure(
          "contacts-below",
          "none seen in \(Figures.hours(hours)) device-hours: the rate lies below 3/T, contacts in 24 hours",
          .eventsPerDay, rate.below * 24, coverage: CensusStatistics.confidence, units: arms.count)
        : FindingFigure(
          "contact-hours", "hours with contact\(under), in 24", .eventsPerDay, rate.perHour * 24,
          between: isRare ? rate.low * 24 : nil, and: isRare ? rate.high * 24 : nil,
          coverage: isRare ? CensusStatistics.confidence : nil, units: arms.count))
    if let gaps = try? InterContactTime(contactsByBlock: arms.flatMap(\.gaps)) {
      figures.append(
        FindingFigure(
          "hours-between-contacts",
          "median of the hours from one with contact to the next\(under), with quartiles", .hours,
          gaps.median, between: gaps.lowerQuartile, and: gaps.upperQuartile, coverage: 0.5,
          units: arms.count))
    }
    return figures
  }
}
