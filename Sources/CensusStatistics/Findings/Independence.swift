import CensusProtocol

/// A session that repeats what arrived before it, and so does not count again.
public struct RepeatedSession: Hashable, Sendable {
  public let session: SessionIdentifier
  public let organisation: OrganisationIdentifier
  /// The session that counts.
  public let original: SessionIdentifier
  public let reason: Reason

  public enum Reason: Hashable, Sendable {
    /// A capture file of the original is among its own.
    case sameCapture
    /// It was declared to come from the same source, or to be a copy of the original.
    case declared(String)
    /// Another organisation has reported the unit before.
    case sameUnit

    /// The reason in the words that people read.
    public var meaning: String {
      switch self {
      case .sameCapture: "has a capture file of the earlier session"
      case .declared(let source): "is declared to have the same source (\(source))"
      case .sameUnit: "tests a unit that another organisation reported before"
      }
    }
  }
}

/// Which sessions count: replications are of worth as far as they are independent.
///
/// Sessions are looked at in the order of arrival, since nobody can arrive before what he copies. A
/// copy, and another organisation's session of a unit that was reported before, are set aside whatever
/// they say.
struct Independence {
  private(set) var phases: [BenchPhase] = []
  private(set) var repeated: [RepeatedSession] = []

  init(_ all: [BenchPhase]) {
    var captures: [Digest: SessionIdentifier] = [:]
    var sources: [String: SessionIdentifier] = [:]
    var units:
      [UnitIdentifier: (organisation: OrganisationIdentifier, session: SessionIdentifier)] =
        [:]
    let sessions = Dictionary(grouping: all, by: \.session).values
      .map { $0.sorted(by: BenchPhase.isEarlier) }
      .sorted { ($0[0].arrival, $0[0].session) < ($1[0].arrival, $1[0].session) }
    for session in sessions {
      let first = session[0]
      let files = session.flatMap(\.captures)
      if let original = files.lazy.compactMap({ captures[$0] }).first {
        repeated.append(first.repeating(original, .sameCapture))
      } else if let source = first.source, let original = sources[source] {
        repeated.append(first.repeating(original, .declared(source)))
      } else if let known = units[first.unit.identifier], known.organisation != first.organisation {
        repeated.append(first.repeating(known.session, .sameUnit))
      } else {
        if units[first.unit.identifier] == nil {
          units[first.unit.identifier] = (first.organisation, first.session)
        }
        phases += session
        // What is said to be a copy of a session has that session's id as its source.
        sources[first.session.description] = first.session
      }
      for file in files where captures[file] == nil { captures[file] = first.session }
      if let source = first.source, sources[source] == nil { sources[source] = first.session }
    }
  }
}

extension BenchPhase {
  fileprivate func repeating(
    _ original: SessionIdentifier, _ reason: RepeatedSession.Reason
  ) -> RepeatedSession {
    RepeatedSession(
      session: session, organisation: organisation, original: original, reason: reason)
  }
}
