/// A connection as the local network sees it, on the far side of any address translation.
///
/// A packet of a device goes out under the router's address, and a packet that was sent to the router may
/// be let in to a device. What the local network sees are the addresses on its own side: the original
/// source of what its devices begin; and the translated destination of what is begun from outside.
struct LocalView {
  let isLocal: (IPAddress) -> Bool

  /// At most two records: what either side did since the last reading. Traffic of the machine with itself
  /// never was in a network and gives none.
  func records(of step: ConnectionLedger.Step, at now: Int64) -> [FlowRecord] {
    let original = step.connection.original
    guard !Self.isLoopback(original.source), !Self.isLoopback(original.destination) else {
      return []
    }
    let asked = End(address: original.destination, port: original.destinationPort)
    let answering = End(
      address: step.connection.reply.source, port: step.connection.reply.sourcePort)
    let caller = End(address: original.source, port: original.sourcePort)
    // A device whose question was redirected, such as to the router's own resolver, still sees the answer
    // come from where it asked.
    let called = isLocal(caller.address) ? asked : answering
    let times = (first: min(step.since, now), last: now)
    return [
      record(step.original, from: caller, to: called, .sender, original.transport, times),
      record(step.reply, from: called, to: caller, .receiver, original.transport, times),
    ].compactMap { $0 }
  }

  private struct End {
    let address: IPAddress
    let port: UInt16
  }

  private func record(
    _ counters: Connection.Counters, from source: End, to destination: End,
    _ began: FlowRecord.Began, _ transport: UInt8, _ times: (first: Int64, last: Int64)
  ) -> FlowRecord? {
    guard counters.packets > 0 else { return nil }
    return FlowRecord(
      exporter: source.address, format: nil, source: source.address,
      destination: destination.address, sourcePort: source.port,
      destinationPort: destination.port, transport: transport, packets: counters.packets,
      bytes: counters.bytes, first: max(0, times.first), last: max(0, times.last), began: began)
  }

  private static func isLoopback(_ address: IPAddress) -> Bool {
    address.version == .v4
      ? address.low >> 24 == 127 : address.high == 0 && address.low == 1
  }
}
