import ArgumentParser
import CensusServer
import Logging

/// `flowcensus-server release`
struct ReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Publish what the calendar asks for: coming token keys, and epochs that are over.",
    discussion: """
      A server that takes contributions of households does this by itself; by hand or from cron it does \
      no harm, while the server runs too. An epoch is released once: its figures are signed, become an \
      entry of the log that nothing can change, and the contributions behind it are deleted.

      EXAMPLE
        flowcensus-server release --database /var/lib/flowcensus/server.sqlite
      """)

  @OptionGroup var release: ReleaseOptions
  @OptionGroup var store: DatabaseOption

  func run() async throws {
    var options = HouseOptions(enrolment: .invited)
    try release.apply(to: &options)
    var logger = Logger(label: "flowcensus-server") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    let work = try await CensusServer.keepCalendar(
      database: store.path, options, logger: logger)
    for epoch in work.keys { print("Published the token keys of \(epoch)") }
    for epoch in work.releases { print("Released \(epoch)") }
    if work.keys.isEmpty, work.releases.isEmpty { print("Nothing is due.") }
  }
}
