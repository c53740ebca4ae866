import CensusProtocol

extension PhaseRecording {
  /// The unit joins the network in the phase's first 20 s: it gets an IPv4 address by DHCP and asks
  /// for it again half-way, makes IPv6 addresses, and says which groups it listens to.
  mutating func joinNetwork() {
    let nobody = Conversation(
      of: unit, from: Endpoint(address: .unspecifiedFour, port: 68),
      to: Endpoint(address: .broadcast, port: 67), protocolNumber: InternetPacket.udp,
      receiver: .everyone, place: .broadcast, service: .other)
    let router = BenchNetwork.router
    let renewal = Conversation(
      of: unit, withRouterBy: InternetPacket.udp, localPort: 68, remotePort: 67, service: .other)
    let steps: [(Conversation, DHCPMessage.Kind, DHCPMessage.Kind, Moment)] = [
      (nobody, .discover, .offer, started.after(seconds: 2)),
      (nobody, .request, .acknowledgement, started.after(seconds: 3)),
      (renewal, .request, .acknowledgement, halfWay),
    ]
    for (conversation, question, answer, moment) in steps {
      let flow = conversation.flow
      let asked = DHCPMessage.bytes(question, from: unit)
      send(Transport.udp(from: flow.local, to: flow.remote, asked), in: conversation, at: moment)
      // The router's answer goes to the address that the unit is about to have: a flow of its own
      // until the renewal, and the router's packet in any case.
      let answered = DHCPMessage.bytes(answer, from: unit)
      receive(
        Transport.udp(from: renewal.flow.remote, to: renewal.flow.local, answered), in: renewal,
        at: moment.after(milliseconds: 9))
    }
    record(
      type: EthernetFrame.addressResolution,
      EthernetFrame.addressResolution(
        operation: 1, from: unit.ethernet, unit.four, to: router.ethernet, router.four),
      from: unit.ethernet, to: .everyone, at: started.after(seconds: 4))
    record(
      type: EthernetFrame.addressResolution,
      EthernetFrame.addressResolution(
        operation: 2, from: router.ethernet, router.four, to: unit.ethernet, unit.four),
      from: router.ethernet, to: unit.ethernet, at: started.after(seconds: 4).after(milliseconds: 1)
    )
    joinInternetSix()
  }

  /// A whole minute past the middle, when nothing else is due.
  private var halfWay: Moment {
    Moment(microseconds: (started.microseconds + ended.microseconds) / 2).after(seconds: 61)
  }

  private mutating func joinInternetSix() {
    // Is anyone using the address (RFC 4862, section 5.4)? Is there a router (RFC 4861, 4.1)?
    let target = unit.linkLocal.bytes
    let own = unit.linkLocal
    let messages: [(InternetAddress, InternetAddress, [UInt8])] = [
      (.unspecifiedSix, own.solicitedNodeGroup, [135, 0, 0, 0, 0, 0, 0, 0] + target),
      (own, .allRouters, [133, 0, 0, 0, 0, 0, 0, 0, 1, 1] + unit.ethernet.bytes),
    ]
    for (index, (source, group, message)) in messages.enumerated() {
      let conversation = toGroup(group, from: source)
      send(
        Transport.icmpSix(from: source, to: group, message), in: conversation,
        at: started.after(seconds: 6 + Int64(index)))
    }
    reportListener(at: started.after(seconds: 9))
  }

  /// MLDv2 (RFC 3810, section 5.2), behind a hop-by-hop header with the router alert (RFC 2711).
  private mutating func reportListener(at moment: Moment) {
    let group = unit.linkLocal.solicitedNodeGroup
    let conversation = toGroup(.listenerReports, from: unit.linkLocal)
    let report = [143, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0, 0] + group.bytes
    var packet = packet(
      Transport.icmpSix(from: unit.linkLocal, to: .listenerReports, report),
      in: conversation.flow)
    packet.extensionHeaders = (first: 0, bytes: [InternetPacket.icmpSix, 0, 5, 2, 0, 0, 1, 0])
    record(
      packet, from: unit.ethernet, to: conversation.receiver, flow: conversation.flow,
      exchange: conversation.sent, direction: .up, at: moment)
  }

  /// ICMPv6 from the unit to a group.
  func toGroup(_ group: InternetAddress, from source: InternetAddress) -> Conversation {
    Conversation(
      of: unit, from: Endpoint(address: source, port: 0),
      toGroup: Endpoint(address: group, port: 0), protocolNumber: InternetPacket.icmpSix,
      service: .other)
  }
}
