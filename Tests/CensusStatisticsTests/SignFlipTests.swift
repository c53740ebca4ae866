import Foundation
import Testing

@testable import CensusStatistics

@Suite("sign-flip test")
struct SignFlipTests {
  /// Darwin's maize, the example of R. A. Fisher, "The Design of Experiments" (1935), differences in
  /// eighths of an inch; 863 of the 32,768 sums are 314 or more.
  @Test("agrees with Fisher's count for Darwin's maize")
  func published() throws {
    let maize: [Double] = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    let test = try SignFlipTest(of: Sample(maize))
    #expect(test.greater == 863.0 / 32768)
    #expect(test.twoSided == 1726.0 / 32768)
  }

  @Test("agrees with SciPy's permutation test")
  func oracle() throws {
    let cases = samples(sizes: 2...9, perSize: 4, seed: 1)
    let rows = try SciPy.rows(
      """
      from scipy.stats import permutation_test
      for d in cases:
          show(*(permutation_test((d,), np.sum, permutation_type='samples', n_resamples=10**6,
              alternative=side).pvalue for side in ('greater', 'less', 'two-sided')))
      """, cases: cases)
    #expect(rows.count == cases.count)
    for (values, row) in zip(cases, rows) {
      let test = try SignFlipTest(of: Sample(values))
      #expect(agree(test.greater, row[0]), "\(values)")
      #expect(agree(test.less, row[1]), "\(values)")
      #expect(agree(test.twoSided, row[2]), "\(values)")
    }
  }

  @Test("has the p that NumPy finds by listing every choice of signs")
  func numpyEnumeration() throws {
    let cases = samples(sizes: 1...13, perSize: 4, seed: 9)
    let rows = try SciPy.rows(
      """
      for d in cases:
          signs = np.array(list(itertools.product((-1, 1), repeat=len(d))))
          sums, seen, near = signs @ np.abs(d), d.sum(), 1e-9
          show(np.mean(sums >= seen - near), np.mean(sums <= seen + near),
              np.mean(np.abs(sums) >= abs(seen) - near))
      """, cases: cases)
    #expect(rows.count == cases.count)
    for (values, row) in zip(cases, rows) {
      let test = try SignFlipTest(of: Sample(values))
      #expect(agree(test.greater, row[0]), "\(values)")
      #expect(agree(test.less, row[1]), "\(values)")
      #expect(agree(test.twoSided, row[2]), "\(values)")
    }
  }

  @Test("counts as many signs as there are, one by one", arguments: [1, 2, 5, 12])
  func enumeration(size: Int) throws {
    for values in samples(sizes: size...size, perSize: 6, seed: 2) {
      let observed = values.reduce(0, +)
      let extreme = allSigns(of: values).count { $0.reduce(0, +) >= observed - 1e-9 }
      let test = try SignFlipTest(of: Sample(values))
      #expect(test.greater == Double(extreme) / exp2(Double(size)))
    }
  }

  @Test("counts sums that differ by rounding alone as equal")
  func rounding() throws {
    for whole in [[1.0, 2, -3], [1, 2, 3, -6], [7, -1, -2, -4]] {
      let exact = try SignFlipTest(of: Sample(whole))
      let rounded = try SignFlipTest(of: Sample(whole.map { $0 / 10 }))
      #expect((rounded.greater, rounded.less) == (exact.greater, exact.less))
    }
  }

  @Test("mirrors its sides, and p cannot fall below 2^−n", arguments: 1...20)
  func sides(size: Int) throws {
    let values = (1...size).map { Double($0) + 0.1 }
    let test = try SignFlipTest(of: Sample(values))
    let mirror = try SignFlipTest(of: Sample(values.map { -$0 }))
    #expect(test.greater == exp2(-Double(size)))
    #expect(test.less == 1)
    #expect((mirror.less, mirror.greater) == (test.greater, test.less))
  }

  /// With fixed magnitudes and no effect every choice of signs is as likely.
  @Test("keeps its level, and its interval covers exactly", arguments: [0.8, 0.9, 0.95])
  func coverage(confidence: Double) throws {
    for magnitudes in [[1.3, 0.2, 2.9, 0.71, 1.77, 4.03, 0.58, 3.01], [1, 1, 2, 2, 3, 3, 0]] {
      let worlds = allSigns(of: magnitudes)
      var covered = 0
      var rejected = 0
      var nominal = 0.0
      for world in worlds {
        let test = try SignFlipTest(of: Sample(world))
        let interval = try #require(try test.interval(confidence: confidence))
        covered += (interval.low...interval.high).contains(0) ? 1 : 0
        rejected += test.twoSided <= 1 - confidence ? 1 : 0
        nominal = interval.coverage
      }
      let share = Double(covered) / Double(worlds.count)
      #expect(nominal >= confidence)
      #expect(share >= nominal)
      #expect(Double(rejected) / Double(worlds.count) <= 1 - confidence)
      if Set(magnitudes).count == magnitudes.count { #expect(share == nominal) }
    }
  }

  @Test("rejects no effect exactly where its interval leaves 0 out")
  func duality() throws {
    var decided = 0
    for values in samples(sizes: 6...11, perSize: 40, seed: 3) {
      let test = try SignFlipTest(of: Sample(values))
      let interval = try #require(try test.interval())
      let leavesOut = interval.low > 0 || interval.high < 0
      #expect(leavesOut == (test.twoSided <= 0.05), "\(values)")
      decided += leavesOut ? 1 : 0
    }
    #expect(decided > 20)
  }

  @Test("has no interval where too few pairs cannot bound one")
  func few() throws {
    #expect(try SignFlipTest(of: Sample([1, 2, 3, 4, 5])).interval() == nil)
    let six = try #require(try SignFlipTest(of: Sample([1, 2, 3, 4, 5, 6])).interval())
    #expect((six.low, six.high, six.coverage) == (1, 6, 1 - 2.0 / 64))
  }

  @Test("refuses what it cannot count, and says so")
  func refusals() throws {
    let many = try Sample([Double](repeating: 1, count: 21))
    #expect(throws: InvalidSample.tooMany(count: 21, most: 20)) { try SignFlipTest(of: many) }
    let test = try SignFlipTest(of: Sample([1]))
    for confidence in [0, 1, -1, .nan] {
      #expect(throws: InvalidSample.self) { try test.interval(confidence: confidence) }
    }
    #expect("\(InvalidSample.tooMany(count: 21, most: 20))".contains("at most 20"))
  }
}

@Suite("samples")
struct SampleTests {
  @Test("hold at least one number, and nothing but numbers")
  func refusals() {
    #expect(throws: InvalidSample.tooFew(count: 0, least: 1)) { try Sample([]) }
    for bad in [Double.nan, .infinity, -.infinity, 1e151] {
      #expect(throws: InvalidSample.notFinite(position: 2)) { try Sample([1, bad]) }
    }
    #expect(throws: InvalidSample.lengthsDiffer(1, 2)) {
      try Sample(logRatiosOf: [1], to: [1, 2])
    }
    #expect(throws: InvalidSample.self) { try Sample(logRatiosOf: [-1], to: [1]) }
  }

  @Test("of log ratios stay finite where nothing was sent")
  func logRatios() throws {
    let sample = try Sample(logRatiosOf: [0, 99, 7], to: [0, 0, 7])
    #expect(sample.values[0] == 0)
    #expect(agree(sample.values[1], log(100)))
    #expect(sample.values[2] == 0)
  }
}
