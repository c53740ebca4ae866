import CensusProtocol

extension PhaseRecording {
  /// One connection through the whole phase, kept alive every 40 to 110 s and now and then silent for
  /// longer than the idle time-out: it crosses the hours and both time-outs, so it is many flow
  /// records, of which only the first has a handshake.
  mutating func playPush() {
    var random = stream("push")
    lookUp(.push, at: started.after(seconds: 22), &random)
    var connection = connect(
      unit, to: .push, port: 5228, .push, at: started.after(seconds: 23), &random)
    while true {
      let pause = random.isOne(in: 12) ? 150...420 : Int64(40)...110
      connection.wait(
        until: connection.clock.after(
          microseconds: random.number(
            in: pause.lowerBound * 1_000_000...pause.upperBound * 1_000_000)))
      guard connection.clock.after(seconds: 20) < ended else { return }
      connection.upload(Filler.tlsRecords(type: 23, 33), in: &self, &random)
      connection.download(Filler.tlsRecords(type: 23, 29), in: &self, &random)
    }
  }
}
