/// One TCP connection of a station, as the access point sees it: between the two, so that a round
/// trip has a part towards the server and one towards the station.
struct TCPConnection {
  private static let maximumSegment = 1400

  let conversation: Conversation
  /// From the access point to the server and back, in microseconds.
  private let serverTrip: Int64
  /// From the access point to the station and back, in microseconds.
  private let stationTrip: Int64
  /// When the next packet may be sent.
  private(set) var clock: Moment
  private var localSequence: UInt32
  private var remoteSequence: UInt32

  init(
    _ conversation: Conversation, to host: RemoteHost, at moment: Moment,
    _ random: inout SplitMix64
  ) {
    self.conversation = conversation
    serverTrip = host.roundTripMilliseconds * 1000 + random.number(in: 0...2999)
    stationTrip = random.number(in: 1200...4800)
    clock = moment
    localSequence = UInt32(truncatingIfNeeded: random.next())
    remoteSequence = UInt32(truncatingIfNeeded: random.next())
  }

  /// The three packets of RFC 9293, section 3.5.
  mutating func open(in recording: inout PhaseRecording) {
    send(.synchronise, in: &recording)
    localSequence &+= 1
    clock = clock.after(microseconds: serverTrip)
    receive([.synchronise, .acknowledge], in: &recording)
    recording.record(
      HandshakeEntry(
        answered: clock, exchange: conversation.sent, microseconds: serverTrip))
    remoteSequence &+= 1
    clock = clock.after(microseconds: stationTrip)
    send(.acknowledge, in: &recording)
  }

  /// Data from the station. Every other segment is acknowledged; once in 40 segments one is sent a
  /// second time, as if the first had been lost behind the access point.
  mutating func upload(
    _ data: [UInt8], in recording: inout PhaseRecording, _ random: inout SplitMix64
  ) {
    for (index, segment) in segments(of: data).enumerated() {
      clock = clock.after(microseconds: random.number(in: 180...700))
      send([.push, .acknowledge], segment, in: &recording)
      if random.isOne(in: 40) {
        clock = clock.after(milliseconds: random.number(in: 210...260))
        send([.push, .acknowledge], segment, in: &recording)
      }
      localSequence &+= UInt32(segment.count)
      if index % 2 == 1 {
        receive(.acknowledge, in: &recording, at: clock.after(microseconds: serverTrip))
      }
    }
    clock = clock.after(microseconds: serverTrip + random.number(in: 100...400))
    receive(.acknowledge, in: &recording)
  }

  /// Data from the server, with the same rules.
  mutating func download(
    _ data: [UInt8], in recording: inout PhaseRecording, _ random: inout SplitMix64
  ) {
    clock = clock.after(microseconds: serverTrip)
    for (index, segment) in segments(of: data).enumerated() {
      clock = clock.after(microseconds: random.number(in: 180...700))
      receive([.push, .acknowledge], segment, in: &recording)
      if random.isOne(in: 40) {
        clock = clock.after(milliseconds: random.number(in: 210...260))
        receive([.push, .acknowledge], segment, in: &recording)
      }
      remoteSequence &+= UInt32(segment.count)
      if index % 2 == 1 {
        send(.acknowledge, in: &recording, at: clock.after(microseconds: stationTrip))
      }
    }
    clock = clock.after(microseconds: stationTrip + random.number(in: 100...400))
    send(.acknowledge, in: &recording)
  }

  /// Nothing happens for a while.
  mutating func wait(until moment: Moment) { clock = max(clock, moment) }

  /// Both sides finish: RFC 9293, section 3.6.
  mutating func close(in recording: inout PhaseRecording) {
    clock = clock.after(milliseconds: 5)
    send([.finish, .acknowledge], in: &recording)
    localSequence &+= 1
    clock = clock.after(microseconds: serverTrip)
    receive([.finish, .acknowledge], in: &recording)
    remoteSequence &+= 1
    clock = clock.after(microseconds: stationTrip)
    send(.acknowledge, in: &recording)
  }

  private func segments(of data: [UInt8]) -> [[UInt8]] {
    stride(from: 0, to: data.count, by: Self.maximumSegment).map {
      Array(data[$0..<min($0 + Self.maximumSegment, data.count)])
    }
  }

  private func send(
    _ flags: TCPSegment.Flags, _ data: [UInt8] = [], in recording: inout PhaseRecording,
    at moment: Moment? = nil
  ) {
    let flow = conversation.flow
    let segment = TCPSegment(
      flags: flags, sequence: localSequence,
      acknowledgement: flags.contains(.acknowledge) ? remoteSequence : 0, data: data)
    recording.send(
      Transport.tcp(from: flow.local, to: flow.remote, segment), in: conversation,
      at: moment ?? clock)
  }

  private func receive(
    _ flags: TCPSegment.Flags, _ data: [UInt8] = [], in recording: inout PhaseRecording,
    at moment: Moment? = nil
  ) {
    let flow = conversation.flow
    let segment = TCPSegment(
      flags: flags, sequence: remoteSequence, acknowledgement: localSequence, data: data)
    recording.receive(
      Transport.tcp(from: flow.remote, to: flow.local, segment), in: conversation,
      at: moment ?? clock)
  }
}
