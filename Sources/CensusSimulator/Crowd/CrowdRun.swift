import CensusProtocol
import FoundationEssentials
import Glibc

/// Drives a crowd through a real server: enrols its households, gets their tokens, sends what they
/// contribute, moves the server's clock on, and compares each release with what was contributed.
public struct CrowdRun: Sendable {
  private let plan: CrowdPlan
  private let client: CrowdClient
  private let clock: String
  private let report: @Sendable (String) -> Void

  /// How many households speak with the server at once.
  private static let width = 8

  /// - Parameters:
  ///   - server: such as `http://127.0.0.1:8080`.
  ///   - clock: the file from which the server reads its time (`serve --clock`).
  ///   - report: is told of each step that is done.
  public init(
    _ plan: CrowdPlan, server: String, clock: String, report: @escaping @Sendable (String) -> Void
  ) {
    self.plan = plan
    client = CrowdClient(server: server)
    self.clock = clock
    self.report = report
  }

  /// Runs all epochs; what each release is worth, in order.
  public func run() async throws -> [CrowdComparison] {
    var log = CrowdLog()
    let households = (0..<plan.households).map { CrowdHousehold($0, of: plan) }
    let agents = households.map { _ in SigningKey.random() }
    try await enrol(households.filter { !$0.isNew }, agents, in: plan.enrolment, &log)
    try await enrol(households.filter(\.isNew), agents, in: plan.first, &log)
    try checkNames(log)
    var comparisons: [CrowdComparison] = []
    for epoch in plan.weeks {
      comparisons.append(try await run(epoch, households, agents, &log))
    }
    return comparisons
  }

  /// A household names a model only where the log lets it.
  private func checkNames(_ log: CrowdLog) throws {
    let words = log.entries.compactMap { ModelLedger.Word($0.entry, at: $0.entry.time) }
    let common = ModelLedger(words).common(in: plan.first)
    let missing = CrowdModel.all.map(\.identifier)
      .filter { name in !common.identifiers.contains { $0.description == name } }
    guard missing.isEmpty else {
      throw CrowdFailure(
        "households may not name these models: run \"flowcensus-server models add "
          + "\(missing.joined(separator: " ")) --clock \(clock)\" before \(plan.first), with the server's database"
      )
    }
    guard !common.identifiers.contains(where: { $0.description == CrowdHousehold.rareModel }) else {
      throw CrowdFailure(
        "\(CrowdHousehold.rareModel) must be on no list: liars name it, to be refused")
    }
  }

  private func enrol(
    _ households: [CrowdHousehold], _ agents: [SigningKey], in epoch: Epoch, _ log: inout CrowdLog
  ) async throws {
    let started = Stopwatch()
    try set(epoch.start, plus: 3600)
    try log.read(from: client, until: { $0.keys[epoch] != nil }, waitingFor: "keys of \(epoch)")
    _ = try await together(households) { try client.enrol(agents[$0.number]) }
    report("\(epoch): \(households.count) households enrolled in \(started)")
  }

  private func run(
    _ epoch: Epoch, _ households: [CrowdHousehold], _ agents: [SigningKey], _ log: inout CrowdLog
  ) async throws -> CrowdComparison {
    let started = Stopwatch()
    try set(epoch.start, plus: 2 * 86_400)
    try log.read(from: client, until: { $0.keys[epoch] != nil }, waitingFor: "keys of \(epoch)")
    let known = log
    let stock = try await together(households) { household in
      let contributions = try household.contributions(in: epoch, of: plan)
      guard !contributions.isEmpty else { return [CrowdTurn]() }
      let passes = try client.passes(
        contributions.count, for: agents[household.number], in: epoch,
        tier: household.tier(in: epoch, of: plan), of: known)
      return zip(contributions, passes).map { CrowdTurn(contribution: $0, pass: $1) }
    }.flatMap { $0 }
    let ordered = Stopwatch()
    report("\(epoch): \(stock.count) tokens in \(started)")
    try set(epoch.end, plus: 12 * 3600)
    let sent = try await together(stock) { try $0.send(by: client) }.flatMap { $0 }
    let bytes = sent.reduce(0) { $0 + $1.bytes }
    report("\(epoch): \(sent.count) uploads of \(bytes / max(1, sent.count)) bytes in \(ordered)")
    try set(epoch.end, plus: 5 * 86_400)
    try log.read(
      from: client, until: { $0.releases[epoch] != nil }, waitingFor: "the release of \(epoch)")
    for turn in stock where turn.contribution.fate == .late { try turn.sendLate(by: client) }
    guard let release = log.releases[epoch] else { throw CrowdFailure("\(epoch) is not released") }
    let counted = stock.map(\.contribution).filter(\.fate.counts)
    let comparison = CrowdComparison(
      release: release, counted: counted, bytesPerUpload: bytes / max(1, sent.count))
    report("\(comparison.summary) in \(started) in all")
    return comparison
  }

  /// Writes the time that the server is to believe: into another file first, so that it never reads
  /// half of it.
  private func set(_ time: UTCTime, plus seconds: Int64) throws {
    guard let moment = UTCTime(seconds: time.seconds + seconds) else {
      throw CrowdFailure("the epochs lie too late")
    }
    do {
      try Data("\(moment)\n".utf8).write(to: URL(filePath: clock), options: .atomic)
    } catch { throw CrowdFailure("cannot write \(clock): \(error)") }
  }

  /// Does `work` for every item, several at a time, and gives the results in their order.
  private func together<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) throws -> Result
  ) async throws -> [Result] {
    let size = max(1, (items.count + Self.width - 1) / Self.width)
    return try await withThrowingTaskGroup(of: (Int, [Result]).self) { group in
      for start in stride(from: 0, to: items.count, by: size) {
        let part = items[start..<min(start + size, items.count)]
        group.addTask { (start, try part.map(work)) }
      }
      var parts: [(Int, [Result])] = []
      for try await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }
}

/// A contribution with the token that lets it in.
struct CrowdTurn: Sendable {
  let contribution: CrowdContribution
  let pass: CrowdClient.Pass

  /// Everything that is sent before the epoch is released.
  func send(by client: CrowdClient) throws -> [CrowdClient.Sent] {
    let upload = HouseUpload.contribution(contribution.contribution)
    let epoch = contribution.contribution.epoch
    switch contribution.fate {
    case .counted: return [try expect(client.send(upload, with: pass, sequence: 0), [201])]
    case .repeated:
      return [
        try expect(client.send(upload, with: pass, sequence: 0), [201]),
        try expect(client.send(upload, with: pass, sequence: 0), [200]),
      ]
    case .replaced:
      let other = try HouseContribution(
        epoch: epoch, model: contribution.contribution.model, level: .model,
        catalogue: contribution.contribution.catalogue, geo: contribution.contribution.geo,
        loss: .high, rows: contribution.contribution.rows)
      return [
        try expect(client.send(.contribution(other), with: pass, sequence: 0), [201]),
        try expect(client.send(upload, with: pass, sequence: 1), [200, 201]),
      ]
    case .withdrawn:
      return [
        try expect(client.send(upload, with: pass, sequence: 0), [201]),
        try expect(client.send(.withdrawal(epoch), with: pass, sequence: 1), [200, 201]),
      ]
    case .late: return []
    case .refused: return [try expect(client.send(upload, with: pass, sequence: 0), [422])]
    }
  }

  /// What comes after the release must be refused.
  func sendLate(by client: CrowdClient) throws {
    let sent = try client.send(
      .contribution(contribution.contribution), with: pass, sequence: 0)
    guard (400..<500).contains(sent.status) else {
      throw CrowdFailure("a contribution after the release was answered \(sent.status)")
    }
  }

  private func expect(
    _ sent: CrowdClient.Sent, _ statuses: Set<Int>
  ) throws -> CrowdClient.Sent {
    guard statuses.contains(sent.status) else {
      throw CrowdFailure("a contribution was answered \(sent.status), not \(statuses.sorted())")
    }
    return sent
  }
}

/// How long something takes.
private struct Stopwatch: CustomStringConvertible {
  private let start = ContinuousClock.now

  var description: String {
    let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
    return "\(Int64(milliseconds) / 1000).\(Int64(milliseconds) / 100 % 10) s"
  }
}
