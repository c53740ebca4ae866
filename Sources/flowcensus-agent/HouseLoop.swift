import CensusAgent
import CensusProtocol
import Logging

/// Contributes beside the watching, in a task of its own, so that a slow server never costs a packet.
struct HouseLoop: Sendable {
  let state: StateOptions
  let clock: ClockOption
  let log: Logger

  /// Often enough for moments that are drawn to the second.
  private var pause: Duration { clock.clock == nil ? .seconds(20) : .milliseconds(200) }

  /// Begins; it ends with the process, which may be at any instant.
  func start() {
    Task.detached { await run() }
  }

  private func run() async {
    var generator = SystemRandomNumberGenerator()
    var courier: HouseCourier?
    while !StopSignal.hasCome {
      do {
        if courier == nil { courier = try makeCourier() }
        try courier?.step(at: clock.now(), using: &generator)
      } catch {
        log.error("contributing: \(error)")
      }
      try? await Task.sleep(for: pause)
    }
  }

  /// Nil as long as nobody has said that anything may leave.
  private func makeCourier() throws -> HouseCourier? {
    guard DefaultPaths.exists(state.housePath) else { return nil }
    let spool = try state.openSpool()
    guard try spool.latestConsent() != nil else { return nil }
    let log = log
    return try HouseCourierMaker(state: state).make(spool: spool) { event in
      log.info("\(HouseLog.text(event))")
    }
  }
}
