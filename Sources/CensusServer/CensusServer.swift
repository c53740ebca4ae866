import CensusProtocol
import Hummingbird
import Logging
import ServiceLifecycle
import UnixSignals

/// The server: it takes in signed bundles, and answers what they say, as pages and as an interface.
///
/// In: HTTP requests. Out: HTTP answers; what was taken in stands in one SQLite file.
/// The rooms, in the order in which a bundle goes through them: `Intake` verifies and validates,
/// `Store` commits, `Query` turns what is stored into statistics (computed by CensusStatistics),
/// `Pages` shows them to people and `API` to programs; `Service` starts and ends it all.
public struct CensusServer: Sendable {
  let options: ServerOptions
  let store: Store
  let logger: Logger

  /// Opens the database and reads the certificate, so that whatever is wrong shows before the start.
  public init(_ options: ServerOptions, logger: Logger) throws(ServerError) {
    self.options = options
    self.logger = logger
    do { store = try Store(path: options.database) } catch { throw .store(error) }
  }

  /// Serves until the task is cancelled or the process is told to end (SIGTERM, SIGINT), then lets
  /// the requests under way finish. `onReady` is called once, with the address that it listens on.
  public func run(onReady: @escaping @Sendable (String) -> Void) async throws(ServerError) {
    let application = try application(onReady: onReady)
    if options.simulatedModels == .accepted {
      logger.warning("simulated models are accepted: their figures stand among real ones, marked")
    }
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: application)], gracefulShutdownSignals: [.sigterm, .sigint],
      logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch { throw ServerError(listening: options.listen, error) }
    do { try store.close() } catch { throw .store(error) }
  }
}
