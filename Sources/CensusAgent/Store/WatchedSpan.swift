public import CensusAttribution
public import CensusProtocol

/// What the agent watched since it last wrote to its store: usually one minute.
public struct WatchedSpan: Sendable {
  /// What was counted.
  public var tallies: [Tally]
  /// The minutes since 1970-01-01T00:00Z that were watched. What is not named here is a gap.
  public var minutes: Range<Int64>
  /// What is known to be missing from the tallies.
  public var loss: WatchLoss
  /// The geo databases that gave the places, in the order of their answers.
  public var databases: [GeoDatabaseReference]

  public init(
    tallies: [Tally], minutes: Range<Int64>, loss: WatchLoss = WatchLoss(),
    databases: [GeoDatabaseReference]
  ) {
    self.tallies = tallies
    self.minutes = minutes
    self.loss = loss
    self.databases = databases
  }
}

/// What a vantage did not see or could not read, as the store keeps it for each hour.
public struct WatchLoss: Sendable, Hashable {
  /// Packets or records that are known to be lost: drops by kernel or interface, gaps in sequences.
  public var lost: UInt64
  /// Packets or records that arrived and could not be read.
  public var undecodable: UInt64
  /// Packets or records that were read: what the other two are a share of.
  public var read: UInt64
  /// One packet in so many was looked at; 1 where nothing was sampled.
  public var sampling: UInt64

  public init(lost: UInt64 = 0, undecodable: UInt64 = 0, read: UInt64 = 0, sampling: UInt64 = 1) {
    self.lost = lost
    self.undecodable = undecodable
    self.read = read
    self.sampling = sampling
  }

  mutating func add(_ other: WatchLoss) {
    lost += other.lost
    undecodable += other.undecodable
    read += other.read
    sampling = max(sampling, other.sampling)
  }
}

/// How long a device was there to be seen.
public struct Presence: Sendable, Hashable {
  public let device: Device
  /// Hours since 1970-01-01T00:00Z.
  public let hour: Int64
  /// Bit n is set where the device was present in minute n, whether or not it sent anything.
  public let bits: UInt64

  /// 0 to 60.
  public var minutes: Int { bits.nonzeroBitCount }
}

/// What the agent watched within one hour.
public struct WatchedHour: Sendable, Hashable {
  /// Hours since 1970-01-01T00:00Z.
  public let hour: Int64
  /// Bit n is set where minute n was watched.
  public let bits: UInt64
  public let loss: WatchLoss
  /// The geo databases in use, in the order of their answers.
  public let databases: [GeoDatabaseReference]

  /// 0 to 60.
  public var minutes: Int { bits.nonzeroBitCount }
}
