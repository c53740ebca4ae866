import CensusProtocol
import Testing

@testable import CensusStatistics

@Suite("statistic table")
struct TableTests {
  private let caller: ModelIdentifier
  private let reference: ModelIdentifier
  private let china: Place
  private let america: Place

  init() throws {
    caller = try #require(ModelIdentifier("simulated-caller"))
    reference = try #require(ModelIdentifier("simulated-reference"))
    china = try #require(Place("CN"))
    america = try #require(Place("US"))
  }

  private func phase(
    _ model: ModelIdentifier, _ condition: Condition = .outOfTheBox, step: PhaseStep = .measured,
    unit: UnitIdentifier = .random(), minutes: Int64 = 60, void: VoidReason? = nil,
    contacts: [Contact] = []
  ) throws -> PhaseObservation {
    PhaseObservation(
      model: model, condition: condition, step: step, unit: unit, session: .random(),
      organisation: try #require(OrganisationIdentifier("saigon-phones")),
      site: try #require(SiteIdentifier("district-1")),
      plan: PlanReference(name: try #require(PlanIdentifier("idle-wifi")), version: 1),
      databases: [GeoDatabaseReference(name: "tor-geoipdb", version: "0.4")],
      started: try #require(UTCTime(seconds: 0)), ended: try #require(UTCTime(seconds: 3600)),
      exposureMinutes: minutes, void: void, contacts: contacts)
  }

  private func contact(
    _ places: Place..., service: ServiceClass = .tls, up: Int64, down: Int64 = 0
  ) -> Contact {
    Contact(
      places: places, service: service,
      tally: Tally(flows: 1, bytesUp: up, bytesDown: down, contactMinutes: 1))
  }

  private func cell(
    _ table: StatisticTable, _ model: ModelIdentifier, _ place: Place,
    _ service: ServiceGroup = .content, condition: Condition = .outOfTheBox
  ) -> StatisticRow? {
    table.rows.first {
      $0.measured.model == model && $0.measured.condition == condition && $0.place == place
        && $0.service == service
    }
  }

  @Test("divides all bytes by all exposure, and a unit's bytes by its own")
  func rates() throws {
    let unit = UnitIdentifier.random()
    let table = CensusStatistics.table(
      of: [
        try phase(caller, unit: unit, minutes: 60, contacts: [contact(china, up: 600, down: 60)]),
        try phase(caller, unit: unit, minutes: 120, contacts: [contact(china, up: 300)]),
        try phase(caller, minutes: 30, contacts: [contact(china, up: 50)]),
      ], selection: Selection())
    let row = try #require(cell(table, caller, china))
    #expect(row.tally.bytesUp == 950)
    #expect(row.measured.exposureMinutes == 210)
    #expect(row.bytesUpPerHour == 950 / 3.5)
    #expect(row.bytesDownPerHour == 60 / 3.5)
    // 900 bytes in 3 hours and 50 in half an hour: the unit counts, not the session.
    #expect(row.medianUp.median == (300 + 100) / 2)
    #expect(row.measured.units == 2)
    #expect(row.measured.sessions.count == 3)
    #expect(row.unitsWithContact.count == 2)
    #expect(row.contactsPerHourBelow == nil)
  }

  @Test("shows silence beside contact, with its limit")
  func silence() throws {
    let table = CensusStatistics.table(
      of: [
        try phase(caller, contacts: [contact(china, up: 600)]),
        try phase(reference, minutes: 180, contacts: [contact(america, up: 5)]),
      ], selection: Selection())
    let silent = try #require(cell(table, reference, china))
    #expect(silent.tally == .zero)
    #expect(silent.unitsWithContact.count == 0)
    let limit = try #require(silent.contactsPerHourBelow)
    #expect(abs(limit - 1) < 0.002)
    #expect(cell(table, caller, america)?.contactsPerHourBelow != nil)
  }

  @Test("lists a country that is asked for even where nobody contacts it")
  func askedFor() throws {
    let table = CensusStatistics.table(
      of: [try phase(caller, contacts: [contact(america, up: 600)])],
      selection: Selection(place: china))
    #expect(table.rows.map(\.place) == [china, china, china])
    #expect(table.rows.allSatisfy { $0.contactsPerHourBelow != nil })
  }

  @Test("keeps DNS and NTP apart from content")
  func services() throws {
    let table = CensusStatistics.table(
      of: [
        try phase(
          caller,
          contacts: [
            contact(china, service: .ntp, up: 76), contact(china, service: .dns, up: 60),
            contact(china, service: .quic, up: 5), contact(china, service: .tls, up: 6),
          ])
      ], selection: Selection())
    #expect(cell(table, caller, china, .ntp)?.tally.bytesUp == 76)
    #expect(cell(table, caller, china, .dns)?.tally.bytesUp == 60)
    #expect(cell(table, caller, china, .content)?.tally.bytesUp == 11)
    #expect(table.rows.count == 3)
  }

  @Test("lets no void phase into a rate, but counts and lists it")
  func void() throws {
    let table = CensusStatistics.table(
      of: [
        try phase(caller, contacts: [contact(america, up: 10)]),
        try phase(caller, void: .captureLoss, contacts: [contact(china, up: 1_000_000)]),
      ], selection: Selection())
    #expect(cell(table, caller, china) == nil)
    let measured = try #require(table.measured.first)
    #expect(measured.exposureMinutes == 60)
    #expect(measured.units == 1)
    #expect(measured.voidPhases == 1)
    #expect(table.voidPhases.map(\.void) == [.captureLoss])
  }

  @Test(
    "counts measured and scripted phases alone for a condition, not start-up, settling or doses")
  func steps() throws {
    let contacts = [contact(china, up: 1000)]
    let steps: [PhaseStep] = [.startUp, .settle, .measured, .script, .dose(bytes: 0)]
    let table = CensusStatistics.table(
      of: try steps.map { try phase(caller, step: $0, contacts: contacts) }, selection: Selection())
    #expect(table.measured.map(\.exposureMinutes) == [120])
    #expect(cell(table, caller, china)?.tally.bytesUp == 2000)
  }

  @Test("has no row, yet says so, where every phase is void")
  func allVoid() throws {
    let table = CensusStatistics.table(
      of: [try phase(caller, void: .interrupted)], selection: Selection(place: china))
    #expect(table.rows.isEmpty)
    #expect(table.measured.map(\.exposureMinutes) == [0])
  }

  @Test("takes local and unknown places for no country, unless asked for them")
  func classes() throws {
    let phases = [try phase(caller, contacts: [contact(.lan, up: 7), contact(.unknown, up: 8)])]
    #expect(CensusStatistics.table(of: phases, selection: Selection()).rows.isEmpty)
    let lan = CensusStatistics.table(of: phases, selection: Selection(place: .lan))
    #expect(cell(lan, caller, .lan)?.tally.bytesUp == 7)
    let unknown = CensusStatistics.table(of: phases, selection: Selection(place: .unknown))
    #expect(cell(unknown, caller, .unknown)?.tally.bytesUp == 8)
  }

  @Test("goes by the first database and counts the bytes that another places elsewhere")
  func disputed() throws {
    let table = CensusStatistics.table(
      of: [
        try phase(
          caller,
          contacts: [
            contact(china, china, up: 100, down: 1), contact(china, america, up: 30, down: 2),
          ])
      ], selection: Selection())
    let row = try #require(cell(table, caller, china))
    #expect(row.tally.bytesUp == 130)
    #expect(row.disputed.bytesUp == 30)
    #expect(row.disputed.bytesDown == 2)
    #expect(row.measured.placeDatabases.map(\.name) == ["tor-geoipdb"])
    #expect(cell(table, caller, america) == nil)
  }

  @Test("does not depend on the order of the observations")
  func order() throws {
    let phases = try (0..<6).map { (index: Int) throws -> PhaseObservation in
      let model = index % 2 == 0 ? caller : reference
      let condition: Condition = index % 3 == 0 ? .cloudOff : .outOfTheBox
      let contacts = [
        contact(china, up: Int64(index) * 10), contact(america, service: .ntp, up: 76),
      ]
      return try phase(model, condition, contacts: contacts)
    }
    let table = CensusStatistics.table(of: phases, selection: Selection())
    let reversed = CensusStatistics.table(of: phases.reversed(), selection: Selection())
    #expect(table.rows == reversed.rows)
    #expect(table.measured == reversed.measured)
  }

  @Test("does not trap on sums that 64 bits do not hold")
  func saturation() throws {
    let table = CensusStatistics.table(
      of: [
        try phase(
          caller, contacts: [contact(china, up: .max), contact(china, service: .http, up: 9)])
      ],
      selection: Selection())
    #expect(cell(table, caller, china)?.tally.bytesUp == .max)
  }
}
