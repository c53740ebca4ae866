import CensusStatistics
import Foundation

/// A power plan as CSV and JSON.
struct PowerPlanRecords {
  let plan: PowerPlan

  /// One line for each figure; cells that do not apply are empty.
  var csv: String {
    let header = "quantity,factor,blocks,units,claims,value,low,high,unit\n"
    let claims = plan.question.claims
    let bounds = plan.bounds.map { bound in
      let (name, unit) = bound.kind.words
      return
        "\(name),,,\(bound.kind.units.map(String.init) ?? ""),\(claims),\(Self.cell(bound.value)),,,\(unit)"
    }
    let powers = plan.powers.flatMap { power in
      [(1, power.alone), (claims, power.strictest)].map { claims, share in
        let design = power.design
        return
          "power,\(Self.cell(design.factor)),\(design.blocks),\(design.units),\(claims),\(share.fraction),\(share.low),\(share.high),probability"
      }
    }
    let needs = plan.needs.flatMap { need in
      [(1, need.alone), (claims, need.strictest)].map { claims, units in
        "units_needed,\(Self.cell(need.factor)),\(need.blocks),,\(claims),\(units.map(String.init) ?? ""),,,units"
      }
    }
    return header + (bounds + powers + needs + claimLines).map { $0 + "\n" }.joined()
  }

  /// The lines of presence, dose and sites; `factor` holds what each varies.
  private var claimLines: [String] {
    let claims = plan.question.claims
    let presence = plan.presence.flatMap { power in
      [(1, power.alone), (claims, power.strictest)].map { claims, value in
        "presence_power,\(Self.cell(power.design.share)),\(power.design.blocks),\(power.design.units),\(claims),\(value),,,probability"
      }
    }
    let doses = plan.doses.flatMap { power in
      [(1, power.alone), (claims, power.strictest)].map { claims, share in
        "dose_power,\(Self.cell(power.design.sentPart)),1,\(power.design.units),\(claims),\(share.fraction),\(share.low),\(share.high),probability"
      }
    }
    let pooled = plan.pooled.flatMap { power in
      [("power_over_units", power.units), ("power_over_sites", power.sites)].map { name, share in
        "\(name),\(Self.cell(power.design.design.factor)),\(power.design.design.blocks),\(power.design.sites * power.design.design.units),1,\(share.fraction),\(share.low),\(share.high),probability"
      }
    }
    return presence + doses + pooled
  }

  /// Whole numbers without a fraction.
  private static func cell(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(Document(plan)), as: UTF8.self) + "\n"
  }

  private struct Document: Encodable {
    let assumptions: Assumptions
    let bounds: [Bound]
    let power: [Power]
    let unitsNeeded: [Need]
    let presence: [Presence]
    let dose: [Dose]
    let pooled: [Pooled]

    init(_ plan: PowerPlan) {
      assumptions = Assumptions(plan)
      bounds = plan.bounds.map { bound in
        let (name, unit) = bound.kind.words
        return Bound(quantity: name, units: bound.kind.units, value: bound.value, unit: unit)
      }
      power = plan.powers.map { power in
        Power(
          factor: power.design.factor, blocks: power.design.blocks, units: power.design.units,
          oneClaim: Estimate(power.alone), firstOfClaims: Estimate(power.strictest))
      }
      unitsNeeded = plan.needs.map { need in
        Need(
          factor: need.factor, blocks: need.blocks, oneClaim: need.alone,
          firstOfClaims: need.strictest)
      }
      presence = plan.presence.map { power in
        Presence(
          unitsDoing: power.design.share, blocks: power.design.blocks, units: power.design.units,
          oneClaim: power.alone, firstOfClaims: power.strictest,
          silenceExcludes: power.canExclude)
      }
      dose = plan.doses.map { power in
        Dose(
          sentPart: power.design.sentPart, units: power.design.units,
          oneClaim: Estimate(power.alone), firstOfClaims: Estimate(power.strictest))
      }
      pooled = plan.pooled.map { power in
        Pooled(
          factor: power.design.design.factor, sites: power.design.sites,
          unitsEach: power.design.design.units, overUnits: Estimate(power.units),
          overSites: Estimate(power.sites))
      }
    }
  }

  private struct Assumptions: Encodable {
    let claims, sites, runs: Int
    let level, strictestLevel, confidence, targetPower, spacingHours, share: Double
    let withinBlockSd, betweenUnitSd, betweenSiteSd: Double
    let seed: UInt64
    let largestUnits = SignFlipTest.mostPairs

    init(_ plan: PowerPlan) {
      let question = plan.question
      (claims, sites, runs) = (question.claims, question.sites, question.runs)
      (level, strictestLevel) = (question.level, plan.strictestLevel)
      (confidence, targetPower) = (question.confidence, question.target)
      (spacingHours, share) = (question.spacing, question.share)
      (withinBlockSd, betweenUnitSd) = (question.withinBlock, question.betweenUnits)
      betweenSiteSd = question.betweenSites
      seed = question.seed
    }
  }

  private struct Bound: Encodable {
    let quantity: String
    let units: Int?
    let value: Double
    let unit: String
  }

  private struct Power: Encodable {
    let factor: Double
    let blocks, units: Int
    let oneClaim, firstOfClaims: Estimate
  }

  private struct Estimate: Encodable {
    let power, low, high: Double

    init(_ share: Share) { (power, low, high) = (share.fraction, share.low, share.high) }
  }

  private struct Presence: Encodable {
    let unitsDoing: Double
    let blocks, units: Int
    let oneClaim, firstOfClaims: Double
    let silenceExcludes: Bool
  }

  private struct Dose: Encodable {
    let sentPart: Double
    let units: Int
    let oneClaim, firstOfClaims: Estimate
  }

  private struct Pooled: Encodable {
    let factor: Double
    let sites, unitsEach: Int
    let overUnits, overSites: Estimate
  }

  private struct Need: Encodable {
    let factor: Double
    let blocks: Int
    let oneClaim, firstOfClaims: Int?

    private enum Key: CodingKey { case factor, blocks, oneClaim, firstOfClaims }

    /// Null where no number of units is enough: a key that is not there would say nothing.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(factor, forKey: .factor)
      try container.encode(blocks, forKey: .blocks)
      try container.encode(oneClaim, forKey: .oneClaim)
      try container.encode(firstOfClaims, forKey: .firstOfClaims)
    }
  }
}

extension Share {
  fileprivate var fraction: Double { Double(count) / Double(total) }
}

extension PowerPlan.Kind {
  /// The name of the quantity, and its unit.
  fileprivate var words: (String, String) {
    switch self {
    case .pairs: ("smallest_paired_units", "units")
    case .groups: ("smallest_units_in_each_group", "units")
    case .shareStillPossible: ("share_still_possible", "share")
    case .unitsToExclude: ("units_to_exclude", "units")
    case .hours: ("hours_to_see", "hours")
    case .blocks: ("blocks_to_see", "blocks of 24 hours")
    case .sites: ("smallest_sites", "sites")
    }
  }

  fileprivate var units: Int? {
    if case .shareStillPossible(let units) = self { units } else { nil }
  }
}
