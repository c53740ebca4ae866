import ArgumentParser
import CensusServer
import Foundation
import Logging

/// `flowcensus-server serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Start the server.",
    discussion: """
      Prints "Listening on ADDRESS" when it is ready, and its log on standard error. SIGTERM and \
      SIGINT end it after the requests under way.

      ENVIRONMENT
        FLOWCENSUS_LISTEN, FLOWCENSUS_DATABASE, FLOWCENSUS_ACCEPT_SIMULATED=yes, \
        FLOWCENSUS_TLS_CERTIFICATE, FLOWCENSUS_TLS_KEY, FLOWCENSUS_HOUSEHOLDS=invited|open, \
        FLOWCENSUS_REQUESTS_PER_MINUTE, FLOWCENSUS_ENROLMENTS_PER_DAY, FLOWCENSUS_FEWEST, \
        FLOWCENSUS_GRACE, FLOWCENSUS_NOISE=yes, FLOWCENSUS_NOISY_RELEASES: used where the option is not given.

      EXAMPLES
        flowcensus-server serve
        flowcensus-server serve --listen 127.0.0.1:0 --database ./try.sqlite --accept-simulated
      """)

  @Option(
    help: ArgumentHelp(
      "Where to listen; port 0 takes any free one. (default: \(Self.defaultListen))",
      valueName: "address:port"))
  var listen: String?

  @OptionGroup var store: DatabaseOption

  @Flag(help: "Take sessions of simulated models too: for demonstrations, never beside real ones.")
  var acceptSimulated = false

  @Option(help: ArgumentHelp("A PEM file: the certificate and its chain.", valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("A PEM file: the certificate's private key.", valueName: "file"))
  var tlsKey: String?

  @OptionGroup var households: HouseholdOptions

  private static let defaultListen = "127.0.0.1:8080"

  func run() async throws {
    var logger = Logger(label: "flowcensus-server") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .info
    let server = try CensusServer(try options(), logger: logger)
    try await server.run { StandardStream.output.write("Listening on \($0)") }
  }

  private func options() throws -> ServerOptions {
    let environment = ProcessInfo.processInfo.environment
    let listen = listen ?? environment["FLOWCENSUS_LISTEN"] ?? Self.defaultListen
    guard let address = ListenAddress(listen) else {
      throw ValidationError(
        "--listen \(listen) is not an address and a port, such as 127.0.0.1:8080 or [::1]:8080")
    }
    let certificate = tlsCertificate ?? environment["FLOWCENSUS_TLS_CERTIFICATE"]
    let key = tlsKey ?? environment["FLOWCENSUS_TLS_KEY"]
    var files: CertificateFiles?
    switch (certificate, key) {
    case (let certificate?, let key?): files = CertificateFiles(certificate: certificate, key: key)
    case (nil, nil): break
    default: throw ValidationError("--tls-certificate and --tls-key go together: give both")
    }
    let simulated = acceptSimulated || environment["FLOWCENSUS_ACCEPT_SIMULATED"] == "yes"
    return ServerOptions(
      listen: address, database: store.path, simulatedModels: simulated ? .accepted : .refused,
      certificate: files, households: try households.options())
  }
}
