import CensusProtocol

/// What a unit does again and again of its own accord.
struct Habit {
  enum Transport { case tls, http, quic }

  let host: RemoteHost
  let transport: Transport
  /// Seconds between two contacts.
  let interval: ClosedRange<Int64>
  /// Bytes of application data in a contact.
  let up: ClosedRange<Int64>
  let down: ClosedRange<Int64>

  /// The same with so many bytes more in each contact.
  func uploading(_ more: Int64) -> Habit {
    Habit(
      host: host, transport: transport, interval: interval,
      up: up.lowerBound + more...up.upperBound + more, down: down)
  }
}

extension SimulatedModel {
  /// The model's habits under a condition. Under D, the positive control, it exchanges five times as
  /// much; taking away the default apps and the cloud (BC) changes nothing but the QUIC reports.
  func habits(under condition: Condition) -> [Habit] {
    let own = self == .caller ? callerHabits(under: condition) : referenceHabits
    let factor: Int64 = condition == .cloudOn ? 5 : 1
    return (own + commonHabits).map { habit in
      Habit(
        host: habit.host, transport: habit.transport, interval: habit.interval,
        up: habit.up.lowerBound * factor...habit.up.upperBound * factor,
        down: habit.down.lowerBound * factor...habit.down.upperBound * factor)
    }
  }

  private func callerHabits(under condition: Condition) -> [Habit] {
    let always = [
      Habit(
        host: .callerTLS, transport: .tls, interval: 420...720, up: 6000...18_000,
        down: 600...1800),
      Habit(
        host: .callerTLSSix, transport: .tls, interval: 1200...2400, up: 2000...6000,
        down: 400...900),
      Habit(
        host: .callerContent, transport: .tls, interval: 1500...2700, up: 500...900,
        down: 9000...30_000),
      Habit(
        host: .callerHongKong, transport: .http, interval: 2000...3000, up: 200...400,
        down: 2000...7000),
    ]
    let reports = Habit(
      host: .callerQUIC, transport: .quic, interval: 900...1500, up: 4000...9000,
      down: 500...1200)
    return condition == .appsRemovedCloudOff ? always : always + [reports]
  }

  private var referenceHabits: [Habit] {
    [
      Habit(
        host: .referenceContent, transport: .tls, interval: 900...1800, up: 500...900,
        down: 8000...24_000),
      Habit(
        host: .referenceContent, transport: .quic, interval: 1500...2700, up: 600...1500,
        down: 6000...15_000),
      Habit(
        host: .referenceSix, transport: .tls, interval: 1800...3000, up: 1000...2000,
        down: 3000...6000),
    ]
  }

  private var commonHabits: [Habit] {
    [
      Habit(
        host: .connectivityCheck, transport: .http, interval: 1100...1900, up: 120...180,
        down: 90...140),
      Habit(
        host: .operatorPortal, transport: .tls, interval: 2400...3300, up: 300...700,
        down: 700...2000),
    ]
  }
}
