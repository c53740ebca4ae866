import CensusProtocol

/// A phase of a stored session with everything that a finding needs to know about it.
public struct BenchPhase: Hashable, Sendable {
  /// The session's place in the order of arrival at the server.
  public var arrival: Int64
  public var session: SessionIdentifier
  public var organisation: OrganisationIdentifier
  public var site: SiteIdentifier
  public var plan: PlanReference
  public var unit: Unit
  public var network: NetworkKind
  public var databases: [GeoDatabaseReference]
  public var condition: Condition
  public var step: PhaseStep
  public var started: UTCTime
  public var ended: UTCTime
  public var exposureMinutes: Int64
  /// Nil for a phase that counts.
  public var void: VoidReason?
  /// The capture files with at least one packet: two empty files are equal without being copies.
  public var captures: [Digest]
  /// Where the session was declared to be a copy: what it was copied from.
  public var source: String?
  /// None for a void phase.
  public var contacts: [BenchContact]

  public init(
    arrival: Int64, session: SessionIdentifier, organisation: OrganisationIdentifier,
    site: SiteIdentifier, plan: PlanReference, unit: Unit, network: NetworkKind,
    databases: [GeoDatabaseReference], condition: Condition, step: PhaseStep, started: UTCTime,
    ended: UTCTime, exposureMinutes: Int64, void: VoidReason?, captures: [Digest],
    source: String?, contacts: [BenchContact]
  ) {
    self.arrival = arrival
    self.session = session
    self.organisation = organisation
    self.site = site
    self.plan = plan
    self.unit = unit
    self.network = network
    self.databases = databases
    self.condition = condition
    self.step = step
    self.started = started
    self.ended = ended
    self.exposureMinutes = exposureMinutes
    self.void = void
    self.captures = captures
    self.source = source
    self.contacts = contacts
  }

  var hours: Double { Double(exposureMinutes) / 60 }

  /// Whether it enters a test: measured or with a dose, and not void.
  var counts: Bool {
    void == nil && exposureMinutes > 0 && (step.countsForCondition || step.doseBytes != nil)
  }

  static func isEarlier(_ left: BenchPhase, _ right: BenchPhase) -> Bool {
    (left.arrival, left.started) < (right.arrival, right.started)
  }
}

/// What a unit exchanged with one place by one class of service in a phase, and in which hours.
public struct BenchContact: Hashable, Sendable {
  /// As each geo database answers.
  public var places: [Place]
  public var service: ServiceClass
  public var flows: Int64
  public var bytesUp: Int64
  public var bytesDown: Int64
  /// The hours of UTC with at least one packet, counted from 1970, in ascending order.
  public var hours: [Int64]

  public init(
    places: [Place], service: ServiceClass, flows: Int64, bytesUp: Int64, bytesDown: Int64,
    hours: [Int64]
  ) {
    self.places = places
    self.service = service
    self.flows = flows
    self.bytesUp = bytesUp
    self.bytesDown = bytesDown
    self.hours = hours
  }

  /// Whether every database has the same answer: only then is the place said to be known.
  var isAgreed: Bool { places.allSatisfy { $0 == places.first } }

  var isWithCountry: Bool {
    places.contains { if case .country = $0 { true } else { false } }
  }
}

extension BenchPhase {
  /// The phases of a bundle, as a store that took it in gives them.
  public static func phases(
    of bundle: SessionBundle, arrival: Int64, source: String? = nil
  ) -> [BenchPhase] {
    bundle.phases.map { phase in
      BenchPhase(
        arrival: arrival, session: bundle.session, organisation: bundle.organisation,
        site: bundle.site.identifier, plan: bundle.plan, unit: bundle.unit,
        network: bundle.network, databases: bundle.databases, condition: phase.condition,
        step: phase.step, started: phase.started, ended: phase.ended,
        exposureMinutes: phase.blocks.sum(\.exposureMinutes), void: phase.void,
        captures: phase.captures.filter { $0.packets > 0 }.map(\.digest), source: source,
        contacts: phase.void == nil ? contacts(of: phase) : [])
    }
  }

  private struct RowKey: Hashable {
    let places: [Place]
    let service: ServiceClass
  }

  private static func contacts(of phase: Phase) -> [BenchContact] {
    var contacts: [RowKey: BenchContact] = [:]
    for block in phase.blocks {
      for row in block.rows {
        let key = RowKey(places: row.places, service: row.service)
        var contact =
          contacts[key]
          ?? BenchContact(
            places: row.places, service: row.service, flows: 0, bytesUp: 0, bytesDown: 0, hours: [])
        contact.flows = contact.flows.adding(row.flows)
        contact.bytesUp = contact.bytesUp.adding(row.up.bytes)
        contact.bytesDown = contact.bytesDown.adding(row.down.bytes)
        contact.hours.append(block.hour.hour)
        contacts[key] = contact
      }
    }
    return contacts.values.sorted(by: BenchContact.isOrderedBefore)
  }
}

extension BenchContact {
  /// In the order of places and service.
  public static func isOrderedBefore(_ left: BenchContact, _ right: BenchContact) -> Bool {
    let key = { (contact: BenchContact) in
      contact.places.map(\.description) + [contact.service.rawValue]
    }
    return key(left).lexicographicallyPrecedes(key(right))
  }
}
