public import CensusProtocol

/// The owner's word that contributions may leave, and to whom. Without it nothing is composed.
public struct HouseConsent: Sendable, Equatable {
  /// The server's address, such as `https://census.example`.
  public var server: String
  /// What the owner says of where the house is; `ZZ` says nothing.
  public var region: HouseRegion
  /// A relay such as `socks5h://127.0.0.1:9050`, through which everything goes; nil for none.
  public var relay: String?
  /// A PEM file with the certificate authorities to trust instead of the system's.
  public var certificateAuthorities: String?
  /// The first epoch that may leave.
  public var since: Epoch

  public init(
    server: String, region: HouseRegion, relay: String?, certificateAuthorities: String?,
    since: Epoch
  ) {
    self.server = server
    self.region = region
    self.relay = relay
    self.certificateAuthorities = certificateAuthorities
    self.since = since
  }
}

/// How far an epoch is on its way to the server.
public enum EpochStage: Sendable, Equatable {
  /// Tokens are asked for at this moment, drawn uniformly from what was left of the epoch.
  case planned(UTCTime)
  /// The tokens are here; the contributions are composed when the epoch has closed.
  case ready
  /// The contributions are in the spool, or there was nothing to contribute.
  case composed
  /// Nothing of the epoch can leave, for this reason.
  case lost(String)
}

/// A token that the issuer has signed, with the private half of its pseudonym.
struct OwnedToken: Sendable {
  let token: Token
  let key: SigningKey
}

/// A contribution in the spool.
public struct HouseEntry: Sendable, Equatable {
  /// Where an entry stands.
  public enum State: String, Sendable {
    case waiting, acknowledged, refused
  }

  /// The entry's number in the spool; no meaning outside it.
  public let number: Int64
  public let epoch: Epoch
  /// Exactly what leaves: 4,096 bytes.
  public let body: [UInt8]
  public let sequence: UInt8
  public let state: State
  public let attempts: Int64
  /// When it is sent, or sent again.
  public let nextAttempt: UTCTime
  /// What the server said last, or why it was not reached.
  public let lastAnswer: String

  /// Whether this takes back what was sent before.
  public var isWithdrawal: Bool { upload != nil && upload?.contribution == nil }

  /// What the body says; nil where this version of the program cannot read it.
  public var upload: HouseUpload? { try? HouseUpload(decoding: body) }
}
