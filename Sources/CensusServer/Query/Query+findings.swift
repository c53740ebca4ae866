import CensusProtocol
import CensusStatistics

/// A registered finding with what the data say of it today.
struct PublishedFinding: Sendable {
  let registered: RegisteredFinding
  let finding: Finding
  /// The finding about newer firmware that stands in its place.
  let supersededBy: FindingIdentifier?
  /// The sessions of the finding that began before it was registered: for them the claim was not put
  /// down beforehand.
  let sessionsBefore: Int

  var verdict: Verdict { supersededBy == nil ? finding.verdict : .superseded }
}

/// The findings as computed last, until something arrives that they rest on.
actor FindingBook {
  private var revision: [Int64]?
  private var findings: [PublishedFinding] = []

  /// The findings of `revision`, by `compute` where they are not known.
  func findings(
    revision: [Int64], _ compute: () async throws(StoreError) -> [PublishedFinding]
  ) async throws(StoreError) -> [PublishedFinding] {
    if revision == self.revision { return findings }
    let computed = try await compute()
    self.revision = revision
    findings = computed
    return computed
  }
}

extension Query {
  /// All findings in the order of their registration.
  func findings() async throws(StoreError) -> [PublishedFinding] {
    let revision = try await store.findingsRevision()
    return try await book.findings(revision: revision) { () async throws(StoreError) in
      try await computed()
    }
  }

  /// The finding with this identifier.
  func finding(_ identifier: FindingIdentifier) async throws(StoreError) -> PublishedFinding? {
    try await findings().first { $0.registered.identifier == identifier }
  }

  private func computed() async throws(StoreError) -> [PublishedFinding] {
    let registered = try await store.findings()
    var published: [FindingIdentifier: PublishedFinding] = [:]
    for model in Set(registered.map(\.query.model)).sorted() {
      let phases = try await store.benchPhases(model: model)
      let ofModel = registered.filter { $0.query.model == model }
      let findings: [Finding]
      do {
        findings = try CensusStatistics.findings(of: ofModel.map(\.query), phases: phases)
      } catch { throw .failed(reason: "the findings of \(model) cannot be computed: \(error)") }
      for (registered, finding) in zip(ofModel, findings) {
        published[registered.identifier] = PublishedFinding(
          registered: registered, finding: finding,
          supersededBy: ofModel.first { $0.supersedes == registered.identifier }?.identifier,
          sessionsBefore: sessionsBefore(registered.registered, phases, of: finding))
      }
    }
    return registered.compactMap { published[$0.identifier] }
  }

  private func sessionsBefore(
    _ moment: UTCTime, _ phases: [BenchPhase], of finding: Finding
  ) -> Int {
    let sessions = Set(finding.sessions)
    return Set(
      phases.filter { sessions.contains($0.session) && $0.started < moment }.map(\.session)
    ).count
  }
}
