/// One HTTP exchange at a time, by libcurl: what the commands need to speak with a server.
///
/// In: an `HTTPRequest`. Out: an `HTTPResponse`, or an `HTTPTransferError` that says why none came.
/// A response of any status is a response: what a 4xx means is for the caller to say.
///
/// TLS certificates are verified always; there is no switch to turn that off. `CurlHandle` is the one
/// place with C pointers.
public struct HTTPRequest: Sendable {
  /// The methods that FlowCensus's interface uses.
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  public let method: Method
  /// An absolute `http:` or `https:` address.
  public let url: String
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// A PEM file with the certificate authorities to trust instead of the system's.
  public var certificateAuthorities: String?
  /// A relay through which the exchange goes, such as `socks5h://127.0.0.1:9050`: with `socks5h` the name
  /// of the server is looked up by the relay, so that nobody on the way sees it. Where it is nil, the
  /// environment's proxy, if any, is used.
  public var relay: String?
  /// A longer response is given up, so that a server cannot fill the memory; in bytes.
  public var maximumResponseBytes = 64 * 1024 * 1024

  public init(
    method: Method = .get, url: String, headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], certificateAuthorities: String? = nil, relay: String? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.certificateAuthorities = certificateAuthorities
    self.relay = relay
  }

  /// Sends the request and waits for the whole response. Blocks the calling thread: for commands, not
  /// for an event loop. Gives up when no connection comes about in 15 s, or when fewer than 10
  /// bytes a second move for 60 s.
  ///
  /// Every exchange has a connection of its own, which ends with it.
  public func perform() throws(HTTPTransferError) -> HTTPResponse {
    try CurlHandle.perform(self)
  }
}

/// What a server answered.
public struct HTTPResponse: Sendable {
  public let status: Int
  /// Names in lower case; of a repeated header, the last.
  public let headers: [String: String]
  public let body: [UInt8]

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// Why no response came.
public struct HTTPTransferError: Error, Equatable, CustomStringConvertible {
  /// What kind of failure it was, for deciding whether to try again.
  public enum Kind: Sendable {
    /// The address cannot be used: trying again is useless.
    case address
    /// The server's certificate was not accepted.
    case certificate
    /// The relay cannot be used or refused to go on: worth another try, never without it.
    case relay
    /// Nobody answered, or the exchange broke off: worth another try.
    case connection
    /// The response was longer than `maximumResponseBytes`.
    case responseTooLarge
  }

  public let kind: Kind
  public let url: String
  /// The library's own words.
  public let reason: String

  public var description: String {
    switch kind {
    case .address: "\(url) is not an address that can be used: \(reason)"
    case .certificate:
      "the certificate of \(url) was not accepted: \(reason). If the server has a certificate of its own authority, name that authority's file"
    case .relay: "\(url) could not be reached through the relay: \(reason)"
    case .connection: "\(url) did not answer: \(reason)"
    case .responseTooLarge: "the answer of \(url) is too long: \(reason)"
    }
  }
}
