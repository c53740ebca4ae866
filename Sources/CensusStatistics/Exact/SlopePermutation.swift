/// Kendall's S under all orders of the responses, or under drawn ones.
///
/// M. G. Kendall, "A new measure of rank correlation", Biometrika 30 (1938) 81-93: S is the number of
/// pairs in which both rise less the number in which one falls. Without effect each order of the
/// responses is as likely, ties or not. Drawn orders: B. Phipson and G. K. Smyth, "Permutation p-values
/// should never be zero", Statistical Applications in Genetics and Molecular Biology 9 (2010) 39: the
/// observed order counts as one of the draws.
public struct SlopePermutation: Hashable, Sendable {
  /// Up to here all orders are counted: 8! = 40,320.
  public static let mostEnumerated = 8

  public let s: Int
  /// P-value against "the slope is larger".
  public let greater: Double
  /// P-value against "the slope is smaller".
  public let less: Double
  /// Nil where all orders were counted.
  public let draws: Int?

  /// Twice the smaller p-value, 1 at most.
  public var twoSided: Double { min(1, 2 * min(greater, less)) }

  /// Responses that differ by `rounding` at most are tied.
  init(
    doses: [Double], rest: [Double], rounding: Double, draws: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    let signs = doses.indices.map { first in
      (0..<first).map { Self.sign(doses[first] - doses[$0], beyond: 0) }
    }
    let score = { (order: [Double]) in
      signs.indices.reduce(0) { total, first in
        signs[first].indices.reduce(total) {
          $0 + signs[first][$1] * Self.sign(order[first] - order[$1], beyond: rounding)
        }
      }
    }
    let observed = score(rest)
    var tally = (orders: 0, greater: 0, less: 0)
    let count = { (order: [Double]) in
      let s = score(order)
      tally.orders += 1
      tally.greater += s >= observed ? 1 : 0
      tally.less += s <= observed ? 1 : 0
    }
    let isExact = rest.count <= Self.mostEnumerated
    if isExact {
      Self.forEachOrder(of: rest, count)
    } else {
      var order = rest
      count(order)
      for _ in 0..<draws {
        order.shuffle(using: &generator)
        count(order)
      }
    }
    s = observed
    greater = Double(tally.greater) / Double(tally.orders)
    less = Double(tally.less) / Double(tally.orders)
    self.draws = isExact ? nil : draws
  }

  /// Kendall's S between doses and responses.
  static func score(_ doses: [Double], _ responses: [Double], rounding: Double) -> Int {
    doses.indices.reduce(0) { total, first in
      (0..<first).reduce(total) {
        $0 + sign(doses[first] - doses[$1], beyond: 0)
          * sign(responses[first] - responses[$1], beyond: rounding)
      }
    }
  }

  private static func sign(_ difference: Double, beyond rounding: Double) -> Int {
    difference > rounding ? 1 : difference < -rounding ? -1 : 0
  }

  /// B. R. Heap, "Permutations by interchanges", The Computer Journal 6 (1963) 293-294.
  static func forEachOrder(of values: [Double], _ body: ([Double]) -> Void) {
    var order = values
    var counters = [Int](repeating: 0, count: values.count)
    body(order)
    var index = 1
    while index < order.count {
      if counters[index] < index {
        order.swapAt(index % 2 == 0 ? 0 : counters[index], index)
        body(order)
        counters[index] += 1
        index = 1
      } else {
        counters[index] = 0
        index += 1
      }
    }
  }
}
