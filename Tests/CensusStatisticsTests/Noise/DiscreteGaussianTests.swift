import CensusProtocol
import TestSupport
import Testing

@testable import CensusStatistics

/// The sampler is exact: it draws the published samples, and has the distribution's frequencies.
@Suite("The discrete Gaussian")
struct DiscreteGaussianTests {
  @Test("the stream from which the published samples come is TurboSHAKE128's")
  func stream() {
    // RFC 9861, section 5: the empty message, D = 1F.
    var stream = TurboSHAKE128(message: [], domain: 0x1f)
    #expect(
      stream.bytes(32) == [
        0x1e, 0x41, 0x5f, 0x1c, 0x59, 0x83, 0xaf, 0xf2, 0x16, 0x92, 0x17, 0x27, 0x7d, 0x17, 0xbb,
        0x53, 0x8c, 0xd9, 0x45, 0xa3, 0x97, 0xdd, 0xec, 0x54, 0x1f, 0x1c, 0xe4, 0x1a, 0xf2, 0xc1,
        0xb7, 0x4c,
      ])
  }

  /// Published samples: σ = numerator/denominator, the message from which they were drawn.
  struct Published: Sendable {
    let numerator: UInt128
    let denominator: UInt128
    let message: [UInt8]
    let samples: [Int64]
  }

  /// Zeros are the seed, and before it the length of an empty customization.
  private static let short = [UInt8](repeating: 0, count: 17)
  /// An empty customization, its length in two bytes; the seed's length; the seed.
  private static let long: [UInt8] = [0, 0, 32] + Array(0..<32)

  /// The first: libprio-rs, src/dp/distributions.rs, test_discrete_gaussian. The others: the first
  /// samples of its tests/test_vectors/discrete_gauss_*.json, which its authors drew with the program of
  /// the paper's.
  static let published = [
    Published(
      numerator: 5, denominator: 1, message: short,
      samples: [
        0, -3, -2, 3, 2, -1, -5, 4, -7, -5, 2, 7, -8, -3, 1, -3, -3, 6, -3, -1,
      ]),
    Published(
      numerator: 9, denominator: 1, message: long,
      samples: [-16, 4, -2, 14, -14, -17, 6, -13, -7, 2, 11, -13, 0, -1, -5, 7]),
    Published(
      numerator: 1171, denominator: 500, message: long,
      samples: [-1, -1, -2, -2, 0, -3, 0, -2, -4, 0, 0, 1, 3, -1, 5, -1]),
    Published(
      numerator: 41_293_847, denominator: 1, message: long,
      samples: [
        -29_211_877, 13_885_941, -26_354_644, -48_418_559, -8_391_923, 54_237_942, -25_148_220,
        1_675_993, 44_966_387, -110_046_432,
      ]),
  ]

  @Test("published samples are drawn again from their seeds", arguments: published)
  func vectors(published: Published) throws {
    var generator = TurboSHAKE128(message: published.message, domain: 1)
    let variance = try #require(
      Fraction(
        published.numerator * published.numerator,
        over: published.denominator * published.denominator))
    let distribution = DiscreteGaussian(variance: variance)
    #expect(
      published.samples.map { _ in distribution.sample(using: &generator) } == published.samples)
  }

  /// Prints the p-value of Pearson's test of the samples against the exact distribution.
  private static let fit = """
    samples = cases[0].astype(int)
    variance = cases[1][0]
    reach = int(40 * max(1, math.sqrt(variance)))
    support = np.arange(-reach, reach + 1)
    weights = np.exp(-support.astype(float) ** 2 / (2 * variance))
    expected = weights / weights.sum() * len(samples)
    counts = np.bincount(np.clip(samples, -reach, reach) + reach, minlength=len(support))
    big = expected >= 10
    observed = np.append(counts[big], counts[~big].sum())
    wanted = np.append(expected[big], expected[~big].sum())
    keep = wanted > 0
    from scipy import stats
    show(stats.chisquare(observed[keep], wanted[keep] * observed.sum() / wanted[keep].sum()).pvalue)
    """

  @Test(
    "frequencies fit the exact distribution, and those of half the deviation do not",
    arguments: [("60/1", "15/1"), ("1/2", "1/8"), ("7/3", "7/12")])
  func frequencies(variances: (stated: String, half: String)) throws {
    let stated = try #require(Fraction(variances.stated))
    let half = try #require(Fraction(variances.half))
    var generator = SeededGenerator(seed: 11)
    let value = Double(stated.numerator) / Double(stated.denominator)
    let values = [stated, half].map { variance in
      let distribution = DiscreteGaussian(variance: variance)
      return (0..<20_000).map { _ in Double(distribution.sample(using: &generator)) }
    }
    let right = try SciPy.rows(Self.fit, cases: [values[0], [value]])
    let mutant = try SciPy.rows(Self.fit, cases: [values[1], [value]])
    #expect(try #require(right.first?.first) > 1e-6)
    #expect(try #require(mutant.first?.first) < 1e-6)
  }

  @Test("uniform draws are uniform and below their bound")
  func uniform() {
    var generator = SeededGenerator(seed: 3)
    var counts = [Int](repeating: 0, count: 5)
    for _ in 0..<20_000 { counts[Int(ExactChance.uniform(below: 5, using: &generator))] += 1 }
    // 4000 each, with a standard deviation of 57.
    #expect(counts.allSatisfy { abs($0 - 4000) < 350 })
    let large: UInt128 = 1 << 100 + 1
    #expect(
      (0..<200).allSatisfy { _ in ExactChance.uniform(below: large, using: &generator) < large })
  }
}
