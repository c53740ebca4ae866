public import CensusAttribution
public import CensusProtocol

/// What one device exchanged with one place by one class of service within one UTC hour.
public struct Tally: Sendable, Equatable {
  /// What the counters are for.
  public struct Key: Hashable, Sendable {
    /// Hours since 1970-01-01T00:00Z.
    public let hour: UInt32
    /// The device.
    public let device: Device
    /// Where the other side is, as each database answers.
    public let places: Places
    /// What kind of service the ports say.
    public let service: ServiceClass

    /// The key of a tally.
    public init(hour: UInt32, device: Device, places: Places, service: ServiceClass) {
      self.hour = hour
      self.device = device
      self.places = places
      self.service = service
    }
  }

  /// Packets and IP bytes in one direction.
  public struct Traffic: Sendable, Hashable {
    /// IP packets.
    public var packets: UInt64 = 0
    /// IP bytes: headers and payload.
    public var bytes: UInt64 = 0

    /// Nothing.
    public init() {}

    /// What a store kept.
    init(packets: UInt64, bytes: UInt64) {
      self.packets = packets
      self.bytes = bytes
    }

    mutating func add(_ observation: Observation) {
      packets += observation.packets
      bytes += observation.bytes
    }

    mutating func add(_ other: Traffic) {
      packets += other.packets
      bytes += other.bytes
    }
  }

  /// What the counters are for.
  public let key: Key
  /// What was counted.
  public let counters: Counters

  /// What is counted for one key.
  public struct Counters: Sendable, Equatable {
    /// Flows that began in this hour. A flow that goes on from the hour before is not counted again.
    public private(set) var flows = 0
    /// From the device to the place.
    public private(set) var up = Traffic()
    /// From the place to the device.
    public private(set) var down = Traffic()
    /// Bit n is set where a packet was seen, in either direction, in minute n of the hour.
    public private(set) var minutes: UInt64 = 0
    /// The shortest TCP handshake round trip to the remote side, in microseconds; nil where none was seen.
    public private(set) var handshake: UInt32?

    /// Nothing counted yet.
    public init() {}

    /// What a store kept.
    init(flows: Int, up: Traffic, down: Traffic, minutes: UInt64, handshake: UInt32?) {
      self.flows = flows
      self.up = up
      self.down = down
      self.minutes = minutes
      self.handshake = handshake
    }

    /// The number of distinct minutes of the hour with a packet, 0 to 60.
    public var contactMinutes: Int { minutes.nonzeroBitCount }

    mutating func add(_ observation: Observation) {
      flows += observation.flowsBegun
      minutes |= observation.minutes
      switch observation.direction {
      case .up: up.add(observation)
      case .down: down.add(observation)
      }
      if let seen = observation.handshake { handshake = min(handshake ?? seen, seen) }
    }

    mutating func add(_ other: Counters) {
      flows += other.flows
      minutes |= other.minutes
      up.add(other.up)
      down.add(other.down)
      if let seen = other.handshake { handshake = min(handshake ?? seen, seen) }
    }
  }
}

extension Tally.Key: Comparable {
  /// By hour, device, places and service.
  public static func < (left: Tally.Key, right: Tally.Key) -> Bool {
    if left.hour != right.hour { return left.hour < right.hour }
    if left.device != right.device { return left.device < right.device }
    if left.places != right.places { return left.places < right.places }
    return left.service.rawValue < right.service.rawValue
  }
}
