import CensusProtocol

extension PhaseRecording {
  /// Plays one habit through the phase: a name look-up, then the contact.
  mutating func play(_ habit: Habit) {
    var random = stream("habit/\(habit.host.name)/\(habit.transport)")
    for moment in moments(every: habit.interval, &random) {
      lookUp(habit.host, at: moment, &random)
      let contact = moment.after(milliseconds: random.number(in: 60...90))
      let up = Int(random.number(in: habit.up))
      let down = Int(random.number(in: habit.down))
      switch habit.transport {
      case .tls: exchangeOverTLS(with: habit.host, up: up, down: down, at: contact, &random)
      case .http: exchangeOverHTTP(with: habit.host, up: up, down: down, at: contact, &random)
      case .quic: exchangeOverQUIC(with: habit.host, up: up, down: down, at: contact, &random)
      }
    }
  }
}
