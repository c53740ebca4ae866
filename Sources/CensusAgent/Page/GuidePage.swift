import CensusProtocol

/// The situation as a page for a phone or tablet; works without script, and looks again by itself.
enum GuidePage {
  static func document(_ now: Situation, token: String) -> String {
    // Where something is to be read and done, the page stays longer.
    let pause = now.stage == .waiting ? 10 : 3
    return page(refresh: now.stage == .finished ? nil : pause) {
      "<header><p>\(escaped(now.plan))<br>\(escaped("\(now.model)"))</p></header>"
        + head(now, token) + warnings(now) + traffic(now, token) + history(now)
        + "<footer><p>Session \(now.session). What counts comes from the recorded packets, not from this page.</p></footer>"
    }
  }

  static func codeForm(problem: String?) -> String {
    page(refresh: nil) {
      "<main><h1>FlowCensus bench</h1>"
        + (problem.map { "<p class=\"warning\" role=\"alert\">\(escaped($0))</p>" } ?? "")
          + """
          <form method="post" action="/code"><p><label for="code">The code on the terminal</label></p>
          <p><input id="code" name="code" inputmode="numeric" autocomplete="off" maxlength="16" required autofocus></p>
          <p><button>Open</button></p></form></main>
          """
    }
  }

  private static func page(refresh: Int?, _ body: () -> String) -> String {
    let again = refresh.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">" } ?? ""
    return """
      <!DOCTYPE html><html lang="en"><head><meta charset="utf-8">\(again)
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>FlowCensus bench</title><link rel="stylesheet" href="/style.css"></head>
      <body>\(body())</body></html>
      """
  }

  private static func head(_ now: Situation, _ token: String) -> String {
    let place = "Phase \(now.number) of \(now.count)"
    let phase = escaped(now.phase ?? "")
    let left = PlanDuration.text(minutes: now.minutesLeft)
    switch now.stage {
    case .finished:
      return "<main><h1>All done</h1><p>The session can be submitted at the terminal.</p></main>"
    case .waiting:
      let steps = now.instructions.map { "<li>\(escaped($0))</li>" }.joined()
      return "<main><p class=\"what\">Next: \(place)</p><h1>\(phase)</h1>"
        + (steps.isEmpty ? "<p>Nothing to do but to begin.</p>" : "<ol>\(steps)</ol>")
        + button("confirm", "Done, begin", token)
        + button("skip", "Leave this phase out", token, isQuiet: true)
        + "<p>\(left) of measuring are left.</p></main>"
    case .starting:
      return "<main><p class=\"what\">\(place)</p><h1>\(phase)</h1>"
        + "<p>Begins in \(now.secondsLeft ?? 0) seconds. Leave everything as it is.</p></main>"
    case .measuring:
      return "<main><p class=\"what\">Now: \(place)</p><h1>\(phase)</h1>"
        + "<p><progress max=\"100\" value=\"\(Int(now.progress * 100))\"></progress></p>"
        + "<p><strong>\(GuideText.duration(now.secondsLeft ?? 0))</strong> left of this phase, \(left) in all.</p>"
        + button("void", "This phase does not count", token, isQuiet: true) + "</main>"
    }
  }

  private static func warnings(_ now: Situation) -> String {
    now.warnings.map { "<p class=\"warning\" role=\"alert\">\(escaped($0))</p>" }.joined()
      + now.notices.suffix(3).map { "<p class=\"notice\">\(escaped($0))</p>" }.joined()
  }

  private static func traffic(_ now: Situation, _ token: String) -> String {
    guard now.stage != .finished else { return "" }
    let seen = now.unitSeen.map { "seen \($0) s ago" } ?? "not seen yet"
    let title =
      now.isOfEverybody
      ? "Traffic of everything here"
      : now.unit.map { "Traffic of the phone \(escaped($0)), \(seen)" } ?? "Which is the phone?"
    let rows = now.traffic.prefix(12).map { line in
      "<tr><th scope=\"row\">\(escaped(line.place.description))</th><td>\(GuideText.bytes(line.bytesUp))</td>"
        + "<td>\(GuideText.bytes(line.bytesDown))</td></tr>"
    }
    .joined()
    let table =
      rows.isEmpty
      ? "<p>Nothing yet.</p>"
      : "<table><thead><tr><th scope=\"col\">Place</th><th scope=\"col\">Up</th><th scope=\"col\">Down</th></tr></thead><tbody>\(rows)</tbody></table>"
    return
      "<section><h2>\(title)</h2>\(now.unit == nil && !now.isOfEverybody ? "" : table)\(choice(now, token))</section>"
  }

  /// Which device is the phone: to be said before it is measured.
  private static func choice(_ now: Situation, _ token: String) -> String {
    guard now.stage == .waiting, !now.isOfEverybody else { return "" }
    return now.devices.prefix(12).filter { $0.address != now.unit }.map { device in
      let name = device.name.map { " (\(escaped($0)))" } ?? ""
      return button(
        "unit", "\(escaped(device.address))\(name) is the phone", token, isQuiet: true,
        more: "<input type=\"hidden\" name=\"address\" value=\"\(escaped(device.address))\">")
    }
    .joined()
  }

  private static func history(_ now: Situation) -> String {
    guard !now.history.isEmpty else { return "" }
    let items = now.history.map { "<li>\(escaped($0.phase)): \(escaped($0.verdict))</li>" }.joined()
    return "<section><h2>Done so far</h2><ol>\(items)</ol></section>"
  }

  private static func button(
    _ action: String, _ label: String, _ token: String, isQuiet: Bool = false, more: String = ""
  ) -> String {
    "<form method=\"post\" action=\"/do\"><input type=\"hidden\" name=\"token\" value=\"\(token)\">\(more)"
      + "<button name=\"action\" value=\"\(action)\"\(isQuiet ? " class=\"quiet\"" : "")>\(label)</button></form>"
  }

  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.append(character)
      }
    }
  }

  static let stylesheet = """
    * { box-sizing: border-box }
    body { font: 18px/1.45 system-ui, "DejaVu Sans", sans-serif; margin: 0 auto; max-width: 42rem; padding: 1rem;
      color: #1b1b1b; background: #fff }
    h1 { font-size: 1.5rem; margin: .2rem 0 .8rem } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
    header, footer, .what { color: #555; font-size: .9rem } .what { margin: 0; font-weight: bold }
    li { margin: .4rem 0 } form { margin: .6rem 0 }
    button { font: inherit; width: 100%; padding: .8rem; border-radius: .5rem; border: 2px solid #0b5394;
      background: #0b5394; color: #fff } button.quiet { background: #fff; color: #0b5394; border-width: 1px }
    input[name=code] { font: inherit; font-size: 1.5rem; width: 100%; padding: .6rem; letter-spacing: .1em }
    progress { width: 100%; height: 1.4rem }
    .warning { background: #fde7e7; border-left: .4rem solid #b00020; padding: .6rem .8rem }
    .notice { background: #f2f2f2; padding: .6rem .8rem }
    table { width: 100%; border-collapse: collapse } th { text-align: left }
    td, th { padding: .35rem .2rem; border-bottom: 1px solid #ddd } td { text-align: right; font-variant-numeric: tabular-nums }
    thead th:not(:first-child) { text-align: right }
    """
}
