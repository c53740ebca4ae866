import Foundation
import TestSupport
import Testing

/// SciPy, NumPy and statsmodels as Debian packages them: oracles that share no code with ours.
enum SciPy {
  /// Runs a script that has the samples as `cases` and calls `show(number, …)` for each row it gives.
  static func rows(_ script: String, cases: [[Double]] = []) throws -> [[Double]] {
    let prelude = """
      import itertools, json, math, sys
      import numpy as np
      import scipy
      cases = [np.array(case) for case in json.loads(sys.argv[1])]
      def show(*numbers):
          print(*(repr(float(number)) for number in numbers))

      """
    let json = String(decoding: try JSONEncoder().encode(cases), as: UTF8.self)
    let command = try runPython(prelude + script, [json])
    try #require(
      command.status == 0,
      "install the Debian packages python3-scipy and python3-statsmodels (make setup does); Python said: \(command.errors)"
    )
    return command.text.split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
  }
}

/// Whether two numbers agree to 1e-9 of the larger; small p-values too, down to rounding at 1.
func agree(_ left: Double, _ right: Double) -> Bool {
  abs(left - right) <= 1e-9 * max(left.magnitude, right.magnitude) + 1e-14
}

/// Made-up samples, the same in every run; every second one is of small integers, so that it has ties
/// and zeros.
func samples(sizes: ClosedRange<Int>, perSize: Int, seed: UInt64) -> [[Double]] {
  var generator = SeededGenerator(seed: seed)
  return sizes.flatMap { size in
    (0..<perSize).map { number in
      (0..<size).map { _ in
        number % 2 == 0
          ? Double.random(in: -2...3, using: &generator)
          : Double(Int.random(in: -3...5, using: &generator))
      }
    }
  }
}

/// What each choice of signs makes of the magnitudes: all worlds without effect.
func allSigns(of magnitudes: [Double]) -> [[Double]] {
  (0..<(1 << magnitudes.count)).map { choice in
    magnitudes.indices.map { (choice >> $0) & 1 == 0 ? magnitudes[$0] : -magnitudes[$0] }
  }
}
