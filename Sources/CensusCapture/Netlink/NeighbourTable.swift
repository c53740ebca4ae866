/// The kernel's neighbour table: which station answers for which address on the local links.
public enum NeighbourTable {
  /// One entry.
  public struct Neighbour: Hashable, Sendable {
    /// The address on the network.
    public let address: IPAddress
    /// The address on the link.
    public let station: MACAddress
  }

  // linux/rtnetlink.h and linux/neighbour.h.
  private static let newNeighbour: UInt16 = 28
  private static let getNeighbour: UInt16 = 30
  /// `ndmsg`: family, padding, interface, state, flags, type.
  private static let headerLength = 12
  /// The states in which an entry has no address of the link that was ever confirmed.
  private static let unknownStates: UInt16 = 0x01 | 0x20 | 0x40  // incomplete, failed, without ARP
  /// More entries than this are not read.
  private static let most = 65_536
  private static let what = "the neighbour table"

  /// Reads the table; no privilege is needed.
  public static func read() throws(VantageError) -> [Neighbour] {
    var socket = try NetlinkSocket(.route, what: what)
    let everything = [UInt8](repeating: 0, count: headerLength)
    guard socket.askForDump(getNeighbour, body: everything) else {
      throw .notPermitted(what: what)
    }
    var neighbours: [Neighbour] = []
    while neighbours.count < most {
      guard case .datagram(let length) = socket.receive(waiting: 2000) else {
        throw .cannotOpen(what: what, reason: "the kernel does not answer")
      }
      var hasEnded = false
      socket.withDatagram(length: length) { datagram in
        NetlinkMessage.forEach(in: datagram) { type, _, body in
          if let neighbour = decode(type: type, body) {
            neighbours.append(neighbour)
          } else if NetlinkMessage.status(type: type, body) != nil {
            hasEnded = true
          }
        }
      }
      if hasEnded { break }
    }
    return neighbours
  }

  /// The entry that a message describes; nil where it is of another kind, or has no station.
  static func decode(type: UInt16, _ body: RawSpan) -> Neighbour? {
    guard type == newNeighbour,
      let state = body.integer16(at: 8, NetlinkMessage.order), state & unknownStates == 0
    else { return nil }
    var (address, station): (IPAddress?, MACAddress?)
    NetlinkMessage.forEachAttribute(of: body, from: headerLength) { type, value in
      switch (type, value.byteCount) {
      case (1, 4): address = value.bigEndian32(at: 0).map { IPAddress(v4: $0) }
      case (1, 16):
        if let high = value.bigEndian64(at: 0), let low = value.bigEndian64(at: 8) {
          address = IPAddress(v6: high, low)
        }
      case (2, 6):
        if let high = value.bigEndian32(at: 0), let low = value.bigEndian16(at: 4) {
          station = MACAddress(UInt64(high) << 16 | UInt64(low))
        }
      default: break
      }
    }
    guard let address, let station, station.bits != 0 else { return nil }
    return Neighbour(address: address, station: station)
  }
}
