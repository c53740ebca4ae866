import TestSupport
import Testing

@testable import CensusCapture

@Suite("flows")
struct FlowTableTests {
  private let noon = Sample.noon

  @Test("both directions are one flow, begun once")
  func directions() {
    let slices = slices(of: Sample.conversation)
    #expect(slices.count == 2)
    #expect(slices.map(\.packets) == [2, 1])
    #expect(slices.map(\.beginsFlow) == [true, false])
    #expect(slices.map(\.senderBeganFlow) == [true, false])
    #expect(Set(slices.map(\.serial)).count == 1)
    #expect(slices.allSatisfy { !$0.isOneOfSeveral && $0.endsFlow })
  }

  @Test("counters are cut exactly at the hour, and the minutes are marked")
  func hours() {
    let frames = [59 * 60, 3599, 3600, 3600 + 61, 7199].map {
      TimedFrame(noon + Int64($0) * Sample.second, Sample.up)
    }
    let slices = slices(of: frames)
    #expect(slices.map(\.packets) == [2, 3])
    #expect(slices.map(\.hour) == [noon / Sample.hour, noon / Sample.hour + 1].map(UInt32.init))
    #expect(slices[0].minutes == 1 << 59)
    #expect(slices[1].minutes == 1 | 1 << 1 | 1 << 59)
    #expect(slices.map(\.beginsFlow) == [true, false])
    #expect(slices.map(\.isOneOfSeveral) == [true, true])
    #expect(slices[1].first == noon + Sample.hour)
  }

  @Test("a device that changes its address on the link begins a new slice, not a new flow")
  func addressChange() {
    var moved = Sample.phone
    moved.mac += 7
    let other = Packets.udpFrame(from: moved, to: Sample.server, data: 100)
    let frames = [Sample.up, other, Sample.up].enumerated().map {
      TimedFrame(noon + Int64($0.offset), $0.element)
    }
    let slices = slices(of: frames)
    #expect(slices.map { $0.link.source?.bits } == [Sample.phone.mac, moved.mac, Sample.phone.mac])
    #expect(slices.filter(\.beginsFlow).count == 1)
  }

  @Test("a silence longer than the idle time-out begins a new flow; exactly as long does not")
  func idle() {
    let limits = FlowLimits(idleSeconds: 120, activeSeconds: 0)
    let short = [0, 120].map { TimedFrame(noon + $0 * Sample.second, Sample.up) }
    #expect(slices(of: short, limits: limits).count == 1)
    let long = [0, 121].map { TimedFrame(noon + $0 * Sample.second, Sample.up) }
    let cut = slices(of: long, limits: limits)
    #expect(cut.count == 2)
    #expect(cut.filter(\.beginsFlow).count == 2)
    #expect(Measured(PcapWriter().file(long), limits: limits).flows == 2)
    #expect(Measured(PcapWriter().file(long)).flows == 1)
  }

  @Test("the active time-out cuts a flow, and who began it stays known")
  func active() {
    let limits = FlowLimits(idleSeconds: 0, activeSeconds: 10)
    let frames = [
      TimedFrame(noon, Sample.up), TimedFrame(noon + 11 * Sample.second, Sample.down),
    ]
    let slices = slices(of: frames, limits: limits)
    #expect(slices.map(\.beginsFlow) == [true, true])
    #expect(slices.map(\.senderBeganFlow) == [true, false])
  }

  @Test("later fragments are packets but no flow")
  func fragments() {
    func fragment(_ offset: UInt16) -> [UInt8] {
      Packets.ethernet(
        from: 1, to: 2, type: 0x0800,
        Packets.ipv4(
          from: 1, to: 2, transport: 17, fragment: offset, Packets.udp(from: 9, to: 9)))
    }
    let measured = Measured(
      PcapWriter().file([TimedFrame(noon, fragment(0x2000)), TimedFrame(noon + 1, fragment(185))]))
    #expect(measured.flows == 1)
    #expect(measured.totals.laterFragments == 1)
    let slices = slices(of: [TimedFrame(noon, fragment(185))])
    #expect(slices.map(\.isOfFlow) == [false])
    #expect(slices.map(\.beginsFlow) == [false])
  }

  private let call = Packets.tcpFrame(from: Sample.phone, to: Sample.server, flags: 2)
  private let answer = Packets.tcpFrame(from: Sample.server, to: Sample.phone, flags: 18)
  private let push = Packets.tcpFrame(from: Sample.server, to: Sample.phone, flags: 16)

  @Test("a handshake's round trip is the answering side's, from SYN to SYN+ACK")
  func handshake() {
    let slices = slices(of: [TimedFrame(noon, call), TimedFrame(noon + 30_000, answer)])
    #expect(slices.map { $0.senderBeganFlow ? nil : $0.handshake } == slices.map(\.handshake))
    #expect(slices.compactMap(\.handshake) == [30_000])
  }

  @Test("a SYN that is sent again counts from the first: too long, never too short")
  func repeatedCall() {
    let frames = [
      TimedFrame(noon, call), TimedFrame(noon + 1_000_000, call),
      TimedFrame(noon + 1_000_100, answer),
    ]
    #expect(slices(of: frames).compactMap(\.handshake) == [1_000_100])
  }

  @Test("a handshake belongs to the hour of its answer, and to that hour alone")
  func handshakeAcrossHours() {
    let oneOClock = noon + 3_600_000_000
    let frames = [
      TimedFrame(oneOClock - 10_000, call), TimedFrame(oneOClock + 20_000, answer),
      TimedFrame(oneOClock + 30_000, call), TimedFrame(oneOClock + 3_600_000_000, push),
    ]
    let slices = slices(of: frames, limits: .wholeCapture)
    let answered = slices.filter { $0.handshake != nil }
    #expect(answered.map(\.handshake) == [30_000])
    #expect(answered.map { Int64($0.hour) } == [oneOClock / 3_600_000_000])
  }

  @Test("the active time-out is exact to the microsecond", arguments: [0, 1, 499_999, 999_999])
  func exactActiveTimeout(fraction: Int64) {
    let start = noon + fraction
    let limits = FlowLimits(idleSeconds: 0, activeSeconds: 1800)
    let atTheEnd = [TimedFrame(start, call), TimedFrame(start + 1_800_000_000, call)]
    #expect(slices(of: atTheEnd, limits: limits).filter(\.beginsFlow).count == 1)
    let beyond = [TimedFrame(start, call), TimedFrame(start + 1_800_000_001, call)]
    #expect(slices(of: beyond, limits: limits).filter(\.beginsFlow).count == 2)
  }

  @Test("at the limit the longest idle flows are evicted and counted, and no packet is lost")
  func eviction() {
    let limits = FlowLimits(idleSeconds: 0, activeSeconds: 0, mostFlows: 100)
    var writer = FlowTable(limits: limits)
    var packets: UInt64 = 0
    for number in 0..<1000 {
      var packet = Packet()
      packet.sourceLow = UInt64(number)
      packet.destinationLow = 7
      packet.length = 40
      writer.count(packet, at: noon + Int64(number)) { packets += $0.packets }
      #expect(writer.count <= 100)
    }
    writer.finish { packets += $0.packets }
    #expect(packets == 1000)
    #expect((800...1000).contains(writer.evicted))
    #expect(writer.begun == 1000)
  }

  @Test("a flow takes 128 bytes, on which the memory of a gateway depends")
  func size() {
    #expect(MemoryLayout<Flow>.stride == 128)
  }

  @Test("more flows than a slab holds are all handed out, each once")
  func slabs() {
    var table = FlowTable(limits: .wholeCapture)
    let most = 40_000
    for time in 0..<2 {
      for number in 0..<most {
        var packet = Packet()
        packet.sourceLow = UInt64(number)
        packet.destinationLow = .max
        packet.length = number
        table.count(packet, at: noon + Int64(time)) { _ in Issue.record("handed out too early") }
      }
    }
    var seen = Set<UInt64>()
    table.finish { slice in
      #expect(slice.packets == 2)
      #expect(slice.bytes == 2 * slice.source.low)
      seen.insert(slice.source.low)
    }
    #expect(seen.count == most)
    let count = table.count
    #expect(count == 0)
  }

  @Test("idle flows are swept out while others begin")
  func sweep() {
    var table = FlowTable(limits: FlowLimits(idleSeconds: 60, activeSeconds: 0))
    var packets: UInt64 = 0
    for number in 0..<40_000 {
      var packet = Packet()
      packet.sourceLow = UInt64(number)
      packet.length = 40
      table.count(packet, at: noon + Int64(number) * 100_000) { packets += $0.packets }
    }
    #expect(table.count < 10_000)
    table.finish { packets += $0.packets }
    #expect(packets == 40_000)
  }

  @Test("random traffic: slices add up to the packets, whatever the limits", arguments: 0..<6)
  func random(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var frames: [TimedFrame] = []
    var time = noon
    for _ in 0..<3000 {
      time += Int64.random(in: -1_000_000...60_000_000, using: &generator)
      var from = Sample.phone
      from.port = UInt16.random(in: 1...40, using: &generator)
      if Int.random(in: 0..<10, using: &generator) == 0 { from.mac += 1 }
      let isUp = Bool.random(using: &generator)
      frames.append(
        TimedFrame(
          time,
          Packets.udpFrame(
            from: isUp ? from : Sample.server, to: isUp ? Sample.server : from,
            data: Int.random(in: 0...50, using: &generator))))
    }
    let limits = [
      FlowLimits.wholeCapture, FlowLimits(), FlowLimits(idleSeconds: 30, activeSeconds: 0),
      FlowLimits(idleSeconds: 0, activeSeconds: 100), FlowLimits(mostFlows: 5),
      FlowLimits(idleSeconds: 1, activeSeconds: 1, mostFlows: 1),
    ][seed]
    let measured = Measured(PcapWriter().file(frames), limits: limits)
    let slices = slices(of: frames, limits: limits)
    #expect(slices.reduce(0) { $0 + Int($1.packets) } == measured.totals.ipPackets)
    #expect(slices.reduce(0) { $0 + Int($1.bytes) } == measured.totals.ipBytes)
    #expect(slices.filter(\.beginsFlow).count == measured.flows)
    for slice in slices {
      #expect(slice.first / Sample.hour == Int64(slice.hour))
      #expect(slice.last / Sample.hour == Int64(slice.hour))
    }
  }
}

extension FlowTable {
  /// Counts one packet.
  fileprivate mutating func count(
    _ packet: Packet, at time: Int64, _ receive: (FlowSlice) -> Void
  ) {
    var batch = PacketBatch()
    batch.append(packet, at: time, seed: seed, index)
    count(&batch, receive)
  }
}
