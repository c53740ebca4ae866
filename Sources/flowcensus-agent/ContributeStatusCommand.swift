import ArgumentParser
import CensusAgent
import CensusProtocol

extension Contribute {
  /// `flowcensus-agent contribute status`
  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show whether you contribute, and what became of each week.")

    @Option(help: "What to print: table or json.")
    var format = StatusFormat.table

    @OptionGroup var state: StateOptions

    func run() throws {
      let status = try HouseStatus(of: state.openSpool())
      print(format == .json ? status.json : status.text, terminator: "")
    }
  }

  /// `flowcensus-agent contribute preview`
  struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show byte for byte what leaves.",
      discussion: """
        Of a week that is over and composed: exactly what is in the spool. Of another: what would leave \
        if the week ended now; where you have more than 8 models, or one more than 16 rows, chance will \
        choose again.

        EXAMPLES
          flowcensus-agent contribute preview
          flowcensus-agent contribute preview --bytes | wc -c
        """)

    @Option(help: ArgumentHelp("The ISO week; the running one if not given.", valueName: "week"))
    var week: WeekArgument?

    @Flag(help: "Print the bytes alone, padding and all, one upload after the other.")
    var bytes = false

    @OptionGroup var state: StateOptions
    @OptionGroup var clock: ClockOption

    func run() throws {
      let epoch = try week?.epoch ?? clock.epoch()
      let spool = try state.openSpool()
      let composed = try spool.entries().filter { $0.epoch == epoch }.map(\.body)
      let bodies = composed.isEmpty ? try compose(epoch, spool) : composed
      if bodies.isEmpty {
        StandardError.write("Of \(epoch) nothing leaves: no device with a model was seen.\n")
      }
      if !bytes { print(try naming(epoch, spool), terminator: "") }
      for body in bodies {
        let text = bytes ? String(decoding: body, as: UTF8.self) : try Self.text(body)
        if let failure = StandardOutput.write(text) {
          StandardError.write("flowcensus-agent: the output could not be written: \(failure)\n")
          throw ExitCode.failure
        }
      }
    }

    private func compose(_ epoch: Epoch, _ spool: HouseSpool) throws -> [[UInt8]] {
      var generator = SystemRandomNumberGenerator()
      let region = try spool.latestConsent()?.region ?? .unsaid
      return HouseComposer(region: region).compose(
        try state.openExistingStore().record(of: epoch, common: try common(epoch, spool)),
        using: &generator
      ).map(\.encoded)
    }

    private func common(_ epoch: Epoch, _ spool: HouseSpool) throws -> CommonModels {
      guard let consent = try spool.latestConsent() else { return CommonModels() }
      return try spool.commonModels(in: epoch, server: consent.server)
    }

    /// Which models leave under a wider name.
    private func naming(_ epoch: Epoch, _ spool: HouseSpool) throws -> String {
      HousePreview.naming(
        Set(try state.openExistingStore().models().values), common: try common(epoch, spool))
    }

    private static func text(_ body: [UInt8]) throws -> String {
      HousePreview.words(try HouseUpload(decoding: body)) + HousePreview.bytes(body) + "\n"
    }
  }
}

/// How the status is printed.
enum StatusFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
}
