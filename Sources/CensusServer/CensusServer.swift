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
  /// The key that signs the log of a server that serves households.
  let logKey: VerifyingKey?

  /// Opens the database and reads the certificate, so that whatever is wrong shows before the start.
  public init(_ options: ServerOptions, logger: Logger) throws(ServerError) {
    self.options = options
    self.logger = logger
    do {
      let store = try Store(path: options.database)
      self.store = store
      logKey = options.households == nil ? nil : try store.establishedLogKey()
    } catch { throw .store(error) }
  }

  /// What publishes keys and releases epochs; nil for a server that is for benches alone.
  var keeper: EpochKeeper? {
    options.households.map { households in
      EpochKeeper(households, store: store, catalogue: .bundled, logger: logger)
    }
  }

  /// Publishes and releases what is due in a database, as a running server does by itself. What the operator
  /// has to decide goes to `logger`.
  public static func keepCalendar(
    database: String, _ options: HouseOptions, logger: Logger
  ) async throws(StoreError) -> CalendarWork {
    let store = try Store(path: database)
    let keeper = EpochKeeper(options, store: store, catalogue: .bundled, logger: logger)
    let work = try await keeper.keep()
    try store.close()
    return work
  }

  /// Serves until the task is cancelled or the process is told to end (SIGTERM, SIGINT), then lets
  /// the requests under way finish. `onReady` is called once, with the address that it listens on.
  public func run(onReady: @escaping @Sendable (String) -> Void) async throws(ServerError) {
    let application = try application(onReady: onReady)
    if options.simulatedModels == .accepted {
      logger.warning("simulated models are accepted: their figures stand among real ones, marked")
    }
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: application)
    ]
    if let keeper { services.append(.init(service: keeper)) }
    var configuration = ServiceGroupConfiguration(
      services: services,
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(10)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch { throw ServerError(listening: options.listen, error) }
    do { try store.close() } catch { throw .store(error) }
  }
}
