import CensusProtocol

/// How a server is started.
public struct ServerOptions: Sendable {
  public var listen: ListenAddress
  /// The path of the SQLite file.
  public var database: String
  public var simulatedModels: SimulatedModels
  /// Nil for plain HTTP: on the loopback, or behind a proxy that speaks TLS.
  public var certificate: CertificateFiles?
  /// Nil for a server that is for benches alone.
  public var households: HouseOptions?

  public init(
    listen: ListenAddress, database: String, simulatedModels: SimulatedModels = .refused,
    certificate: CertificateFiles? = nil, households: HouseOptions? = nil
  ) {
    self.listen = listen
    self.database = database
    self.simulatedModels = simulatedModels
    self.certificate = certificate
    self.households = households
  }
}

/// A TLS certificate with its chain, and its private key, both PEM files.
public struct CertificateFiles: Sendable {
  public var certificate: String
  public var key: String

  public init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}

/// Where a server listens: an address and a port, written `127.0.0.1:8080` or `[::1]:8080`.
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
  public let host: String
  /// 0 lets the system choose a free port.
  public let port: Int

  /// Nil unless `text` is an address or host name, a colon and a port from 0 to 65535.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: Int(port))
  }

  init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
