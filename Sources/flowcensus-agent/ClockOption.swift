import ArgumentParser
import CensusAgent
import CensusProtocol

/// The time that a command believes: the machine's, or in simulations that of a file.
struct ClockOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file whose first line is the time that this command believes, for simulations.",
      valueName: "file", visibility: .hidden))
  var clock: String?

  func now() throws -> UTCTime {
    guard let clock else { return SystemClock.now() }
    let text = String(decoding: try LocalFile.read(clock, limit: 4096), as: UTF8.self)
    guard let time = text.split(separator: "\n").first.flatMap({ UTCTime(String($0)) }) else {
      throw FileError(path: clock, problem: "does not begin with a time like 2026-11-23T12:00:00Z")
    }
    return time
  }

  func epoch() throws -> Epoch {
    guard let epoch = Epoch(containing: try now()) else {
      throw ValidationError("The machine's clock is not in a week that can be named.")
    }
    return epoch
  }
}
