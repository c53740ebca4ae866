import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusStatistics

/// OpenDP (PyPI), which shares no code with ours: `make setup` installs it into the build folder.
enum OpenDP {
  static let python = Repository.root.appending(path: ".build/oracles/bin/python3")
  static var isInstalled: Bool {
    FileManager.default.fileExists(
      atPath: Repository.root.appending(path: ".build/oracles/installed").path)
  }

  /// The numbers that a script prints.
  static func numbers(_ script: String, _ arguments: String...) throws -> [Double] {
    let prelude = """
      import math, sys
      import opendp.prelude as dp
      dp.enable_features("contrib")
      arguments = [float(argument) for argument in sys.argv[1:]]
      def gaussian(size, variance):
          space = dp.vector_domain(dp.atom_domain(T="i64"), size=size), dp.l2_distance(T=float)
          return dp.m.make_gaussian(*space, scale=math.sqrt(variance))

      """
    let command = try run(python, ["-c", prelude + script] + arguments)
    try #require(command.status == 0, "OpenDP said: \(command.errors)")
    return command.text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
  }
}

@Suite(
  "Beside OpenDP",
  .enabled(if: OpenDP.isInstalled, "OpenDP is not installed; make setup does, where PyPI answers"))
struct OpenDPTests {
  @Test(
    "ρ and ε of a rule are those of OpenDP, ε rounded up",
    arguments: [("60/1", 8), ("60/1", 16), ("37/5", 1), ("2000/3", 8)])
  func accounting(variance: String, destinations: Int) throws {
    let sigma = try #require(Fraction(variance))
    let delta = try #require(Fraction("1/1000000"))
    let rule = try #require(
      NoiseRule(
        variance: sigma, destinations: destinations, threshold: 42, fewestInEpoch: 500,
        delta: delta))
    let number = Double(rule.variance.numerator) / Double(rule.variance.denominator)
    let script = """
      variance, cells = arguments
      release = gaussian(int(cells), variance)
      bound = dp.c.make_zCDP_to_approxDP(release).map(math.sqrt(cells)).epsilon(1e-6)
      print(repr(release.map(math.sqrt(cells))), repr(bound))
      """
    let theirs = try OpenDP.numbers(script, "\(number)", "\(rule.cells)")
    let rho = rule.concentration
    #expect(abs(Double(rho.numerator) / Double(rho.denominator) / theirs[0] - 1) < 1e-9)
    let epsilon = try #require(PrivacyLoss.epsilonMillionths(rho: rho, delta: rule.delta))
    #expect(Double(epsilon) / 1e6 >= theirs[1])
    #expect(Double(epsilon) / 1e6 <= theirs[1] * 1.002 + 2e-6)
  }

  @Test("samples have the distribution of OpenDP's; those of half the deviation do not")
  func samples() throws {
    let theirs = try OpenDP.numbers("print(*gaussian(10000, 60)([0] * 10000))")
    #expect(theirs.count == 10_000)
    let script = """
      from scipy import stats
      edges = np.arange(-24.5, 25)
      table = [np.histogram(np.clip(case, -24, 24), edges)[0] for case in cases]
      show(stats.chi2_contingency(np.array(table) + 0).pvalue)
      """
    for (variance, fits) in [("60/1", true), ("15/1", false)] {
      let noise = DiscreteGaussian(variance: try #require(Fraction(variance)))
      var generator = SeededGenerator(seed: 21)
      let ours = (0..<10_000).map { _ in Double(noise.sample(using: &generator)) }
      let rows = try SciPy.rows(script, cases: [ours, theirs])
      let chance = try #require(rows.first?.first)
      #expect((chance > 1e-6) == fits, "\(variance): p = \(chance)")
    }
  }
}
