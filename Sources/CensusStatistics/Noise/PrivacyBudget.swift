public import CensusProtocol

/// How much privacy all noisy releases of a server have cost, and may cost: the sum of their ρ, exact.
/// ρ of releases adds up whatever is in them (M. Bun and T. Steinke, "Concentrated Differential Privacy",
/// 2016, lemma 2.3).
///
/// It is a value: the server stores it in the transaction that stores the release, so neither can be
/// there without the other, and a server that starts again goes on where it was.
public struct PrivacyBudget: Hashable, Sendable {
  /// What may be spent in all.
  public let limit: Fraction
  public let spent: Fraction

  /// 52 releases by the standard rule: a year.
  public static let standardLimit: Fraction = {
    guard let limit = NoiseRule.standard.concentration.times(52) else {
      preconditionFailure("the standard rule has small terms")
    }
    return limit
  }()

  /// `spent` may be above `limit`, where an operator has lowered it: then nothing more can be spent.
  public init(limit: Fraction = standardLimit, spent: Fraction = .zero) {
    self.limit = limit
    self.spent = spent
  }

  /// Whether a release that costs `rho` can be made.
  public func pays(for rho: Fraction) -> Bool { (try? charging(rho)) != nil }

  /// How many releases that cost `rho` can be made, counted up to `most`.
  public func releasesLeft(of rho: Fraction, upTo most: Int) -> Int {
    var budget = self
    for number in 0..<most {
      guard let next = try? budget.charging(rho) else { return number }
      budget = next
    }
    return most
  }

  /// The budget after a release that costs `rho`; throws rather than spend more than the limit.
  public func charging(_ rho: Fraction) throws(PrivacyBudgetExhausted) -> PrivacyBudget {
    guard let sum = spent.adding(rho), sum <= limit else {
      throw PrivacyBudgetExhausted(budget: self, asked: rho)
    }
    return PrivacyBudget(limit: limit, spent: sum)
  }
}

/// A release would cost more than is left, or its cost cannot be added exactly.
public struct PrivacyBudgetExhausted: Error, Equatable, CustomStringConvertible {
  public let budget: PrivacyBudget
  public let asked: Fraction

  public var description: String {
    "the privacy budget is spent: ρ = \(budget.spent) of \(budget.limit), and a release costs "
      + "\(asked). No noisy release can be made until the operator raises the limit"
  }
}
