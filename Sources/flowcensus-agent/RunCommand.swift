import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture
import CensusProtocol
import Logging

/// `flowcensus-agent run`: the agent as a service.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch your network as a service, and remember what was seen for five weeks.",
    discussion: """
      Counts which device exchanges how much with which country, once a minute into its memory on this \
      machine; `report` and `top` show it. Nothing leaves unless you have said so with `contribute on`.

      It ends on SIGTERM and SIGINT with everything written, and goes on where it ended. Killed, or cut \
      off from power, it loses the last minute, which then counts as not watched. Its log, on standard \
      error, holds no address and no name.

      EXAMPLES
        flowcensus-agent run --interface br-lan
        flowcensus-agent run --conntrack --user flowcensus --state /var/lib/flowcensus
        flowcensus-agent run --interface br-lan --user flowcensus --state /var/lib/flowcensus

      EXIT STATUS
        0  it was asked to end
        1  the vantage could not be opened or was lost, or the memory cannot be opened
        2  the command line is wrong
      """)

  @OptionGroup var vantage: VantageOptions
  @Flag(
    help: """
      Also tell devices by the User-Agent of HTTP in clear; nothing else of a request is read. For a bench: off \
      unless asked for, since in a home it is what people's programs say of themselves.
      """)
  var userAgents = false

  @OptionGroup var identifierOptions: IdentifierOptions
  @OptionGroup var places: PlaceOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var clock: ClockOption

  func validate() throws {
    guard !userAgents || vantage.interface != nil else {
      throw ValidationError("--user-agents needs --interface: elsewhere no packet is seen.")
    }
  }

  /// A gateway's flows; beyond so many the longest idle ones are counted early.
  private static let mostFlows = 65_536

  func run() throws {
    StopSignal.listen()
    StopSignal.ignoreHangUp()
    let log = Logger(label: "flowcensus-agent") { StreamLogHandler.standardError(label: $0) }
    do {
      // The kernel keeps the packets from the opening on, so that nothing is missed while places are read.
      var seen = try vantage.open(
        limits: FlowLimits(mostFlows: Self.mostFlows), networks: places.networks,
        exporterMemory: state.exporterMemoryPath, userAgents: userAgents)
      let databases = try places.openDatabases()
      try vantage.dropPrivileges()
      var watcher = Watcher(
        store: try state.openStore(), networks: places.networks, databases: databases,
        identifier: try deviceIdentifier(log), names: vantage.names)
      log.info("watching", metadata: ["version": "\(CensusProtocol.version)"])
      HouseLoop(state: state, clock: clock, log: log).start()
      FreeMemory.giveBack()
      tellManager(.ready, log)
      try watcher.follow(&seen, clock: .system, while: { goesOn(log) }) { event in
        WatchLog.write(event, to: log)
      }
      log.info("ended as asked")
    } catch let code as ExitCode {
      throw code
    } catch {
      StandardError.write("flowcensus-agent: \(error)\n")
      throw ExitCode.failure
    }
  }
}

extension Run {
  /// Says to whoever started the service that it ends, before the last minute is written.
  private func goesOn(_ log: Logger) -> Bool {
    guard StopSignal.hasCome else { return true }
    tellManager(.stopping, log)
    return false
  }

  private func tellManager(_ notice: ServiceManager.Notice, _ log: Logger) {
    let manager = ServiceManager(notifySocket: DefaultPaths.notifySocket)
    guard let problem = manager?.tell(notice) else { return }
    log.warning("the service manager could not be told", metadata: ["reason": "\(problem)"])
  }

  /// What devices show of themselves is read in memory and forgotten after a day; what they are taken for is kept.
  private func deviceIdentifier(_ log: Logger) throws -> DeviceIdentifier {
    try identifierOptions.makeIdentifier { problem in
      log.warning("address prefixes tell no brand", metadata: ["reason": "\(problem)"])
    }
  }
}

/// Events as lines of a log.
enum WatchLog {
  static func write(_ event: WatchEvent, to log: Logger) {
    switch event {
    case .wrote(let minutes, let tallies):
      log.debug("wrote", metadata: ["minutes": "\(minutes)", "tallies": "\(tallies)"])
    case .couldNotWrite(let error):
      log.error(
        "could not write; what was counted is kept for the next minute",
        metadata: ["reason": "\(error)"])
    case .couldNotName(let reason):
      log.warning(
        "devices without a station in sight may be known by address alone",
        metadata: ["reason": "\(reason)"])
    case .gap:
      log.warning("nothing could be seen for a while; the time counts as not watched")
    case .pruned:
      log.debug("forgot what is older than five weeks")
    }
  }
}
