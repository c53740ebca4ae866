import CensusProtocol

/// A situation for a terminal: a screen that is drawn anew once a second.
public enum GuideText {
  private static let barWidth = 40

  public static func screen(_ now: Situation) -> String {
    var lines = ["\(now.plan) · session \(now.session) · \(now.model)", ""]
    lines += head(now)
    lines += now.warnings.map { "  ! \($0)" }
    lines += traffic(now)
    if !now.history.isEmpty {
      lines += ["", "Done so far:"]
      lines += now.history.suffix(12).map { "  \($0.phase): \($0.verdict)" }
    }
    lines += now.notices.isEmpty ? [] : [""] + now.notices.suffix(4).map { "  · \($0)" }
    lines += ["", prompt(now.stage)]
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line for a log, where no terminal is.
  public static func line(_ now: Situation) -> String {
    let state =
      switch now.stage {
      case .waiting: "waiting for you"
      case .starting: "begins in \(now.secondsLeft ?? 0) s"
      case .measuring: "measuring, \(duration(now.secondsLeft ?? 0)) left"
      case .finished: "finished"
      }
    return "\(now.number)/\(now.count) \(now.phase ?? ""): \(state)"
      + now.warnings.map { "; warning: \($0)" }.joined()
  }

  private static func head(_ now: Situation) -> [String] {
    let place = "Phase \(now.number) of \(now.count): \(now.phase ?? "")"
    let all = PlanDuration.text(minutes: now.minutesLeft)
    switch now.stage {
    case .finished:
      return ["All done. `flowcensus-agent session submit \(now.session)` sends it."]
    case .waiting:
      return ["NEXT: " + place, ""] + now.instructions.enumerated().map { "  \($0 + 1). \($1)" }
        + (now.instructions.isEmpty ? ["  Nothing to do but to begin."] : [])
        + ["", "  \(all) of measuring are left."]
    case .starting:
      return [place, "  begins in \(now.secondsLeft ?? 0) s; leave everything as it is"]
    case .measuring:
      let filled = Int(now.progress * Double(barWidth))
      let bar =
        String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled)
      return [
        "NOW: " + place,
        "  \(bar) \(Int(now.progress * 100)) %, \(duration(now.secondsLeft ?? 0)) left; "
          + "\(all) in all",
      ]
    }
  }

  private static func traffic(_ now: Situation) -> [String] {
    guard now.stage != .finished else { return [] }
    var lines = [""]
    if now.isOfEverybody {
      lines.append("Traffic of everything on this network:")
    } else if let unit = now.unit {
      let seen = now.unitSeen.map { "seen \($0) s ago" } ?? "not seen"
      lines.append("Traffic of the phone \(unit) (\(seen)):")
    } else {
      lines.append("Which of these is the phone? Type `unit` and its number:")
      lines += now.devices.enumerated().map {
        "  \($0 + 1)  \($1.address)  \($1.name ?? "")"
      }
      return lines + (now.devices.isEmpty ? ["  nothing is on the network yet"] : [])
    }
    lines += now.traffic.prefix(12).map { line in
      "  \(pad(line.place.description, 10))\(pad(right: bytes(line.bytesUp), 12)) up"
        + "\(pad(right: bytes(line.bytesDown), 12)) down  \(line.flows) flows"
    }
    if now.traffic.isEmpty { lines.append("  nothing yet") }
    if now.stage == .waiting, now.devices.count > 1 || now.unitSeen == nil, !now.devices.isEmpty {
      lines.append("On the network (`unit N` makes one the phone, after a reset for instance):")
      lines += now.devices.enumerated().map { "  \($0 + 1)  \($1.address)  \($1.name ?? "")" }
    }
    return lines
  }

  private static func prompt(_ stage: Guide.Stage) -> String {
    switch stage {
    case .waiting:
      "Enter: done, begin · skip: leave this phase out · quit: go on later · end: end the session"
    case .starting, .measuring:
      "void: this phase does not count · quit: go on later (this phase is void)"
    case .finished: "Enter or quit: leave"
    }
  }

  /// `3725` as `1:02:05`.
  static func duration(_ seconds: Int64) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// Bytes, with what people can read: `1,234 B`.
  static func bytes(_ count: UInt64) -> String {
    let digits = Array(String(count))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text + " B"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func pad(right text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
