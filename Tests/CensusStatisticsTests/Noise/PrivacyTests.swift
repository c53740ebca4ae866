import CensusProtocol
import Testing

@testable import CensusStatistics

/// What noise costs, and that no more is spent than there is.
@Suite("The privacy accountant")
struct PrivacyTests {
  private static func rule(variance: String, destinations: Int = 8) throws -> NoiseRule {
    let rule = NoiseRule(
      variance: try #require(Fraction(variance)), destinations: destinations, threshold: 42,
      fewestInEpoch: 500, delta: try #require(Fraction("1/1000000")))
    return try #require(rule)
  }

  @Test("the standard rule costs ρ = 1/12 a release, and ε = 1.94 at δ = 10^-6")
  func standard() throws {
    let rule = NoiseRule.standard
    #expect(rule.concentration.description == "1/12")
    let epsilon = try #require(
      PrivacyLoss.epsilonMillionths(rho: rule.concentration, delta: rule.delta))
    #expect((1_939_870...1_941_000).contains(epsilon))
  }

  @Test(
    "ε is that of SciPy's minimum over all orders, rounded up by less than 0.2 %",
    arguments: [
      "1/12", "1/2", "1/1000", "13/3", "52/12", "200/1", "1/1000000",
      "340282366920938463/98765432109876543",
    ])
  func epsilon(rho: String) throws {
    let parts = rho.split(separator: "/").compactMap { UInt128($0) }
    let fraction = try #require(Fraction(parts[0], over: parts[1]))
    let delta = try #require(Fraction("1/1000000"))
    let script = """
      from scipy import optimize
      rho, delta = cases[0]
      def epsilon(x):
          a = 1 + math.exp(x)
          return rho * a + (math.log(1 / delta) + (a - 1) * math.log(1 - 1 / a) - math.log(a)) / (a - 1)
      grid = [epsilon(x / 50) for x in range(-400, 700)]
      best = (-400 + grid.index(min(grid))) / 50
      show(max(0, optimize.minimize_scalar(epsilon, bounds=(best - .1, best + .1), method="bounded").fun))
      """
    let value = Double(fraction.numerator) / Double(fraction.denominator)
    let expected = try #require(SciPy.rows(script, cases: [[value, 1e-6]]).first?.first)
    let ours =
      Double(
        try #require(PrivacyLoss.epsilonMillionths(rho: fraction, delta: delta))) / 1e6
    #expect(ours >= expected - 1e-9)
    #expect(ours <= expected * 1.002 + 2e-6)
  }

  @Test(
    "52 releases of ε = 1 and ε = 2 compose to 8.9 and 19.5",
    arguments: [("0.024355970359538", 8.9), ("0.088152688379775", 19.5)])
  func year(rho: String, expected: Double) throws {
    let digits = try #require(UInt128(rho.dropFirst(2)))
    let fraction = try #require(Fraction(digits, over: 1_000_000_000_000_000))
    let delta = try #require(Fraction("1/1000000"))
    let year = try #require(fraction.times(52))
    let epsilon = try #require(PrivacyLoss.epsilonMillionths(rho: year, delta: delta))
    #expect(abs(Double(epsilon) / 1e6 - expected) < 0.06)
  }

  @Test("a budget is spent exactly, and not one release further, after a restart too")
  func budget() throws {
    let rule = try Self.rule(variance: "59/7")
    var budget = PrivacyBudget(limit: try #require(rule.concentration.times(52)))
    for _ in 0..<52 {
      // As a server does that starts again after each release.
      let spent = try #require(Fraction(try budget.charging(rule.concentration).spent.description))
      budget = PrivacyBudget(limit: budget.limit, spent: spent)
    }
    #expect(budget.spent == budget.limit)
    #expect(throws: PrivacyBudgetExhausted.self) { try budget.charging(rule.concentration) }
    let least = try #require(Fraction(1, over: UInt128.max))
    #expect(throws: PrivacyBudgetExhausted.self) { try budget.charging(least) }
  }

  @Test(
    "a noisy release that would overspend is not made, and neither is a raw one in its place",
    arguments: [700, 400, 60])
  func overspending(households: Int) throws {
    let policy = ReleasePolicy.noise(.standard, below: .standard)
    let cost = NoiseRule.standard.concentration
    let budget = PrivacyBudget(limit: cost)
    var generator = SystemRandomNumberGenerator()
    let first = try Made.release(
      Made.contributions(700, "acme-a", "CN/tls"), policy: policy, budget: budget,
      using: &generator)
    #expect(first.budget.spent == cost)
    // Also where another process spent it after the noise was drawn.
    for prepared in [first.budget, budget] {
      let second = try Made.release(
        Made.contributions(households, "acme-a", "CN/tls"), policy: policy, budget: prepared,
        spentMeanwhile: first.budget, using: &generator)
      #expect(second.budget == first.budget)
      let figures = try #require(WithheldFigures(cost: cost, spent: cost, limit: cost))
      #expect(second.release.figures == .withheld(figures))
    }
    #expect(WithheldFigures(cost: cost, spent: .zero, limit: cost) == nil)
  }

  @Test("the budget counts the releases that are left")
  func left() throws {
    let cost = NoiseRule.standard.concentration
    let budget = PrivacyBudget(limit: try #require(cost.times(3)), spent: cost)
    #expect(budget.releasesLeft(of: cost, upTo: 8) == 2)
    #expect(budget.releasesLeft(of: cost, upTo: 1) == 1)
    #expect(budget.pays(for: cost) && !PrivacyBudget(limit: cost, spent: cost).pays(for: cost))
  }

  @Test("fractions are kept in lowest terms, compared exactly, and refuse what they cannot hold")
  func fractions() throws {
    #expect(Fraction(6, over: 4)?.description == "3/2")
    #expect(Fraction("6/4") == nil && Fraction("1/0") == nil && Fraction("-1/2") == nil)
    let third = try #require(Fraction("1/3"))
    let more = try #require(Fraction(UInt128.max / 3 + 1, over: UInt128.max))
    #expect(third < more && !(more < third))
    #expect(third.adding(third)?.description == "2/3")
    #expect(Fraction(1, over: UInt128.max)?.adding(third) != nil)
    #expect(Fraction(1, over: UInt128.max)?.adding(Fraction("1/2") ?? .zero) == nil)
  }
}
