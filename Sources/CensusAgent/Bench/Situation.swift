import CensusAttribution
import CensusCapture
public import CensusProtocol

/// What a person at the bench must see at one moment: the terminal and the page show the same.
public struct Situation: Sendable {
  public let plan: String
  public let session: SessionIdentifier
  public let model: ModelIdentifier
  public let stage: Guide.Stage
  /// The phase that runs or comes next, in words; nil where all is done.
  public let phase: String?
  /// Its place in the plan, from 1, and how many there are.
  public let number: Int
  public let count: Int
  /// What the person does now.
  public let instructions: [String]
  /// Seconds until the phase begins or ends; nil where nothing runs.
  public let secondsLeft: Int64?
  /// How much of the phase is over, 0 to 1.
  public let progress: Double
  /// Minutes of measuring that the plan still needs.
  public let minutesLeft: Int64
  /// The unit's traffic by place; everybody's in an empty access point.
  public let traffic: [BenchView.Line]
  public let isOfEverybody: Bool
  public let unit: String?
  /// Seconds since the unit was seen; nil where it was not.
  public let unitSeen: Int64?
  /// The devices on the network: address, and name and what it shows itself as where known.
  public let devices: [(address: String, name: String?)]
  /// What is wrong, most serious first.
  public let warnings: [String]
  public let notices: [String]
  /// The phases that are over: what each was, and its verdict.
  public let history: [(phase: String, verdict: String)]
}

extension Guide {
  /// What there is to see now.
  public var situation: Situation {
    let planned = session.running?.planned ?? session.next(of: schedule)
    let phase = planned.map { schedule[$0] }
    let isEmpty = phase?.condition == .emptyAccessPoint
    let view = eye.view
    return Situation(
      plan: "\(plan.title) (\(plan.reference.name), version \(plan.reference.version))",
      session: session.setting.session, model: session.setting.unit.model, stage: stage,
      phase: planned.map(title), number: (planned ?? schedule.count - 1) + 1, count: schedule.count,
      instructions: stage == .waiting ? phase?.instructions ?? [] : [], secondsLeft: secondsLeft,
      progress: progress, minutesLeft: minutesLeft,
      traffic: view.lines(of: isEmpty ? nil : unit), isOfEverybody: isEmpty,
      unit: session.unitAddress,
      unitSeen: unit.flatMap { view.lastSeen($0) }.map { max(0, now - $0) / 1_000_000 },
      devices: view.devices.map { ($0.label, view.description(of: $0)) },
      warnings: warnings(isEmpty: isEmpty), notices: notices,
      history: session.phases.map {
        (title($0.planned), $0.void.map { "void: \($0.meaning)" } ?? "counts")
      })
  }

  private var secondsLeft: Int64? {
    guard let running = session.running else { return nil }
    let until = stage == .starting ? running.started : running.ends
    return max(0, until.seconds - now / 1_000_000)
  }

  private var progress: Double {
    guard stage == .measuring, let running = session.running else { return 0 }
    let length = Double(running.ends.seconds - running.started.seconds)
    return min(1, max(0, (Double(now) / 1e6 - Double(running.started.seconds)) / length))
  }

  private var minutesLeft: Int64 {
    let done = Set(session.phases.filter { $0.void == nil }.map(\.planned)).union(session.skipped)
    let open = schedule.indices.filter { !done.contains($0) && $0 != session.running?.planned }
    return open.reduce(0) { $0 + schedule[$1].duration.minutes } + ((secondsLeft ?? 0) + 59) / 60
  }

  private func warnings(isEmpty: Bool) -> [String] {
    var warnings: [String] = []
    if let failure = eye.tape.failure { warnings.append("nothing is recorded: \(failure)") }
    if !eye.isSeeing { warnings.append("the interface is gone: is it up?") }
    let strangers = eye.view.strangers(than: isEmpty ? nil : unit)
    if isEmpty, stage != .finished, let unit, eye.view.lastSeen(unit) != nil {
      warnings.append("the phone is on the network, which must be empty now")
    }
    if !isEmpty, unit != nil, !strangers.isEmpty {
      let labels = strangers.map(\.label).joined(separator: ", ")
      warnings.append("another device uses the internet here: \(labels); take it off this network")
    }
    if plan.requirements.contains(.uplink), !machine.hasUplink() {
      warnings.append("the bench has no way to the internet: no default route, or its cable is out")
    }
    if plan.requirements.contains(.clockSet), !machine.isSynchronised() {
      warnings.append("no time service keeps the clock right; `flowcensus-agent doctor` says more")
    }
    if stage == .measuring, !isEmpty, let unit, eye.view.lastSeen(unit) == nil {
      warnings.append("the phone \(unit.label) has not been seen yet: is it on this network?")
    }
    if let unit, let problem = contradiction(unit) { warnings.append(problem) }
    return warnings
  }

  /// Strong evidence against the model that the session names: then the person is asked, never overruled.
  private func contradiction(_ unit: Device) -> String? {
    let model = session.setting.unit.model
    let known = KnownDevice(
      device: unit, conclusion: eye.view.conclusion(on: unit), label: model, isIgnored: false,
      first: nil, last: nil)
    guard known.contradiction() != nil, let shown = known.conclusion else { return nil }
    let kinds = shown.kinds.map(\.title).joined(separator: ", ")
    return "the phone shows itself as \(shown.title) (\(kinds)), but this session is of "
      + "\(Catalogue.bundled.model(model)?.title ?? model.description): is it the right phone and model?"
  }
}
