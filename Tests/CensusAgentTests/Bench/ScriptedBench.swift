import CensusAttribution
import CensusPlans
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent
@testable import CensusCapture

/// A bench whose time passes as fast as the guide looks, with a phone that sends twice a second. Its tape is the
/// real one, and so are its files.
final class ScriptedBench {
  /// 2026-11-23T10:00:00Z, a whole minute.
  static let start: Int64 = 1_795_428_000 * 1_000_000
  private static let interval: Int64 = 500_000
  /// So late a packet is handed over.
  private static let delay: Int64 = 100_000
  private static let packet = Packets.tcpFrame(
    from: Bench.unit, to: Bench.china, flags: 16, data: 100)

  let folder: SessionFolder
  /// Microseconds since 1970.
  private(set) var now = ScriptedBench.start
  private var lastPacket = ScriptedBench.start
  private var sizes: [String: Int64] = [:]
  /// What is written to and is not on the disk yet.
  private var openCapture: String?

  init(folder: URL, plan: CensusPlans.Plan) throws {
    self.folder = SessionFolder(path: folder.path)
    let setting = BenchSession.Setting(
      organisation: try #require(OrganisationIdentifier("a-shop")), session: .random(),
      site: Site(
        identifier: try #require(SiteIdentifier("district-1")),
        country: try #require(CountryCode("VN"))),
      network: .wifi, localPrefixes: [],
      unit: Unit(
        identifier: .random(), model: try #require(ModelIdentifier("simulated-caller")),
        region: "global", build: "SIMULATED-1", system: "Android 4.4.2", sim: .none, firstBoot: nil),
      plan: plan.plan.reference, sequence: 0)
    try self.folder.create(
      BenchSession(setting, unitAddress: "02:00:5e:10:00:01"), plan: plan)
  }

  /// A plan of one minute for the empty network, and of two that follow each other without a pause.
  static func shortPlan() throws -> CensusPlans.Plan {
    try CensusPlans.read(
      [UInt8](Repository.contents("Tests/EndToEndTests/GuidedBench/short-plan.yaml")))
  }

  var machine: BenchMachine {
    BenchMachine(
      now: { self.now }, sinceBoot: { self.now }, isSynchronised: { true }, hasUplink: { true })
  }

  func open() throws -> Guide {
    try Guide(
      folder: folder, sight: ScriptedSight(self), machine: machine, databases: [],
      networks: LocalNetworks())
  }

  /// Goes on with the session as a person who confirms whatever is asked, until the end of the plan or `end`.
  /// What the program had in its memory is lost then.
  /// `look` sees the guide before each of its looks.
  func play(until end: Int64 = .max, look: (Guide) throws -> Void = { _ in }) throws {
    let guide = try open()
    while guide.stage != .finished, now < end {
      try look(guide)
      if guide.stage == .waiting { try guide.confirm() }
      try guide.look(waiting: 200)
      if now % 1_000_000 == 0 { try setTimesOfFiles() }
    }
    try setTimesOfFiles()
    if !guide.eye.tape.isRecording { openCapture = nil }
  }

  /// The power goes: of the capture that was being written, `leave` makes what is found afterwards. Its header
  /// was brought to the disk; its time of change may be later than its content.
  func cutPower(leaving leave: (_ whole: Data) -> Data) throws {
    guard let openCapture else { return }
    let file = URL(filePath: folder.path + openCapture)
    let whole = try Data(contentsOf: file)
    var left = leave(whole)
    left.replaceSubrange(
      ..<min(left.count, Self.headerLength), with: whole.prefix(Self.headerLength))
    try left.write(to: file)
    try setTime(of: openCapture)
    sizes[openCapture] = Int64(left.count)
  }

  /// A section header and an interface description.
  static let headerLength = 48

  /// Nobody looks for a while, after what was written last.
  func rest(_ microseconds: Int64) throws {
    try setTimesOfFiles()
    now += microseconds
    lastPacket = now
  }

  /// How many packets the phone sends between two whole seconds.
  static func packets(from start: UTCTime, to end: UTCTime) -> Int64 {
    (end.seconds - start.seconds) * 1_000_000 / interval
  }

  fileprivate func pass(_ tape: CaptureTape) {
    now += 200_000
    let first = (lastPacket / Self.interval + 1) * Self.interval
    let packet = Self.packet
    for time in stride(from: first, through: now - Self.delay, by: Int(Self.interval)) {
      tape.append(packet.span.bytes, time: time, wireLength: packet.count)
      lastPacket = time
    }
    if now / 1_000_000 != (now - 200_000) / 1_000_000 { tape.flush(at: now) }
  }

  /// Files that grew were written to now, in the time of this bench.
  private func setTimesOfFiles() throws {
    for name in LocalFile.names(in: folder.path) where name.hasSuffix(".pcapng") {
      let size = LocalFile.status(folder.path + name)?.bytes ?? 0
      guard sizes[name] != size else { continue }
      sizes[name] = size
      openCapture = name
      try setTime(of: name)
    }
  }

  private func setTime(of name: String) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(now) / 1e6)],
      ofItemAtPath: folder.path + name)
  }
}

extension ScriptedBench {
  /// The session is at its end, each phase of the plan counts once, and what counts has all of its packets.
  func expectWhole(before: BenchSession, kills: Int, _ when: Comment) throws {
    let (session, plan) = try folder.load()
    let schedule = plan.schedule(sequence: 0)
    #expect(session.isFinished, when)
    #expect(session.phases.starts(with: before.phases), when)
    // A kill costs one phase at most, which is listed.
    let counting = session.phases.filter { $0.void == nil }
    #expect(counting.map(\.planned) == Array(schedule.indices), when)
    let void = session.phases.compactMap(\.void)
    #expect(void.allSatisfy { $0 == .interrupted } && void.count <= kills, when)
    for (one, next) in zip(session.phases, session.phases.dropFirst()) {
      #expect(one.ended <= next.started, when)
    }
    let captures = session.phases.compactMap(\.capture)
    #expect(Set(captures).count == captures.count, when)
    let description = session.description(schedule: schedule, folder: folder.path)
    for (phase, described) in zip(session.phases, description.phases) where phase.void == nil {
      var measurement = PhaseMeasurement(described, networks: LocalNetworks(), databases: [])
      try measurement.read { _, _ in }
      let rows = measurement.phase(unit: Device(label: phase.address ?? "")).blocks.flatMap(\.rows)
      let expected = Self.packets(from: phase.started, to: phase.ended)
      #expect(rows.reduce(0) { $0 + $1.up.packets } == expected, when)
    }
  }
}

private final class ScriptedSight: BenchSight {
  let tape = CaptureTape()
  let view = BenchView()
  let loss = CaptureLoss()
  let isSeeing = true
  private let bench: ScriptedBench

  init(_ bench: ScriptedBench) { self.bench = bench }

  func look(at now: Int64, waiting milliseconds: Int32) throws(VantageError) { bench.pass(tape) }
  func beginAnew() {}
  func forgetDevices() {}
}
