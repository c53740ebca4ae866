import CensusProtocol

extension PhaseRecording {
  /// Now and then the unit asks where the router is: ARP, and neighbour solicitations (RFC 4861,
  /// section 4.3). The router's answers are the router's packets.
  mutating func playNeighbourDiscovery() {
    var random = stream("neighbours")
    let router = BenchNetwork.router
    let group = router.linkLocal.solicitedNodeGroup
    let conversation = toGroup(group, from: unit.linkLocal)
    let advertisement = FlowKey(
      protocolNumber: InternetPacket.icmpSix,
      local: Endpoint(address: router.linkLocal, port: 0),
      remote: Endpoint(address: unit.linkLocal, port: 0))
    for moment in moments(every: 500...1000, &random) {
      let solicitation =
        [135, 0, 0, 0, 0, 0, 0, 0] + router.linkLocal.bytes + [1, 1] + unit.ethernet.bytes
      send(
        Transport.icmpSix(from: unit.linkLocal, to: group, solicitation), in: conversation,
        at: moment)
      let answer =
        [136, 0, 0, 0, 0xe0, 0, 0, 0] + router.linkLocal.bytes + [2, 1] + router.ethernet.bytes
      let packet = packet(
        Transport.icmpSix(from: router.linkLocal, to: unit.linkLocal, answer), in: advertisement)
      record(
        packet, from: router.ethernet, to: unit.ethernet, flow: advertisement, exchange: nil,
        direction: .up, at: moment.after(microseconds: 850))
    }
  }
}
