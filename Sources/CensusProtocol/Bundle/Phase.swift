/// A stretch of a session under one condition.
public struct Phase: Hashable, Sendable {
  public var condition: Condition
  /// Which step of the plan it is, and so for which figures it counts.
  public var step: PhaseStep
  /// The first moment of the phase, at a whole minute.
  public var started: UTCTime
  /// The first moment after the phase, at a whole minute.
  public var ended: UTCTime
  /// Nil for a phase that counts.
  public var void: VoidReason?
  public var loss: Loss
  /// The capture files behind the phase; they stay with the organisation.
  public var captures: [CaptureReference]
  /// One for each hour of UTC that the phase touches, in order, silent ones too.
  public var blocks: [Block]

  public init(
    condition: Condition, step: PhaseStep, started: UTCTime, ended: UTCTime, void: VoidReason?,
    loss: Loss, captures: [CaptureReference], blocks: [Block]
  ) {
    self.condition = condition
    self.step = step
    self.started = started
    self.ended = ended
    self.void = void
    self.loss = loss
    self.captures = captures
    self.blocks = blocks
  }
}

/// What the agent could not see or read; all zero in a perfect capture.
public struct Loss: Hashable, Sendable {
  /// Packets that the kernel or the capturing program reported as dropped.
  public var dropped: Int64
  /// Packets that were captured but could not be read as link, IP or transport headers.
  public var undecodable: Int64
  /// Damaged blocks of a capture file that were skipped.
  public var damagedBlocks: Int64
  /// Capture files that end in the middle of a packet.
  public var cutCaptures: Int64

  /// Nothing lost.
  public static let none = Loss(dropped: 0, undecodable: 0, damagedBlocks: 0, cutCaptures: 0)

  public init(dropped: Int64, undecodable: Int64, damagedBlocks: Int64, cutCaptures: Int64) {
    self.dropped = dropped
    self.undecodable = undecodable
    self.damagedBlocks = damagedBlocks
    self.cutCaptures = cutCaptures
  }

  /// Whether silence may be loss: a phase with such loss must be void. Undecodable packets do not
  /// count here, since a network carries some that are nobody's IP traffic.
  public var hidesPackets: Bool { dropped > 0 || damagedBlocks > 0 || cutCaptures > 0 }
}

/// A capture file, by its content.
public struct CaptureReference: Hashable, Sendable {
  /// SHA-256 of the file's bytes.
  public var digest: Digest
  /// The file's size.
  public var bytes: Int64
  /// The packets in it, of whatever kind.
  public var packets: Int64

  public init(digest: Digest, bytes: Int64, packets: Int64) {
    self.digest = digest
    self.bytes = bytes
    self.packets = packets
  }
}

/// An hour of UTC within a phase.
public struct Block: Hashable, Sendable {
  /// The hour's first moment.
  public var hour: UTCTime
  /// For how many minutes of the hour the phase ran, 1 to 60: the denominator of every rate.
  public var exposureMinutes: Int64
  /// In ascending order of places and service class, each pair once.
  public var rows: [Row]

  public init(hour: UTCTime, exposureMinutes: Int64, rows: [Row]) {
    self.hour = hour
    self.exposureMinutes = exposureMinutes
    self.rows = rows
  }
}

/// What the unit exchanged with one place, by one class of service, in one block.
public struct Row: Hashable, Sendable {
  /// The place as each geo database answers, in the order of the bundle's databases.
  public var places: [Place]
  public var service: ServiceClass
  /// The flows that began in the block.
  public var flows: Int64
  public var up: Traffic
  public var down: Traffic
  /// The minutes of the block in which at least one packet went either way.
  public var contactMinutes: Int64
  /// The shortest TCP handshake round trip, in microseconds, where one was seen.
  public var handshakeMicroseconds: Int64?

  public init(
    places: [Place], service: ServiceClass, flows: Int64, up: Traffic, down: Traffic,
    contactMinutes: Int64, handshakeMicroseconds: Int64?
  ) {
    self.places = places
    self.service = service
    self.flows = flows
    self.up = up
    self.down = down
    self.contactMinutes = contactMinutes
    self.handshakeMicroseconds = handshakeMicroseconds
  }

  /// The order of rows in a block.
  public static func isOrderedBefore(_ left: Row, _ right: Row) -> Bool {
    left.sortKey.lexicographicallyPrecedes(right.sortKey)
  }

  var sortKey: [String] { places.map(\.description) + [service.rawValue] }
}

/// Packets and bytes in one direction; bytes are IP total lengths.
public struct Traffic: Hashable, Sendable {
  public var packets: Int64
  public var bytes: Int64

  public init(packets: Int64, bytes: Int64) {
    self.packets = packets
    self.bytes = bytes
  }
}
