import CensusProtocol

/// A station of the bench and whom it talks to, on one pair of ports.
struct Conversation {
  let station: Station
  let flow: FlowKey
  /// Who gets the station's frames.
  let receiver: EthernetAddress
  /// The row of what the station sends.
  let sent: Exchange
  /// The row of what comes back; nil where it is the answering neighbour's own, for of two hosts
  /// of the network the sender has the packet.
  let received: Exchange?

  /// With a server on the internet, through the router.
  init(
    of station: Station, with host: RemoteHost, protocolNumber: UInt8,
    localPort: UInt16 = 0, remotePort: UInt16 = 0, service: ServiceClass
  ) {
    self.station = station
    flow = FlowKey(
      protocolNumber: protocolNumber,
      local: Endpoint(address: station.address(towards: host.address), port: localPort),
      remote: Endpoint(address: host.address, port: remotePort))
    receiver = BenchNetwork.router.ethernet
    sent = Exchange(owner: station, place: host.place, service: service)
    received = sent
  }

  /// With the router itself.
  init(
    of station: Station, withRouterBy protocolNumber: UInt8, localPort: UInt16 = 0,
    remotePort: UInt16 = 0, service: ServiceClass
  ) {
    self.station = station
    flow = FlowKey(
      protocolNumber: protocolNumber,
      local: Endpoint(address: station.four, port: localPort),
      remote: Endpoint(address: BenchNetwork.router.four, port: remotePort))
    receiver = BenchNetwork.router.ethernet
    sent = Exchange(owner: station, place: .lan, service: service)
    received = nil
  }

  /// With an address that no host answers: a group, everyone, or an address set aside.
  init(
    of station: Station, from local: Endpoint, to remote: Endpoint, protocolNumber: UInt8,
    receiver: EthernetAddress, place: Place, service: ServiceClass
  ) {
    self.station = station
    flow = FlowKey(protocolNumber: protocolNumber, local: local, remote: remote)
    self.receiver = receiver
    sent = Exchange(owner: station, place: place, service: service)
    received = nil
  }

  /// With the hosts that listen to an IP multicast group.
  init(
    of station: Station, from local: Endpoint, toGroup remote: Endpoint, protocolNumber: UInt8,
    service: ServiceClass
  ) {
    self.init(
      of: station, from: local, to: remote, protocolNumber: protocolNumber,
      receiver: .group(remote.address), place: .multicast, service: service)
  }
}
