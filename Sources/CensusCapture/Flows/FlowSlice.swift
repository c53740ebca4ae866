/// What one flow did in one direction, within one UTC hour and one link context: the unit in which the
/// flow table hands out what it counted. Adding up all slices gives every packet exactly once.
public struct FlowSlice: Sendable {
  /// The sender.
  public var source: IPAddress
  /// The receiver.
  public var destination: IPAddress
  /// 0 where the protocol has no ports.
  public var sourcePort: UInt16
  /// 0 where the protocol has no ports.
  public var destinationPort: UInt16
  /// IANA's IP protocol number.
  public var transport: UInt8
  /// The stations between which the packets went, and how they were cast.
  public var link: LinkContext
  /// Whether the sender is the side that began the flow (ORACLE.md rule 7; see `Beginning`).
  public var senderBeganFlow: Bool

  /// Hours since 1970-01-01T00:00Z.
  public var hour: UInt32
  /// At least 1.
  public var packets: UInt64
  /// IP bytes: headers and payload.
  public var bytes: UInt64
  /// Microseconds since 1970 of the first packet.
  public var first: Int64
  /// Microseconds since 1970 of the last packet.
  public var last: Int64
  /// Bit n is set where a packet was seen in minute n of the hour.
  public var minutes: UInt64

  /// Whether the flow's first packet is in this slice: exactly one slice of each flow says so.
  public var beginsFlow: Bool
  /// False where the slice holds nothing but later fragments, which are packets but not a flow.
  public var isOfFlow: Bool
  /// Running number of the flow in its capture; wraps around after 2^32.
  public var serial: UInt32
  /// The flow's other slices come right before or after this one (at most one each direction), unless
  /// this is true: then the flow was handed out in several pieces over time.
  public var isOneOfSeveral: Bool
  /// No slice of this serial comes later, but for the other direction's that directly follows.
  public var endsFlow: Bool
  /// The shortest TCP handshake round trip between the vantage and the sender, in microseconds, of the
  /// answers in this slice; nil where the sender answered no handshake in it.
  public var handshake: UInt32?
}
