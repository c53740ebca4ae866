import CensusProtocol

/// A phase of a stored session, as the statistics need it.
public struct PhaseObservation: Hashable, Sendable {
  public var model: ModelIdentifier
  public var condition: Condition
  public var step: PhaseStep
  public var unit: UnitIdentifier
  public var session: SessionIdentifier
  public var organisation: OrganisationIdentifier
  /// The organisation's name for the bench's place.
  public var site: SiteIdentifier
  public var plan: PlanReference
  /// The geo databases, in the order of every contact's places.
  public var databases: [GeoDatabaseReference]
  public var started: UTCTime
  public var ended: UTCTime
  /// For how many minutes the unit was observed.
  public var exposureMinutes: Int64
  /// Nil for a phase that counts.
  public var void: VoidReason?
  public var contacts: [Contact]

  public init(
    model: ModelIdentifier, condition: Condition, step: PhaseStep, unit: UnitIdentifier,
    session: SessionIdentifier, organisation: OrganisationIdentifier, site: SiteIdentifier,
    plan: PlanReference, databases: [GeoDatabaseReference], started: UTCTime, ended: UTCTime,
    exposureMinutes: Int64,
    void: VoidReason?, contacts: [Contact]
  ) {
    self.model = model
    self.condition = condition
    self.step = step
    self.unit = unit
    self.session = session
    self.organisation = organisation
    self.site = site
    self.plan = plan
    self.databases = databases
    self.started = started
    self.ended = ended
    self.exposureMinutes = exposureMinutes
    self.void = void
    self.contacts = contacts
  }

  /// In the order of time, phases of one moment by session.
  static func isEarlier(_ left: PhaseObservation, _ right: PhaseObservation) -> Bool {
    (left.started, left.session) < (right.started, right.session)
  }
}

/// What the unit exchanged with one place, by one class of service, in a phase.
public struct Contact: Hashable, Sendable {
  /// The place as each geo database answers.
  public var places: [Place]
  public var service: ServiceClass
  public var tally: Tally

  public init(places: [Place], service: ServiceClass, tally: Tally) {
    self.places = places
    self.service = service
    self.tally = tally
  }

  /// Whether the databases give different answers.
  var isDisputed: Bool { places.contains { $0 != places.first } }
}

/// Counters, exactly as measured and summed.
public struct Tally: Hashable, Sendable {
  public var flows: Int64
  /// Bytes from the unit; IP total lengths.
  public var bytesUp: Int64
  /// Bytes to the unit; IP total lengths.
  public var bytesDown: Int64
  /// The minutes with at least one packet, summed over service classes and places: a minute in which
  /// the unit used two classes counts for both.
  public var contactMinutes: Int64

  /// Nothing.
  public static let zero = Tally(flows: 0, bytesUp: 0, bytesDown: 0, contactMinutes: 0)

  public init(flows: Int64, bytesUp: Int64, bytesDown: Int64, contactMinutes: Int64) {
    self.flows = flows
    self.bytesUp = bytesUp
    self.bytesDown = bytesDown
    self.contactMinutes = contactMinutes
  }

  static func + (left: Tally, right: Tally) -> Tally {
    Tally(
      flows: left.flows.adding(right.flows), bytesUp: left.bytesUp.adding(right.bytesUp),
      bytesDown: left.bytesDown.adding(right.bytesDown),
      contactMinutes: left.contactMinutes.adding(right.contactMinutes))
  }
}

extension Int64 {
  /// The sum, or the largest integer where 64 bits do not hold it: a thousand bundles of 2^53 bytes
  /// each would be needed, and must not stop a server.
  func adding(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}

extension Sequence {
  func sum(_ value: (Element) -> Int64) -> Int64 { reduce(0) { $0.adding(value($1)) } }
}
