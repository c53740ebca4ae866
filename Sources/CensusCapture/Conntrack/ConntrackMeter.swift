/// The connections that the kernel tracks: what a router already counts, with no packet looked at.
///
/// The kernel's events say which connections begin and end, with their final counters; its table is read
/// every few seconds for those that go on. What counts is the difference of a connection's readings, so
/// offloading, which counts late and in bursts, does no harm. Against packets seen at the interface:
/// a packet is up to one reading interval late; fragments and packets that the network card merged count
/// as the larger packet that they became; what the kernel holds for invalid is not tracked.
public struct ConntrackMeter: Vantage, ~Copyable {
  private var events: NetlinkSocket
  private var tables: NetlinkSocket
  private var ledger: ConnectionLedger
  private var flowTable: FlowTable
  private let view: LocalView
  private let interval: Int64
  private var nextReading: Int64 = .min
  /// What was counted so far. Frames are the connections' packets: of the link nothing is known.
  public private(set) var totals = TrafficTotals()

  /// Datagrams that are taken in one go, so that `advance` returns under any load.
  private static let mostDatagrams = 4096
  /// How much may wait for us: an event takes less than a kilobyte.
  private static let room: Int32 = 8 << 20
  /// Multicast groups (linux/netfilter/nfnetlink_compat.h): connections that begin, and that end.
  private static let groups = [1, 3]
  /// Milliseconds; the kernel answers at once.
  private static let patience: Int32 = 5000
  private static let what = "connection tracking"

  private init(
    _ events: consuming NetlinkSocket, _ tables: consuming NetlinkSocket, limits: FlowLimits,
    interval: Int, isLocal: @escaping (IPAddress) -> Bool
  ) {
    self.events = events
    self.tables = tables
    ledger = ConnectionLedger(most: limits.mostFlows)
    flowTable = FlowTable(limits: limits)
    view = LocalView(isLocal: isLocal)
    self.interval = Int64(max(1, interval)) * 1_000_000
  }

  /// Begins at the present: what connections had counted before does not count. The table is read every
  /// `interval` seconds, at least 1. `isLocal` says of an address whether it is one of the local network.
  public static func open(
    limits: FlowLimits = FlowLimits(), interval: Int = 10,
    isLocal: @escaping (IPAddress) -> Bool
  ) throws(VantageError) -> ConntrackMeter {
    try ConntrackSettings.check()
    // Events first: what begins while the table is read must not be missed.
    let events = try NetlinkSocket(.netfilter, groups: groups, room: room, what: what)
    let tables = try NetlinkSocket(.netfilter, room: room, what: what)
    var meter = ConntrackMeter(
      events, tables, limits: limits, interval: interval, isLocal: isLocal)
    for connection in try meter.readTable() { meter.ledger.setBaseline(connection, at: .min) }
    return meter
  }

  public mutating func advance(
    at now: Int64, waiting milliseconds: Int32, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) -> Bool {
    let isBehind = nextReading > now.addingReportingOverflow(2 * interval).partialValue
    if now >= nextReading || isBehind {
      let boundary = now - now % interval
      nextReading = boundary + interval
      // What was counted up to the boundary belongs before it, so that minutes and hours stay apart.
      try readConnections(at: max(now - interval, boundary - 1), receive)
    }
    let untilReading = Int32(clamping: (nextReading - now) / 1000 + 1)
    try takeEvents(waiting: min(milliseconds, untilReading), at: now, receive)
    flowTable.passTime(to: now.subtractingReportingOverflow(2 * interval).partialValue, receive)
    return true
  }

  private mutating func takeEvents(
    waiting milliseconds: Int32, at now: Int64, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) {
    var waiting = milliseconds
    for _ in 0..<Self.mostDatagrams {
      switch events.receive(waiting: waiting) {
      case .nothing:
        return
      case .overrun:
        // Whose end was missed shows when the table is read.
        continue
      case .failed(let number):
        throw .lost(what: Self.what, reason: systemErrorText(number))
      case .datagram(let length):
        for message in messages(events, length) {
          switch message {
          case .began(let connection): ledger.begin(connection, at: now)
          case .ended(let connection):
            if let step = ledger.end(connection, at: now) { count(step, at: now, receive) }
          case .stands: break
          }
        }
      }
      waiting = 0
    }
  }

  private mutating func readConnections(
    at time: Int64, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) {
    let connections = try readTable()
    ledger.beginRound()
    for connection in connections {
      if let step = ledger.read(connection, at: time) { count(step, at: time, receive) }
    }
    ledger.endRound()
  }

  private func messages(
    _ socket: borrowing NetlinkSocket, _ length: Int
  ) -> [ConnectionMessage] {
    var messages: [ConnectionMessage] = []
    socket.withDatagram(length: length) { datagram in
      NetlinkMessage.forEach(in: datagram) { type, flags, body in
        if let message = ConnectionDecoder.decode(type: type, flags: flags, body) {
          messages.append(message)
        }
      }
    }
    return messages
  }

  /// Every connection of the kernel's table.
  private mutating func readTable() throws(VantageError) -> [Connection] {
    // `nfgenmsg` for all address families.
    guard tables.askForDump(ConnectionDecoder.getType, body: [0, 0, 0, 0]) else {
      throw .notPermitted(what: Self.what)
    }
    var connections: [Connection] = []
    while true {
      switch tables.receive(waiting: Self.patience) {
      case .nothing:
        throw .lost(what: Self.what, reason: "the kernel does not answer")
      case .overrun:
        continue
      case .failed(let number):
        throw .lost(what: Self.what, reason: systemErrorText(number))
      case .datagram(let length):
        var end: Int32?
        tables.withDatagram(length: length) { datagram in
          NetlinkMessage.forEach(in: datagram) { type, flags, body in
            switch ConnectionDecoder.decode(type: type, flags: flags, body) {
            case .began(let connection), .stands(let connection): connections.append(connection)
            case .ended, nil: end = end ?? NetlinkMessage.status(type: type, body)
            }
          }
        }
        switch end {
        case nil: continue
        case 0: return connections
        case -1, -13: throw .notPermitted(what: Self.what)  // EPERM, EACCES
        case let number?: throw .lost(what: Self.what, reason: systemErrorText(-number))
        }
      }
    }
  }

  /// Counts what a connection did, as the local network sees it.
  private mutating func count(
    _ step: ConnectionLedger.Step, at now: Int64, _ receive: (FlowSlice) -> Void
  ) {
    for record in view.records(of: step, at: now) {
      totals.add(record)
      flowTable.add(record, receive)
    }
  }

  public mutating func handOutAll(_ receive: (FlowSlice) -> Void) {
    flowTable.handOutAll(receive)
  }

  /// Reads the table once more, so that nothing of the last seconds is missing.
  public mutating func finish(_ receive: (FlowSlice) -> Void) {
    let now = nextReading == .min ? 0 : nextReading - 1
    try? takeEvents(waiting: 0, at: now, receive)
    try? readConnections(at: now, receive)
    flowTable.finish(receive)
  }

  public var flows: Int { flowTable.begun }

  public var loss: CaptureLoss {
    var loss = CaptureLoss()
    loss.evictedFlows = flowTable.evicted
    loss.unseenEndings = ledger.endedUnseen
    loss.uncountedConnections = ledger.uncounted
    return loss
  }
}
