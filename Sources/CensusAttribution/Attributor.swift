public import CensusCapture
import CensusProtocol

/// Turns slices of flows into observations. It is asked once for each slice, never for each packet.
public struct Attributor {
  private let networks: LocalNetworks
  private var finder: PlaceFinder
  var register = DeviceRegister()
  /// Who is behind the addresses of the local network, where the vantage does not see stations.
  private(set) var addressBook = AddressBook()
  /// Since when a lease has named a station, in microseconds since 1970.
  var leasedSince: [MACAddress: Int64] = [:]
  /// Since when, in microseconds since 1970, a device was observed that showed nothing of itself.
  var silentSince: [MACAddress: Int64] = [:]
  /// When devices were forgotten, in microseconds since 1970: what they showed up to then is not used.
  public var forgotten: [Device: Int64] = [:]
  /// Which devices turned out to be others under a new address, after something was observed of them.
  public internal(set) var continuations: [Device: Device] = [:]
  /// The earliest and the latest slice's last packet, in microseconds since 1970.
  private(set) var observed: ClosedRange<Int64>?

  /// `networks` are local beside the blocks that always are; the databases answer in their order.
  public init(networks: LocalNetworks, databases: [GeoDatabase]) {
    self.networks = networks
    finder = PlaceFinder(databases: databases)
  }

  /// What `slice` says of a device.
  public mutating func observe(_ slice: FlowSlice) -> Observation {
    let side = Side(of: slice, networks: networks)
    let isUp = side.direction == .up
    // A link that does not carry both addresses has neither.
    let device = register.number(
      isUp ? slice.link.source : slice.link.destination, isUp ? slice.source : slice.destination,
      at: slice.last, addressBook)
    if isUp, let station = slice.link.source { register.hear(station, at: slice.last) }
    noteTime(slice.last)
    let places = finder.number(of: side.remote)
    return Observation(
      device: register[device],
      places: finder[places],
      service: Self.service(of: slice, side),
      direction: side.direction,
      decidedBy: side.decidedBy,
      deviceNumber: device,
      placesNumber: places,
      hour: slice.hour,
      packets: slice.packets,
      bytes: slice.bytes,
      minutes: slice.minutes,
      flowsBegun: slice.beginsFlow ? 1 : 0,
      handshake: isUp ? nil : slice.handshake,
      flow: FlowIdentity(
        serial: slice.serial, isCounted: slice.isOfFlow, isOneOfSeveral: slice.isOneOfSeveral,
        isLast: slice.endsFlow))
  }

  private mutating func noteTime(_ time: Int64) {
    guard let range = observed else {
      observed = time...time
      return
    }
    if time < range.lowerBound { observed = time...range.upperBound }
    if time > range.upperBound { observed = range.lowerBound...time }
  }

  /// By the remote side's port. Within the local network both sides are ends of equal right: there the
  /// port of the side that did not begin the flow tells.
  private static func service(of slice: FlowSlice, _ side: Side) -> ServiceClass {
    let isToRemote: Bool
    if case .lan = side.remote, side.decidedBy == .sender {
      isToRemote = slice.senderBeganFlow
    } else {
      isToRemote = side.direction == .up
    }
    return ServiceClass(
      protocolNumber: slice.transport,
      remotePort: isToRemote ? slice.destinationPort : slice.sourcePort)
  }

  /// Looks up anew who is behind the addresses of the local network; about once a minute is enough. One
  /// line for each source that could not be read.
  public mutating func refreshNames(from sources: AddressSources) -> [String] {
    sources.refresh(&addressBook)
  }

  /// What devices said of themselves, by device.
  public mutating func hints(_ requests: [MACAddress: DHCPRequest]) -> [Device: DeviceHint] {
    var hints: [Device: DeviceHint] = [:]
    for (client, request) in requests {
      let device = register.number(of: client)
      hints[register[device]] = DeviceHint(request)
    }
    return hints
  }
}
