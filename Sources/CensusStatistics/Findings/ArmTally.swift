import CensusProtocol
import Glibc

/// What one unit showed in one arm of a comparison: all its blocks under a condition, or with a dose.
public struct ArmTally: Hashable, Sendable {
  public let blocks: Int
  public let exposureMinutes: Int64
  /// The blocks with contact to the place, by every database's answer.
  public let blocksWithContact: Int
  /// Whether some database, but not every one, places a contact there.
  public let hasDisputedContact: Bool
  /// The hours with contact.
  public let contactHours: Int
  public let flows: Int64
  public let bytesUp: Int64
  public let bytesDown: Int64
  /// The mean over the blocks of ln(1 + bytes up in 24 hours): blocks differ by factors, so they are
  /// averaged as logarithms.
  public let logUp: Double
  /// The times from one hour with contact to the next, within blocks, in hours.
  let gaps: [[Double]]

  /// What silence or contact of the arm says.
  public enum Showing: Hashable, Sendable {
    case contact
    /// The databases do not agree on where it went.
    case disputed
    case silent
    /// No contact, but watched for too short a time to say so.
    case tooShort(missingHours: Double)
  }

  public let showing: Showing

  public var hours: Double { Double(exposureMinutes) / 60 }
  /// Bytes up for 24 hours of exposure.
  public var upPerDay: Double { Double(bytesUp) / hours * 24 }

  /// Nil for an arm that was not measured.
  init?(_ phases: [BenchPhase], query: FindingQuery, rules: DecisionRules) {
    guard !phases.isEmpty else { return nil }
    let matching = phases.map { phase in phase.contacts.filter(query.includes) }
    let agreed = matching.map { $0.filter(\.isAgreed) }
    blocks = phases.count
    exposureMinutes = phases.sum(\.exposureMinutes)
    blocksWithContact = agreed.count { !$0.isEmpty }
    hasDisputedContact = zip(matching, agreed).contains { $0.count > $1.count }
    let hours = agreed.map { Set($0.flatMap(\.hours)).sorted() }
    contactHours = hours.reduce(0) { $0 + $1.count }
    gaps = hours.map { $0.map(Double.init) }
    flows = agreed.joined().sum(\.flows)
    bytesUp = agreed.joined().sum(\.bytesUp)
    bytesDown = agreed.joined().sum(\.bytesDown)
    let logarithms = zip(phases, agreed).map { phase, contacts in
      log1p(Double(contacts.sum(\.bytesUp)) / phase.hours * 24)
    }
    logUp = logarithms.reduce(0, +) / Double(logarithms.count)
    let observed = Double(exposureMinutes) / 60
    // A minute of clock must not make 72 hours too few.
    let missing = rules.silentHours - observed
    showing =
      blocksWithContact > 0
      ? .contact
      : hasDisputedContact
        ? .disputed : missing > 0.1 ? .tooShort(missingHours: missing) : .silent
  }
}
