public import CensusProtocol

/// A crowd of simulated households: how many, for how long, and how many of them lie.
///
/// Everything but the keys follows from the seed: who owns what, what each household contributes in each
/// epoch, who takes a contribution back.
public struct CrowdPlan: Sendable {
  public let seed: UInt64
  public let households: Int
  public let epochs: Int
  /// Of a hundred households.
  public let dishonest: Int
  /// The first epoch in which anything is contributed.
  public let first: Epoch

  public static let householdsRange = 20...100_000
  public static let epochsRange = 1...52
  public static let dishonestRange = 0...39

  /// Throws where a number is out of its range.
  public init(
    seed: UInt64, households: Int, epochs: Int, dishonest: Int, first: Epoch
  ) throws(SimulatorError) {
    for (name, value, range) in [
      ("households", households, Self.householdsRange), ("epochs", epochs, Self.epochsRange),
      ("dishonest", dishonest, Self.dishonestRange),
    ] {
      guard range.contains(value) else {
        throw .outOfRange(name: name, value: value, range: range)
      }
    }
    self.seed = seed
    self.households = households
    self.epochs = epochs
    self.dishonest = dishonest
    self.first = first
  }

  /// The epochs, in order.
  var weeks: [Epoch] {
    (0..<Int64(epochs)).compactMap { Epoch(number: first.number + $0) }
  }

  /// When most households enrol: early enough to be established in the first epoch.
  var enrolment: Epoch {
    Epoch(number: first.number - ContributorTier.epochsToEstablish) ?? first
  }
}
