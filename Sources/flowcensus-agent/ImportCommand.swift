import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture

/// `flowcensus-agent import`: capture files into the local store.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count capture files into the agent's memory, as if it had watched them.",
    discussion: """
      For captures of your own network that were made otherwise. A file goes in whole and once: the same \
      file again changes nothing. Do not import what `run` has watched at the same time: it would count twice.

      EXAMPLES
        flowcensus-agent import monday.pcapng tuesday.pcap.gz

      EXIT STATUS
        0  every file was counted, now or before   1  one was not, or not to its end
        2  the command line is wrong
      """)

  @Argument(help: "Capture files.")
  var files: [String]

  @OptionGroup var places: PlaceOptions

  @OptionGroup var state: StateOptions
  @OptionGroup var identifierOptions: IdentifierOptions

  @Flag(
    help: "Also tell devices by the User-Agent of HTTP in clear; nothing else of a request is read."
  )
  var userAgents = false

  func run() throws {
    var capture = CaptureImport(
      store: try state.openStore(), networks: places.networks,
      databases: try places.openDatabases(), limits: FlowLimits(),
      identifier: try identifierOptions.makeIdentifier())
    capture.readsUserAgents = userAgents
    var isComplete = true
    for file in files {
      let progress = ProgressLine(file)
      do {
        let outcome = try capture.add(file) { progress.show($0) }
        progress.clear()
        isComplete = tell(outcome, of: file) && isComplete
      } catch {
        progress.clear()
        isComplete = false
        StandardError.write("flowcensus-agent: \(error)\n")
      }
    }
    if !isComplete { throw ExitCode.failure }
  }

  /// Whether all of the file was counted.
  private func tell(_ outcome: CaptureImport.Outcome, of file: String) -> Bool {
    switch outcome {
    case .counted(let ending, let minutes):
      print("\(file): counted, \(minutes) minutes")
      guard ending != .complete else { return true }
      StandardError.write(
        "flowcensus-agent: \(file): \(ending); what came before it is counted\n")
      return false
    case .knownAlready:
      print("\(file): counted before; nothing changed")
      return true
    case .empty:
      StandardError.write("flowcensus-agent: \(file): no packet in it has a time; not counted\n")
      return false
    }
  }
}
