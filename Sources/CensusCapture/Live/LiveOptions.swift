/// How a live interface is looked at.
public struct LiveOptions: Sendable, Equatable {
  /// The interface's name, `br-lan`; `any` is all of them, without their stations' addresses.
  public var interface: String
  /// How many bytes of a packet are kept, at least 1. Counting needs the headers alone; DHCP and the like,
  /// by which devices are told, lie further in. What is longer is cut, and counted in full all the same.
  public var snapLength: Int
  /// How many bytes are kept of TCP and UDP packets whose ports say that only their headers are looked at,
  /// which are nearly all; nil keeps them like the others. The kernel copies less, and its buffer holds more.
  public var headerLength: Int?
  /// Room for packets that came while others were being counted, in bytes. At 400,000 packets a second
  /// 2 MiB last for some 25 ms. It is part of the process's memory.
  public var bufferLength: Int
  /// Whether frames for other stations are taken too: at a gateway's interface they are the point.
  public var isPromiscuous: Bool

  /// The options of an interface, with what is right for a gateway.
  public init(
    interface: String, snapLength: Int = 512, headerLength: Int? = 128,
    bufferLength: Int = 2 << 20, isPromiscuous: Bool = true
  ) {
    self.interface = interface
    let snapLength = min(max(1, snapLength), CaptureLimits.longestWireLength)
    self.snapLength = snapLength
    self.headerLength = headerLength.map { min(max(Self.longestHeaders, $0), snapLength) }
    self.bufferLength = min(max(256 << 10, bufferLength), 1 << 30)
    self.isPromiscuous = isPromiscuous
  }

  /// Ethernet with a VLAN tag, IPv6 with a fragment header or IPv4 with all its options, and TCP's flags.
  private static let longestHeaders = 14 + 4 + 60 + 20

  /// For how long the kernel collects packets before it hands a part of the buffer over that is not full:
  /// waking for each packet would cost more than counting it. In milliseconds.
  static let collectingTime: Int32 = 100
}
