import CensusProtocol
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL

extension CensusServer {
  /// A connection that sends nothing for so long is closed.
  private static let idleTimeout = TimeAmount.seconds(60)
  /// More connections than these wait until others are closed.
  private static let maximumConnections = 512
  /// For how long a body may take: the largest bundle over a line of half a megabit a second.
  private static let uploadPatience = Duration.seconds(150)
  /// Header fields are short here; NIO's own limits are wider.
  private static let maximumHeaderBytes = 16 * 1024

  /// The whole server as one application of Hummingbird's.
  func application(
    onReady: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(ServerError) -> some ApplicationProtocol {
    let catalogue = Catalogue.bundled
    let transport: Transport = options.certificate == nil ? .plain : .tls
    let intake = Intake(
      store: store, catalogue: catalogue, simulatedModels: options.simulatedModels,
      uploads: UploadReader(
        budget: UploadBudget(bytes: UploadBudget.bytes), patience: Self.uploadPatience))
    let interface = Interface(
      store: store, intake: intake, query: Query(store: store), catalogue: catalogue,
      transport: transport, households: rooms(catalogue))
    let address = options.listen
    return Application(
      router: interface.router(), server: try channels(),
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port),
        availableConnectionsDelegate: .maximum(Self.maximumConnections, logger: logger)),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? address.port
        let scheme = transport == .tls ? "https" : "http"
        onReady("\(scheme)://\(ListenAddress(host: address.host, port: port))")
      },
      logger: logger)
  }

  private func rooms(_ catalogue: Catalogue) -> HouseRooms? {
    guard let households = options.households, let logKey else { return nil }
    return HouseRooms(
      households, store: store, catalogue: catalogue, simulatedModels: options.simulatedModels,
      logKey: logKey)
  }

  private func channels() throws(ServerError) -> HTTPServerBuilder {
    let plain = HTTPServerBuilder.http1(
      configuration: HTTP1Channel.Configuration(
        idleTimeout: Self.idleTimeout,
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: Self.maximumHeaderBytes, maxHeaderListSize: Self.maximumHeaderBytes,
          maxHeaderFieldCount: 100)))
    guard let files = options.certificate else { return plain }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
      let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      // Made once here, so that files that do not belong together show before the first client.
      _ = try NIOSSLContext(configuration: configuration)
      return try .tls(plain, tlsConfiguration: configuration)
    } catch { throw .certificate(files, reason: "\(error)") }
  }
}
