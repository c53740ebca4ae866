import ArgumentParser
import CensusAgent
import CensusPlans
import CensusProtocol

extension SessionCommand {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Be led through a test plan, and measure.",
      discussion: """
        Says what to do, measures, shows the phone's traffic by place, and says at once where a phase does \
        not count and why. Where a session with this plan is under way, it goes on; after a power cut at \
        most the phase that was running is void, and is done again.

        With --page the same is to be seen and done in a browser; the code that opens it is shown here.

        EXAMPLES
          flowcensus-agent session run quick-look --interface wlan0
          flowcensus-agent session run ./my-plan.yaml --interface wlan0 --page 192.168.50.1:8090
        """)

    @OptionGroup var bench: BenchOptions
    @OptionGroup var unit: UnitOptions
    @OptionGroup var sessions: SessionsFolderOption

    @Flag(help: "Begin another session, though one with this plan is under way.")
    var new = false

    @Option(
      help: ArgumentHelp(
        "Show the guide as a page there: 127.0.0.1:PORT, or the bench's own address in the phone's network.",
        valueName: "address:port"))
    var page: String?

    @Argument(help: "A shipped plan's name, or your own plan's file.")
    var plan: String

    func run() throws {
      let plan = try PlanArgument.read(plan)
      let folder = try open(plan)
      guard let lock = try SessionLock(folder) else {
        throw RuntimeError("this session is being measured by another program already")
      }
      defer { lock.release() }
      StopSignal.listen()
      let guide = try bench.guide(folder)
      let server = try page.map { try GuideServer(address: $0) }
      if let server { StandardError.write(server.invitation + "\n") }
      try GuideLoop(guide: guide, server: server).run()
    }

    /// The session with this plan that is under way, or a new one.
    private func open(_ plan: CensusPlans.Plan) throws -> SessionFolder {
      let open = sessions.all().filter {
        !$0.session.isFinished && $0.session.setting.plan == plan.plan.reference
      }
      if let last = open.last, !new {
        StandardError.write("Going on with session \(last.session.setting.session).\n")
        return last.folder
      }
      return try Start.create(plan, unit, sessions)
    }
  }

  struct Start: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Begin a session without the guide, and print its id.",
      discussion: """
        `session phase` then measures one phase after the other. Example:
          flowcensus-agent session start quick-look --site district-1 --country VN --model MODEL \\
            --region global --build KHIMIBF19.0 --system 'Android 4.4.2' --sim none \\
            --address 02:00:5e:10:00:01
        """)

    @OptionGroup var unit: UnitOptions
    @OptionGroup var sessions: SessionsFolderOption

    @Argument(help: "A shipped plan's name, or your own plan's file.")
    var plan: String

    func run() throws {
      let folder = try Self.create(try PlanArgument.read(plan), unit, sessions)
      print(try folder.load().session.setting.session)
    }

    static func create(
      _ plan: CensusPlans.Plan, _ unit: UnitOptions, _ sessions: SessionsFolderOption
    ) throws -> SessionFolder {
      let session = try unit.session(plan.plan)
      let folder = sessions.folder(session.setting.session)
      try folder.create(session, plan: plan)
      return folder
    }
  }
}

/// Something went wrong that is no usage error.
struct RuntimeError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
