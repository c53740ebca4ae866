import CensusProtocol
import Testing

@testable import CensusStatistics

/// What liars can do to a cell: little to its median, as long as they are few.
@Suite("Dishonest contributors")
struct DishonestTests {
  /// Of 100 contributors so many lie, and say the most or the least that there is; of the honest 7 of 10
  /// are in bucket 20, the others in those beside it.
  private static func median(dishonest: Int, saying bucket: Int) throws -> Int? {
    let honest = try (0..<(100 - dishonest)).map { number in
      let up = number % 20 < 3 ? 19 : number % 20 < 6 ? 21 : 20
      return try Made.contribution("acme-a", ["CN/tls/\(up)"])
    }
    let liars = try (0..<dishonest).map { _ in
      try Made.contribution("acme-a", ["CN/tls/\(bucket)"])
    }
    return try Made.figures(of: honest + liars).contacts.first?.buckets?.up.median.exponent
  }

  @Test("a share below 40 % does not move a median bucket, up or down", arguments: [1, 10, 25, 39])
  func few(dishonest: Int) throws {
    #expect(try Self.median(dishonest: dishonest, saying: 40) == 20)
    #expect(try Self.median(dishonest: dishonest, saying: 1) == 20)
  }

  @Test("a majority moves it: the bound is real")
  func many() throws {
    #expect(try Self.median(dishonest: 51, saying: 40) == 40)
    #expect(try Self.median(dishonest: 46, saying: 40) == 21)
  }

  @Test("liars add at most themselves to a count, and nothing to another cell")
  func inflation() throws {
    let honest = try Made.contributions(60, "acme-a", "US/tls")
    let liars = try Made.contributions(8, "acme-a", "CN/tls")
    #expect(try Made.figures(of: honest).lines == ["acme-a tls US 60"])
    // Eight tokens of one agent are not enough for a cell of their own, and take none away.
    #expect(try Made.figures(of: honest + liars).lines == ["acme-a tls US 60"])
  }
}
