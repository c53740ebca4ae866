import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture

/// `flowcensus-agent watch`: live traffic in, the same table as `summarize` out.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch live traffic, and summarize it by device and country at the end.",
    discussion: """
      Looks at the traffic until Ctrl-C, or for --seconds, and prints what `summarize` prints of a file. \
      Packets that the kernel dropped, and times in which the interface was gone, are said below the table: \
      nothing of them is in the figures.

      Looking at an interface needs root, or the capabilities CAP_NET_RAW and CAP_NET_ADMIN. With --user \
      the command gives root up once the interface is open.

      With --conntrack it looks at no packet: a router already counts its connections. That needs \
      net.netfilter.nf_conntrack_acct=1 and CAP_NET_ADMIN, which is kept with --user. Times are right to \
      some ten seconds, and fragments count as the packet that they make.

      EXAMPLES
        flowcensus-agent watch --interface br-lan
        flowcensus-agent watch --conntrack --user nobody
        flowcensus-agent watch --interface wlan0 --user nobody --seconds 3600 --format json

      EXIT STATUS
        0  all was well
        1  the vantage could not be opened or was lost; what was seen is printed
        2  the command line is wrong
      """)

  @OptionGroup var vantage: VantageOptions

  @Option(help: ArgumentHelp("Stop after so many seconds.", valueName: "seconds"))
  var seconds: Int?

  @OptionGroup var summary: SummaryOptions

  func validate() throws {
    if let seconds {
      guard (1...1_000_000_000).contains(seconds) else {
        throw ValidationError("--seconds is a number of seconds, 1 or more.")
      }
    }
  }

  func run() throws {
    StopSignal.listen()
    do {
      var seen = try vantage.open(limits: summary.limits, networks: summary.networks)
      StandardError.write(
        "flowcensus-agent: watching \(vantage.description)"
          + (seconds.map { " for \($0) s" } ?? "; Ctrl-C ends it") + "\n")
      // The kernel keeps the packets from the opening on, so that nothing is missed while places are read.
      var survey = try summary.makeSurvey()
      try vantage.dropPrivileges()
      FreeMemory.giveBack()
      let isWell = follow(&seen, into: &survey)
      guard isWell || survey.totals.packets > 0 else { throw ExitCode(1) }
      if let failure = StandardOutput.write(summary.format.text(survey)) {
        StandardError.write("flowcensus-agent: the output could not be written: \(failure)\n")
        throw ExitCode(1)
      }
      if !isWell { throw ExitCode(1) }
    } catch let code as ExitCode {
      throw code
    } catch {
      StandardError.write("flowcensus-agent: \(error)\n")
      throw ExitCode(1)
    }
  }

  /// Watches until the end; false where the vantage was lost.
  private func follow(
    _ seen: inout any Vantage & ~Copyable, into survey: inout CaptureSurvey
  ) -> Bool {
    let end = seconds.map { WallClock.microseconds + Int64($0) * 1_000_000 } ?? .max
    do {
      try survey.follow(
        &seen, naming: vantage.names,
        report: { problem in StandardError.write("flowcensus-agent: \(problem)\n") },
        while: { now in now < end && !StopSignal.hasCome })
      return true
    } catch {
      StandardError.write("flowcensus-agent: \(error)\n")
      return false
    }
  }
}
