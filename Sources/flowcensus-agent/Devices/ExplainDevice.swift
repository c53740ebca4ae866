import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusProtocol

/// `flowcensus-agent devices explain`
struct ExplainDevice: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a device is taken for what it is.",
    discussion: """
      With --capture, each piece of evidence in those files is listed with what it says and its weight (the \
      natural logarithm of the odds that it is right). Without, what the agent's memory holds: the conclusion, \
      and how far each kind of evidence reached, with its weight. The evidence itself is never stored.

      EXIT STATUS
        0  explained   1  no such device, or a file or the memory could not be read
        2  the command line is wrong
      """)

  @OptionGroup var device: DeviceArgument
  @OptionGroup var state: StateOptions
  @OptionGroup var identifierOptions: IdentifierOptions

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Look at this capture file.", valueName: "file"))
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
    if capture.isEmpty { try fromStore() } else { try fromCaptures() }
  }

  private func fromStore() throws {
    let store = try state.openStore()
    let wanted = try device.find(in: store)
    guard let known = try store.knownDevices().first(where: { $0.device == wanted }) else {
      throw DeviceFailure("nothing is known of \(wanted.label)")
    }
    print(wanted.label)
    if let label = known.label {
      print(
        "  label: \(Catalogue.bundled.model(label)?.title ?? label.description) (\(label)); it wins"
      )
    }
    if known.isIgnored {
      print("  it is not observed; `devices ignore --undo` observes it again")
    } else if let conclusion = known.conclusion {
      let sure = IdentificationText.percent(Double(conclusion.thousandths) / 1000)
      print("  concluded: \(conclusion.title), level \(conclusion.level.rawValue), \(sure)")
      for line in IdentificationText.explanation(conclusion) { print("    " + line) }
    } else {
      print("  nothing was concluded yet: two kinds of evidence or ten minutes are waited for")
    }
    if let problem = known.contradiction() { print("  look again: \(problem)") }
    print("The evidence itself is not stored; --capture FILE shows each piece of it.")
  }

  private func fromCaptures() throws {
    let (identifier, devices) = try CaptureEvidence.read(
      capture, userAgents: userAgents, identifierOptions)
    let wanted = DeviceArgument.plain(device.device)
    let found = devices.filter { !wanted.isEmpty && $0.device.label.contains(wanted) }
    guard !found.isEmpty else {
      throw DeviceFailure(
        "no device of these captures is called \"\(device.device)\": `devices list --capture` shows them"
      )
    }
    for device in found {
      print(device.device.label)
      for line in IdentificationText.explanation(identifier.explain(device)) { print("  " + line) }
      print("  => " + IdentificationText.line(identifier.identify(device)))
    }
  }
}
