import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture
import CensusProtocol

/// `flowcensus-agent devices list`
struct ListDevices: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the devices that were seen, and what they are taken for.",
    discussion: """
      From the agent's memory, or with --capture from capture files alone. `why` names the kinds of evidence. \
      A label in brackets is contradicted by strong evidence: look at it again. With --capture the times are \
      those of the evidence, and places are not worked out: `summarize` shows them.

      EXIT STATUS
        0  listed   1  a file or the memory could not be read   2  the command line is wrong
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var identifierOptions: IdentifierOptions

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Look at this capture file instead of the agent's memory.", valueName: "file"))
  var capture: [String] = []

  @Flag(help: "With --capture: also read the User-Agent of HTTP in clear.")
  var userAgents = false

  func validate() throws {
    guard !capture.isEmpty || !(userAgents || identifierOptions.areGiven) else {
      throw ValidationError(
        "--user-agents, --prefixes and --also are for what is read with --capture; what is in memory was judged "
          + "as it came.")
    }
  }

  func run() throws {
    let rows = capture.isEmpty ? try fromStore() : try fromCaptures()
    if rows.isEmpty { StandardError.write("No device was seen yet.\n") }
    for line in DeviceTable.lines(rows) { print(line) }
  }

  private func fromStore() throws -> [DeviceTable.Row] {
    let store = try state.openStore()
    let places = try DevicePlaces.read(store)
    return try store.knownDevices().map { DeviceTable.Row($0, places: places[$0.device] ?? "-") }
  }

  private func fromCaptures() throws -> [DeviceTable.Row] {
    let (identifier, devices) = try CaptureEvidence.read(
      capture, userAgents: userAgents, identifierOptions)
    return devices.map { device in
      DeviceTable.Row(
        device.device, identifier.identify(device), first: device.first, last: device.last)
    }
  }
}
