import ArgumentParser
import CensusAgent
import CensusProtocol

struct Contribute: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Contribute anonymous weekly figures of your devices' models; off until you say so.",
    subcommands: [On.self, Off.self, Status.self, Preview.self, Send.self, Withdraw.self])

  /// `flowcensus-agent contribute off`
  struct Off: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stop contributing, and delete what was not sent yet.",
      discussion: "What was sent stays at the server; `contribute withdraw` takes it back.")

    @OptionGroup var state: StateOptions

    func run() throws {
      try state.openSpool().endConsent()
      print("Nothing leaves any more. What was not sent yet is deleted.")
    }
  }

  /// `flowcensus-agent contribute withdraw`
  struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take back what was contributed, as long as its week is not released.",
      discussion: """
        What was not sent yet is deleted at once. In place of what a server may have, an empty \
        contribution is sent, within the next hour if `run` is running; each at its own moment, since \
        several at once would show that they belong together. A week that is released cannot be taken back: \
        its figures are sums over many, and the contributions behind it are deleted.
        """)

    @Option(help: ArgumentHelp("Only this ISO week.", valueName: "week"))
    var week: WeekArgument?

    @OptionGroup var state: StateOptions
    @OptionGroup var clock: ClockOption

    func run() throws {
      let spool = try state.openSpool()
      let entries = try spool.entries().filter { week == nil || $0.epoch == week?.epoch }
      var generator = SystemRandomNumberGenerator()
      let result = try HouseWithdrawal.of(
        entries, in: spool, at: clock.now(), using: &generator)
      print(
        "\(result.deleted) not sent yet and deleted, \(result.replaced) to be taken back at the server"
      )
      if result.replaced > 0 {
        StandardError.write(
          "`flowcensus-agent run` sends it; `contribute status` shows when it is done.\n")
      }
    }
  }

  /// `flowcensus-agent contribute send`
  struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Do now, once, what `run` does for contributing: order tokens, compose, send what is due.",
      discussion:
        "For machines on which `run` does not run all the time; call it every few minutes.")

    @OptionGroup var state: StateOptions
    @OptionGroup var clock: ClockOption

    func run() throws {
      let spool = try state.openSpool()
      guard try spool.latestConsent() != nil else {
        StandardError.write("flowcensus-agent: contributing is off; see `contribute on`\n")
        throw ExitCode.failure
      }
      var failures = 0
      let courier = try HouseCourierMaker(state: state).make(spool: spool) { event in
        StandardError.write(HouseLog.text(event) + "\n")
        if case .failed = event { failures += 1 }
      }
      var generator = SystemRandomNumberGenerator()
      try courier.step(at: clock.now(), using: &generator)
      if failures > 0 { throw ExitCode.failure }
    }
  }
}

extension StateOptions {
  /// Opens the spool of contributions, making folder and file where they do not exist.
  func openSpool() throws -> HouseSpool {
    try DefaultPaths.makeFolder(for: housePath)
    return try HouseSpool(path: housePath)
  }
}

/// Puts a courier together from what lies in the state's folder.
struct HouseCourierMaker {
  let state: StateOptions

  func make(
    spool: HouseSpool, tell: @escaping (HouseEvent) -> Void
  ) throws -> HouseCourier {
    let store = try state.openStore()
    let key = try AgentKey(
      file: state.houseKeyPath, exists: DefaultPaths.exists(state.houseKeyPath))
    return HouseCourier(
      spool: spool, key: key,
      record: { epoch, common throws(DatabaseError) in
        try store.record(of: epoch, common: common)
      }, tell: tell)
  }
}

/// Events as words for a log: no address, no name, no model.
enum HouseLog {
  static func text(_ event: HouseEvent) -> String {
    switch event {
    case .tokensReady(let epoch): "tokens for \(epoch) are here"
    case .composed(let epoch, let count): "\(epoch): \(count) contributions wait for their moments"
    case .sent(let epoch): "\(epoch): a contribution was acknowledged"
    case .refused(let epoch, let reason): "\(epoch): a contribution was refused: \(reason)"
    case .lost(let epoch, let reason): "\(epoch): nothing can be contributed: \(reason)"
    case .failed(let reason): "not done yet, will be tried again: \(reason)"
    }
  }
}
