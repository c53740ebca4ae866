import ArgumentParser
import CensusAgent
import CensusCapture

/// `flowcensus-agent summarize`: capture files in, a table out.
struct Summarize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Summarize capture files by device and country.",
    discussion: """
      Reads pcap and pcapng files, plain or compressed by gzip, and prints for each device and each \
      country or class of destination: flows, packets, and IP bytes up (from the device) and down.

      The device is the side with a local address (private, link-local, or of a prefix given by --lan); \
      where neither side has one, the side that began the flow. Destinations that are no country: lan, \
      multicast, broadcast, reserved, and ?? where the geo database has none.

      EXAMPLES
        flowcensus-agent summarize phone.pcapng
        flowcensus-agent summarize --format csv monday.pcap tuesday.pcap.gz > week.csv
        tcpdump -w - -i wlan0 | flowcensus-agent summarize --format json -
        flowcensus-agent summarize --lan 203.0.113.0/24 --lan 2001:db8:5::/48 office.pcap

      EXIT STATUS
        0  everything was read
        1  something could not be read; what was good is printed, the rest is said on standard error
        2  the command line is wrong
      """)

  @Argument(help: "Capture files; - is standard input.")
  var files: [String]

  @OptionGroup var summary: SummaryOptions

  func run() throws {
    var survey = try summary.makeSurvey()
    var isComplete = true
    for file in files {
      let progress = ProgressLine(file)
      do {
        let ending = try survey.read(file) { progress.show($0) }
        progress.clear()
        if ending != .complete {
          isComplete = false
          StandardError.write(
            "flowcensus-agent: \(file): \(ending); what came before it is counted. "
              + "Was the capture still being written, or the copy interrupted?\n")
        }
      } catch {
        progress.clear()
        isComplete = false
        StandardError.write("flowcensus-agent: \(error)\n")
      }
    }
    if let failure = StandardOutput.write(summary.format.text(survey)) {
      isComplete = false
      StandardError.write(
        "flowcensus-agent: the output could not be written: \(failure); "
          + "make room, or write it somewhere else\n")
    }
    if !isComplete { throw ExitCode(1) }
  }
}
