public import CensusProtocol

/// What one flow did in one direction within one hour, seen from the device. No address is in it.
public struct Observation: Sendable {
  /// The device's side of the flow.
  public var device: Device
  /// Where the other side is.
  public var places: Places
  /// What kind of service the ports say.
  public var service: ServiceClass
  /// Which way the bytes went.
  public var direction: Direction
  /// How it was decided which side is the device.
  public var decidedBy: DecidedBy

  /// Equal exactly where `device` is, among the observations of one attributor; counted from 0.
  public var deviceNumber: UInt32
  /// Equal exactly where `places` are, among the observations of one attributor; counted from 0.
  public var placesNumber: UInt32

  /// Hours since 1970-01-01T00:00Z.
  public var hour: UInt32
  /// IP packets, at least 1.
  public var packets: UInt64
  /// IP bytes: headers and payload.
  public var bytes: UInt64
  /// Bit n is set where a packet was seen in minute n of the hour.
  public var minutes: UInt64
  /// Flows begun: 1 in exactly one observation of each flow, else 0.
  public var flowsBegun: Int
  /// The shortest TCP handshake round trip to the remote side, in microseconds, of the answers counted
  /// here; nil where there was none.
  public var handshake: UInt32?
  /// Which flow of which capture this is part of.
  public var flow: FlowIdentity
}

/// Which flow an observation is part of, to count distinct flows without keeping what makes a flow.
public struct FlowIdentity: Sendable, Hashable {
  /// Running number in the capture; wraps around after 2^32.
  public var serial: UInt32
  /// False where there were only later fragments, which make no flow.
  public var isCounted: Bool
  /// The flow is handed out in more pieces than one for each direction, over time.
  public var isOneOfSeveral: Bool
  /// Nothing of this serial comes later, but for the other direction's that directly follows.
  public var isLast: Bool
}
