/// The sums of all 2^n subsets of n numbers, the empty one included.
enum SubsetSums {
  /// All sums in ascending order. Each number doubles the list: the sums without it and those with it
  /// are both in order, and are merged.
  static func sorted(of values: some Sequence<Double>) -> [Double] {
    var sums = [0.0]
    for value in values {
      var merged: [Double] = []
      merged.reserveCapacity(sums.count * 2)
      var without = 0
      var with = 0
      while without < sums.count || with < sums.count {
        if with == sums.count
          || (without < sums.count && sums[without] <= sums[with] + value)
        {
          merged.append(sums[without])
          without += 1
        } else {
          merged.append(sums[with] + value)
          with += 1
        }
      }
      sums = merged
    }
    return sums
  }

  /// How many of all sums are at most `limit`. The sums of the two halves of the values are listed;
  /// one list is read upwards and the other downwards, so that 2^n sums cost 2^(n/2) steps.
  static func count(of values: [Double], atMost limit: Double) -> Int {
    let half = values.count / 2
    let left = sorted(of: values[..<half])
    let right = sorted(of: values[half...])
    var fitting = right.count
    return left.reduce(0) { count, sum in
      while fitting > 0, sum + right[fitting - 1] > limit { fitting -= 1 }
      return count + fitting
    }
  }

  /// The means of all subsets but the empty one, in ascending order.
  static func sortedMeans(of values: [Double]) -> [Double] {
    var sums = [0.0]
    sums.reserveCapacity(1 << values.count)
    for value in values {
      for index in sums.indices { sums.append(sums[index] + value) }
    }
    return (1..<sums.count).map { sums[$0] / Double($0.nonzeroBitCount) }.sorted()
  }
}
