import ArgumentParser
import CensusProtocol
import CensusServer
import Foundation

extension EnrolmentPolicy: ExpressibleByArgument {}

/// How epochs are released: what `serve` and `release` must be told alike.
struct ReleaseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The fewest contributors of a published cell, 5 to 1000. (default: 10)", valueName: "k"))
  var fewest: Int?

  @Flag(
    help:
      "Release with differential privacy (discrete Gaussian noise) from 500 contributions on, instead of merging."
  )
  var noise = false

  @Option(
    help: ArgumentHelp(
      "With --noise: for how many noisy releases the privacy budget is, all in all. (default: 52)",
      valueName: "count"))
  var noisyReleases: Int?

  @Option(
    help: ArgumentHelp(
      "Hours of grace after the two days in which contributions come, 0 to 336. (default: 24)",
      valueName: "hours"))
  var grace: Int?

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the time that this server believes, for simulations.",
      valueName: "file", visibility: .hidden))
  var clock: String?

  /// The options, else the environment, put into `options`.
  func apply(to options: inout HouseOptions) throws {
    let environment = ProcessInfo.processInfo.environment
    if let fewest = try fewest ?? number("FLOWCENSUS_FEWEST", environment) {
      guard let rule = MergeRule(fewest: fewest) else {
        throw ValidationError("--fewest \(fewest) is not within 5 to 1000")
      }
      options.rule = rule
    }
    if noise || environment["FLOWCENSUS_NOISE"] == "yes" { options.noise = .standard }
    if let releases = try noisyReleases ?? number("FLOWCENSUS_NOISY_RELEASES", environment) {
      guard (0...100_000).contains(releases) else {
        throw ValidationError("--noisy-releases \(releases) is not within 0 to 100000")
      }
      options.noisyReleases = UInt64(releases)
    }
    if let grace = try grace ?? number("FLOWCENSUS_GRACE", environment) {
      guard (0...336).contains(grace) else {
        throw ValidationError("--grace \(grace) is not within 0 to 336 hours")
      }
      options.grace = Int64(grace) * 3600
    }
    if let clock {
      options.clock = try FileClock(path: clock).clock
      options.pause = .milliseconds(200)
    }
  }

  private func number(_ name: String, _ environment: [String: String]) throws -> Int? {
    guard let text = environment[name] else { return nil }
    guard let number = Int(text) else {
      throw ValidationError("\(name)=\(text) is not a number")
    }
    return number
  }
}

/// How `serve` takes contributions of households.
struct HouseholdOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take contributions of households; who may enrol: whoever has an invitation, or everybody. (default: none are taken)",
      valueName: "invited|open"))
  var households: EnrolmentPolicy?

  @Option(
    help: ArgumentHelp(
      "The most requests of households in a minute from one network (/24 or /48); 0 for no limit, behind a proxy that limits them itself. (default: 240)",
      valueName: "count"))
  var requestsPerMinute: Int?

  @Option(
    help: ArgumentHelp(
      "With --households open: the most new agents in a day from one network. (default: 5)",
      valueName: "count"))
  var enrolmentsPerDay: Int?

  @OptionGroup var release: ReleaseOptions

  /// Nil where no contributions are taken.
  func options() throws -> HouseOptions? {
    let environment = ProcessInfo.processInfo.environment
    let word = environment["FLOWCENSUS_HOUSEHOLDS"]
    guard let policy = households ?? word.flatMap({ EnrolmentPolicy(rawValue: $0) }) else {
      guard word == nil || word == "" else {
        throw ValidationError("FLOWCENSUS_HOUSEHOLDS=\(word ?? "") is not \"invited\" or \"open\"")
      }
      return nil
    }
    var options = HouseOptions(enrolment: policy)
    options.requestsInMinute = try count(
      requestsPerMinute, "FLOWCENSUS_REQUESTS_PER_MINUTE", environment, options.requestsInMinute)
    options.enrolmentsInDay = try count(
      enrolmentsPerDay, "FLOWCENSUS_ENROLMENTS_PER_DAY", environment, options.enrolmentsInDay)
    try release.apply(to: &options)
    return options
  }

  private func count(
    _ option: Int?, _ name: String, _ environment: [String: String], _ standard: Int
  ) throws -> Int {
    guard let text = option.map(String.init) ?? environment[name] else { return standard }
    guard let number = Int(text), number >= 0 else {
      throw ValidationError("\(name) or its option: \"\(text)\" is not a count")
    }
    return number
  }
}

/// A clock that a simulation sets: the first line of a file, as `2026-11-23T10:00:00Z`.
struct FileClock {
  let clock: ServerClock

  init(path: String) throws {
    guard let start = Self.time(path) else {
      throw ValidationError("--clock \(path): the first line is no time like 2026-11-23T10:00:00Z")
    }
    // While the file is being written, the time that stood there first is near enough.
    clock = ServerClock { Self.time(path) ?? start }
  }

  static func time(_ path: String) -> UTCTime? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return UTCTime(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
