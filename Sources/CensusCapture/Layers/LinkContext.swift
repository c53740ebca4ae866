/// What the link said of a packet: between which stations it went, and how it was cast. Part of what
/// tells a flow's device, never of what tells the flow.
public struct LinkContext: Hashable, Sendable {
  /// How a frame was sent, as far as the link says so.
  public enum Cast: UInt8, Sendable {
    /// To one station, or to a group other than all; or the link does not say.
    case ordinary
    /// To all stations: ff:ff:ff:ff:ff:ff, or cooked capture's broadcast or multicast.
    case toAll
    /// Cooked capture: sent to the capturing machine.
    case toUs
    /// Cooked capture: sent by the capturing machine.
    case fromUs
  }

  // 48 bits of address, above them whether there is one; the destination also carries the cast.
  private let sourceBits: UInt64
  private let destinationBits: UInt64
  private static let present: UInt64 = 1 << 48

  /// A link that carries both addresses.
  @inline(__always)
  init(source: MACAddress, destination: MACAddress) {
    sourceBits = source.bits | Self.present
    let cast: Cast = destination == .broadcast ? .toAll : .ordinary
    destinationBits = destination.bits | Self.present | UInt64(cast.rawValue) << 56
  }

  /// A link without both addresses.
  @inline(__always)
  init(cast: Cast = .ordinary) {
    sourceBits = 0
    destinationBits = UInt64(cast.rawValue) << 56
  }

  /// What a flow record says: either address, both or none.
  init(source: MACAddress?, destination: MACAddress?) {
    sourceBits = source.map { $0.bits | Self.present } ?? 0
    let cast: Cast = destination == .broadcast ? .toAll : .ordinary
    destinationBits =
      (destination.map { $0.bits | Self.present } ?? 0) | UInt64(cast.rawValue) << 56
  }

  /// The sending station (802.11: SA, not the access point); nil where the link does not carry it.
  public var source: MACAddress? {
    sourceBits & Self.present == 0 ? nil : MACAddress(sourceBits)
  }

  /// The receiving station (802.11: DA); nil where the link does not carry it.
  public var destination: MACAddress? {
    destinationBits & Self.present == 0 ? nil : MACAddress(destinationBits)
  }

  /// How the frame was sent.
  public var cast: Cast {
    Cast(rawValue: UInt8(destinationBits >> 56)) ?? .ordinary
  }

  @inline(__always)
  public static func == (left: LinkContext, right: LinkContext) -> Bool {
    left.sourceBits == right.sourceBits && left.destinationBits == right.destinationBits
  }
}
