/// An entry of a server's log: keys that it will issue tokens with, a release, or the models that agents may
/// name. Each names the digest
/// of the one before it, so nothing can be changed, taken out or put in without every later entry showing
/// it; and agents that see the same log see the same keys.
public struct LogEntry: Hashable, Sendable {
  /// The value of `format` in every entry of this version.
  public static let format = "flowcensus-log/1"
  /// The largest encoding that is accepted, in bytes.
  public static let maximumBytes = 64 * 1024 * 1024
  /// What the first entry names as the one before it: 64 zeros.
  public static let beginning: Digest = {
    guard let digest = Digest(String(repeating: "0", count: 64)) else {
      preconditionFailure("64 zeros are a digest's form")
    }
    return digest
  }()

  /// From 0, without gaps.
  public let number: Int64
  /// SHA-256 of the encoding of the entry before, or `beginning`.
  public let previous: Digest
  /// When the server wrote it.
  public let time: UTCTime
  /// The log's key, which signs the entry. It is the same in all entries of a log.
  public let key: VerifyingKey
  public let content: Content

  /// What an entry says.
  public enum Content: Hashable, Sendable {
    case keys(IssuerKeys)
    case release(HouseRelease)
    /// The operator's list of common models, in place of the list before.
    case models(CommonModels)
  }

  public init(
    number: Int64, previous: Digest, time: UTCTime, key: VerifyingKey, content: Content
  ) {
    self.number = number
    self.previous = previous
    self.time = time
    self.key = key
    self.content = content
  }

  /// The release, where the entry is one.
  public var release: HouseRelease? {
    if case .release(let release) = content { release } else { nil }
  }

  /// The keys, where the entry announces some.
  public var keys: IssuerKeys? {
    if case .keys(let keys) = content { keys } else { nil }
  }

  /// The operator's list of common models, where the entry is one.
  public var models: CommonModels? {
    if case .models(let models) = content { models } else { nil }
  }
}

/// The three keys with which the tokens of an epoch are signed, one for each tier.
public struct IssuerKeys: Hashable, Sendable {
  public let epoch: Epoch
  public let new: IssuerPublicKey
  public let established: IssuerPublicKey
  public let organisation: IssuerPublicKey

  public init(
    epoch: Epoch, new: IssuerPublicKey, established: IssuerPublicKey,
    organisation: IssuerPublicKey
  ) {
    self.epoch = epoch
    self.new = new
    self.established = established
    self.organisation = organisation
  }

  /// The key of a tier.
  public subscript(tier: ContributorTier) -> IssuerPublicKey {
    switch tier {
    case .new: new
    case .established: established
    case .organisation: organisation
    }
  }
}
