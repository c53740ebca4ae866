import CensusAgent

/// Looks, draws, and takes what the person types or clicks, until there is nothing more to do.
struct GuideLoop {
  let guide: Guide
  let server: GuideServer?

  func run() throws {
    var lines = TypedLines()
    let isTerminal = GuideTerminal.isInteractive
    var lastLine = ""
    var nextDrawing: Int64 = 0
    if isTerminal { GuideTerminal.clear() }
    while true {
      try guide.look(waiting: 200)
      if let server { try server.serve(guide) }
      while let line = lines.next() {
        guard try !obey(line) else { return }
        nextDrawing = 0
      }
      if StopSignal.hasCome || guide.isAskedToStop { return try leave() }
      // Without a terminal or a page nobody could say more.
      if guide.stage == .finished, !isTerminal, server == nil { return tell() }
      guard WallClock.microseconds >= nextDrawing else { continue }
      nextDrawing = WallClock.microseconds + 1_000_000
      if isTerminal {
        GuideTerminal.draw(screen)
      } else {
        let line = GuideText.line(guide.situation)
        let state = line.prefix { $0 != "," }
        if state != lastLine.prefix(while: { $0 != "," }) { StandardError.write(line + "\n") }
        lastLine = line
      }
    }
  }

  private var screen: String {
    GuideText.screen(guide.situation) + (server.map { "\n" + $0.invitation + "\n" } ?? "")
  }

  /// Does what a line says; true where the program is to end.
  private func obey(_ line: String) throws -> Bool {
    let words = line.split(separator: " ").map(String.init)
    switch words.first {
    case nil where guide.stage == .finished, "quit":
      try leave()
      return true
    case nil: try guide.confirm()
    case "void": guide.spoil()
    case "skip": try guide.leaveOut()
    case "end":
      try guide.finish()
      return true
    case "unit":
      let devices = guide.situation.devices
      if words.count == 2, let number = Int(words[1]), devices.indices.contains(number - 1) {
        try guide.choose(address: devices[number - 1].address)
      } else if words.count == 2 {
        try guide.choose(address: words[1])
      }
    default: break
    }
    return false
  }

  private func leave() throws {
    try guide.pause()
    tell()
  }

  private func tell() {
    let now = guide.situation
    StandardError.write(
      "\n" + now.history.map { "\($0.phase): \($0.verdict)\n" }.joined()
        + (now.stage == .finished
          ? "Session \(now.session) is done; `flowcensus-agent session submit \(now.session)` sends it.\n"
          : "Session \(now.session) goes on with the same command.\n"))
  }
}
