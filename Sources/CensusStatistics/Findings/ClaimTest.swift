import CensusProtocol
import Glibc

/// What the tests of one claim say of the units that they are given: p-values in both directions, the
/// figures, and what the units lack.
struct ClaimTest {
  /// P-value for "the claim holds"; 1 where nothing was there to test.
  var support = 1.0
  /// P-value for "the claim does not hold"; 1 where nothing was there to test.
  var contradiction = 1.0
  /// The units of analysis in it.
  var units = 0
  /// How many further units, all alike, would decide it at a level; nil where more units alone do not.
  var moreUnits: (@Sendable (Double) -> Int?)?
  /// The figures, computed when they are asked for: of units less an organisation's only p is.
  var figures: () throws(InvalidSample) -> [FindingFigure] = { () throws(InvalidSample) in [] }
  /// What is missing, in words and numbers, beside units.
  var needs: [String] = []
  /// What is missing in size, where contact is there; computed when it is asked for.
  var needsOfSize: () throws(InvalidSample) -> [String] = { () throws(InvalidSample) in [] }
  /// The log ratio of each unit, for pooling between sites.
  var changes: [UnitIdentifier: Double] = [:]
  /// What the log ratios are when they are read.
  var scale = ChangeScale.factor
  /// Who shows it, for comparing organisations: units that show it by organisation.
  var shows: [UnitIdentifier: Bool] = [:]

  static func of(
    _ units: [UnitEvidence], query: FindingQuery, rules: DecisionRules
  ) throws(InvalidSample) -> ClaimTest {
    switch query.claim {
    case .contact: try contact(units, rules: rules)
    case .upload: try upload(units, rules: rules)
    case .dose: try dose(units, rules: rules)
    case .appsRemoved, .cloudOff: try continuation(units, query: query, rules: rules)
    case .update: try update(units, query: query, rules: rules)
    }
  }

  // MARK: - H1

  /// Presence: the exact binomial test against half of all units, in both directions. Contact is what
  /// every database agrees on; absence needs silence for long enough, in every unit.
  private static func contact(
    _ units: [UnitEvidence], rules: DecisionRules
  ) throws(InvalidSample) -> ClaimTest {
    let arms = units.compactMap { unit in unit.reference.map { (unit, $0) } }
    var test = ClaimTest()
    guard !arms.isEmpty else { return test }
    let presence = try Presence(arms.map(\.1), rules: rules)
    test.units = arms.count
    test.support = presence.support
    test.contradiction = presence.contradiction
    test.needs = presence.needs
    test.moreUnits = presence.moreUnits
    test.shows = Dictionary(uniqueKeysWithValues: arms.map { ($0.unit, $1.showing == .contact) })
    test.figures = { () throws(InvalidSample) in try presence.figures("") }
    return test
  }

  // MARK: - H2

  /// Direction: each unit's ln(bytes up / bytes down) against that of the largest share that a fetch
  /// may send.
  private static func upload(
    _ units: [UnitEvidence], rules: DecisionRules
  ) throws(InvalidSample) -> ClaimTest {
    let arms = units.compactMap { unit in unit.reference.map { (unit, $0) } }
    let talking = arms.filter { $0.1.showing == .contact }
    var test = ClaimTest()
    test.units = talking.count
    guard !talking.isEmpty else {
      if !arms.isEmpty {
        test.needs = ["no unit had contact: there is no traffic whose direction could be judged"]
      }
      return test
    }
    let scale = ChangeScale.shareUp(beyond: rules.fetchShare)
    let boundary = log(rules.fetchShare / (1 - rules.fetchShare))
    let ratios = talking.map {
      log((Double($0.1.bytesUp) + 1) / (Double($0.1.bytesDown) + 1)) - boundary
    }
    let change = try PairedChange(of: try Sample(ratios))
    test.support = change.above()
    test.contradiction = change.below()
    test.moreUnits = moreUnits(for: change, from: 0)
    test.changes = Dictionary(uniqueKeysWithValues: zip(talking.map(\.0.unit), ratios))
    test.scale = scale
    test.figures = { () throws(InvalidSample) in
      [
        try FindingFigure("upload-share", scale.title, scale.unit, change, scale.value),
        try perDay("upload", "bytes up in 24 hours", talking.map(\.1.logUp)),
      ]
    }
    return test
  }

  // MARK: - H3

  /// Dose: the slope of bytes up on bytes kept, within units, against 0 and against the smallest part
  /// that counts as following.
  private static func dose(
    _ units: [UnitEvidence], rules: DecisionRules
  ) throws(InvalidSample) -> ClaimTest {
    var test = ClaimTest()
    let dosed = units.filter { $0.doses.count > 1 }
    test.units = dosed.count
    guard !dosed.isEmpty else {
      test.needs = ["no complete unit was measured with two different doses or more"]
      return test
    }
    var strata: [StratifiedTrend.Stratum] = []
    for unit in dosed {
      // More doses than can be counted in full: the first and the last of them say most.
      let doses = unit.doses.prefix(4) + unit.doses.dropFirst(4).suffix(4)
      strata.append(
        try StratifiedTrend.Stratum(
          doses: try Sample(doses.map { Double($0.bytes) }),
          responses: try Sample(doses.map(\.tally.upPerDay))))
    }
    let trend = try StratifiedTrend(of: strata)
    let flat = try trend.test()
    let part = try trend.test(against: rules.sentPart)
    test.support = flat.greater
    test.contradiction = part.less
    let one = strata[0]
    let orders = (1...max(1, one.doses.count)).reduce(1.0) { $0 * Double($1) }
    let count = dosed.count
    test.moreUnits = { level in
      // A unit whose order is the dose's has the probability 1/orders.
      let needed = (log(1 / level) / log(orders) - 1e-12).rounded(.up)
      return needed > Double(count) ? Int(needed) - count : nil
    }
    test.figures = { () throws(InvalidSample) in
      [
        FindingFigure(
          "slope", "bytes up in 24 hours for each byte of content kept", .bytesPerByte,
          trend.slope, units: count),
        FindingFigure(
          "p-against-one", "p against one byte sent for each byte kept", .probability,
          try trend.test(against: 1).less, units: count),
      ]
    }
    return test
  }

  // MARK: - H4, H5, H8

  /// It goes on: of the units with contact under either condition, most have it under the changed one,
  /// and at least a fixed part of the bytes remains.
  private static func continuation(
    _ units: [UnitEvidence], query: FindingQuery, rules: DecisionRules
  ) throws(InvalidSample) -> ClaimTest {
    let pairs = units.compactMap { unit -> Pair? in
      guard let reference = unit.reference, let changed = unit.changed else { return nil }
      return Pair(unit: unit.unit, reference: reference, changed: changed)
    }
    return try continuation(pairs, name: query.claim.changedCondition?.rawValue ?? "", rules: rules)
  }

  private struct Pair {
    let unit: UnitIdentifier
    let reference: ArmTally
    let changed: ArmTally

    var isTalking: Bool { reference.showing == .contact || changed.showing == .contact }
  }

  private static func continuation(
    _ pairs: [Pair], name: String, rules: DecisionRules
  ) throws(InvalidSample) -> ClaimTest {
    var test = ClaimTest()
    let talking = pairs.filter(\.isTalking)
    test.units = talking.count
    guard !talking.isEmpty else {
      test.needs =
        pairs.isEmpty
        ? ["no complete unit was measured under both"]
        : ["no unit had contact under either condition: there is nothing that could go on or stop"]
      return test
    }
    let presence = try Presence(talking.map(\.changed), rules: rules)
    test.support = presence.support
    test.contradiction = presence.contradiction
    test.needs = presence.needs
    test.moreUnits = presence.moreUnits
    test.shows = Dictionary(
      uniqueKeysWithValues: talking.map { ($0.unit, $0.changed.showing == .contact) })
    let mcNemar = try McNemarTest(
      first: talking.map { $0.reference.showing == .contact },
      second: talking.map { $0.changed.showing == .contact })
    test.figures = { () throws(InvalidSample) in
      try presence.figures(" \(name)") + [
        FindingFigure(
          "p-mcnemar", "p that presence differs between the two (McNemar, two-sided)",
          .probability, mcNemar.twoSided, units: talking.count)
      ]
    }
    try test.addSize(
      talking.filter { $0.reference.showing == .contact && $0.changed.showing == .contact },
      rules: rules)
    return test
  }

  /// Size given presence: the paired log ratio. Where it goes on, it must go on with a fixed part of
  /// the bytes; where less remains, that contradicts.
  private mutating func addSize(_ pairs: [Pair], rules: DecisionRules) throws(InvalidSample) {
    guard !pairs.isEmpty else { return }
    let ratios = pairs.map { $0.changed.logUp - $0.reference.logUp }
    let change = try PairedChange(of: try Sample(ratios))
    let least = log(rules.remainingPart)
    support = max(support, change.above(least))
    contradiction = min(contradiction, change.below(least))
    changes = Dictionary(uniqueKeysWithValues: zip(pairs.map(\.unit), ratios))
    needsOfSize = { () throws(InvalidSample) in
      try change.centre().estimate < least
        ? [
          "contact goes on, but with less than \(Figures.percent(rules.remainingPart)) of the bytes"
        ]
        : []
    }
    figures = { [presence = figures, scale] () throws(InvalidSample) in
      try presence() + [
        try FindingFigure("upload-factor", scale.title, scale.unit, change, scale.value),
        FindingFigure(
          "p-change", "p that the bytes up differ (sign flips, two-sided)", .probability,
          min(1, 2 * min(change.above(), change.below())), units: change.count),
      ]
    }
  }

  /// Ended by the update: what would contradict that it goes on supports it.
  private static func update(
    _ units: [UnitEvidence], query: FindingQuery, rules: DecisionRules
  ) throws(InvalidSample) -> ClaimTest {
    var test = try continuation(units, query: query, rules: rules)
    (test.support, test.contradiction) = (test.contradiction, test.support)
    return test
  }

  // MARK: - Parts

  /// The Hodges-Lehmann centre of logarithms, as bytes.
  private static func perDay(
    _ name: String, _ title: String, _ logarithms: [Double]
  ) throws(InvalidSample) -> FindingFigure {
    try FindingFigure(
      name, title, .bytesPerDay, try PairedChange(of: try Sample(logarithms)), expm1)
  }

  /// The further units that decide with the usual power of 0.8, if they scatter like those that are
  /// there: ((z(level) + z(0.8)) · deviation / distance)², the normal approximation, but never fewer
  /// than signs can decide (`DesignBounds`).
  private static func moreUnits(
    for change: PairedChange, from value: Double
  ) -> @Sendable (Double) -> Int? {
    { level in
      let signs = (log2(1 / level) - 1e-12).rounded(.up)
      guard let centre = try? change.centre() else { return nil }
      let distance = abs(centre.estimate - value)
      let scatter = change.deviation ?? 0
      guard distance > 1e-9 else { return nil }
      let sum = Normal.quantile(1 - level) + Normal.quantile(0.8)
      let needed = max(signs, (sum * scatter / distance) * (sum * scatter / distance)).rounded(.up)
      guard needed < 100_000 else { return nil }
      return max(1, Int(needed) - change.count)
    }
  }
}
