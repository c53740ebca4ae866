import CensusProtocol

/// A release beside what was contributed: counted here once more, by its own rules.
public struct CrowdComparison: Sendable {
  public let epoch: Epoch
  /// Contributions that the release must have counted.
  public let counted: Int
  public let cells: Int
  /// The largest difference between a published count and the truth.
  public private(set) var largestError = 0
  /// Medians that were compared, and those that the liars have moved.
  public private(set) var medians = 0
  public private(set) var movedMedians = 0
  /// What does not agree within the stated error, in words.
  public private(set) var problems: [String] = []
  public let bytesPerUpload: Int
  private let kind: String

  init(release: HouseRelease, counted: [CrowdContribution], bytesPerUpload: Int) {
    epoch = release.epoch
    self.counted = counted.count
    self.bytesPerUpload = bytesPerUpload
    switch release.figures {
    case .merged(let figures):
      kind = "merged"
      cells = figures.contributors.count + figures.contacts.count
      let truth = CrowdTruth(counted: counted, figures: figures)
      for cell in figures.contributors {
        compare(
          cell.contributors.number, truth.members(of: cell.subject), "\(cell.subject)", figures)
      }
      for cell in figures.contacts { compare(cell, truth, figures) }
      problems += truth.unpublished(figures)
    case .noisy(let figures):
      kind = "noisy"
      cells = figures.contributors.count + figures.contacts.count
      compare(figures, with: counted)
    case .withheld:
      kind = "withheld"
      cells = 0
    }
  }

  /// One line.
  public var summary: String {
    let verdict = problems.isEmpty ? "agree" : "\(problems.count) DO NOT AGREE"
    return
      "\(epoch): \(counted) contributions, \(cells) \(kind) cells \(verdict), largest difference \(largestError), \(medians) medians, \(movedMedians) moved by liars"
  }

  /// A count that is rounded to 5 is off by at most 2.
  private mutating func compare(
    _ shown: Int, _ members: [CrowdContribution], _ name: String, _ figures: MergedFigures
  ) {
    let error = abs(shown - members.count)
    largestError = max(largestError, error)
    if error > 2 { problems.append("\(name): \(shown) published, \(members.count) true") }
    if members.count < figures.rule.fewest
      || members.count(where: \.isConfirmed) < figures.rule.fewestConfirmed
    {
      problems.append("\(name): a cell of \(members.count) contributors is published")
    }
  }

  private mutating func compare(
    _ cell: ContactCell, _ truth: CrowdTruth, _ figures: MergedFigures
  ) {
    let name = "\(cell.subject) \(cell.service.rawValue) \(cell.destination)"
    let members = truth.members(of: cell)
    compare(cell.contributors.number, members.map(\.contribution), name, figures)
    guard let buckets = cell.buckets else { return }
    medians += 1
    let up = members.map(\.up).sorted()
    if up.isEmpty || buckets.up.median != up[(up.count + 1) / 2 - 1] {
      problems.append("\(name): another median than the true one")
    }
    let honest = members.filter { !$0.contribution.isDishonest }.map(\.up).sorted()
    if honest.isEmpty || honest[(honest.count + 1) / 2 - 1] != buckets.up.median {
      movedMedians += 1
    }
  }

  /// Six standard deviations: for the largest of 100,000 cells.
  private mutating func compare(_ figures: NoisyFigures, with counted: [CrowdContribution]) {
    let variance =
      Double(figures.rule.variance.numerator) / Double(figures.rule.variance.denominator)
    let allowed = 6 * variance.squareRoot()
    for cell in figures.contributors {
      let truth = counted.count { $0.contribution.model == cell.model }
      let error = abs(Int(cell.contributors) - truth)
      largestError = max(largestError, error)
      if Double(error) > allowed {
        problems.append("\(cell.model): \(cell.contributors) published, \(truth) true")
      }
    }
    for cell in figures.contacts {
      let truth = counted.count { one in
        one.contribution.model == cell.model
          && one.contribution.rows.contains { $0.destination == cell.destination }
      }
      let error = abs(Int(cell.contributors) - truth)
      largestError = max(largestError, error)
      if Double(error) > allowed {
        problems.append(
          "\(cell.model) \(cell.destination): \(cell.contributors) published, \(truth) true")
      }
    }
  }
}
