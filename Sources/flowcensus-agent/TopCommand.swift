import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture
import CensusProtocol

/// `flowcensus-agent top`: the present on a terminal.
struct Top: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch which device talks to which place, on the terminal.",
    discussion: """
      Shows what `run` has counted in the last hours, refreshed as it counts; with --interface it looks \
      for itself and shows what has passed since. Keys: q quit, s sort, d devices, p places, ? help. \
      Where the terminal can only print, or the output is not one, it prints the table again and again.

      EXAMPLES
        flowcensus-agent top
        flowcensus-agent top --interface br-lan
        flowcensus-agent top --count 1
      """)

  @Option(
    help: ArgumentHelp("Look at this interface instead of what `run` counted.", valueName: "name"))
  var interface: String?

  @Option(help: ArgumentHelp("How many hours back to show, this one included.", valueName: "hours"))
  var hours: Int64 = 1

  @Option(help: ArgumentHelp("Refresh after so many seconds.", valueName: "seconds"))
  var every = 2

  @Option(help: ArgumentHelp("End after so many refreshes.", valueName: "times"))
  var count: Int?

  @OptionGroup var places: PlaceOptions
  @OptionGroup var state: StateOptions

  func validate() throws {
    guard (1...LocalStore.hoursKept).contains(hours) else {
      throw ValidationError("--hours is a number from 1 to \(LocalStore.hoursKept).")
    }
    guard (1...3600).contains(every) else {
      throw ValidationError("--every is a number of seconds from 1 to 3600.")
    }
    guard count ?? 1 >= 1 else { throw ValidationError("--count is a number, 1 or more.") }
  }

  func run() throws {
    StopSignal.listen()
    if let interface { try runLive(interface) } else { try runOnStore() }
  }

  private func runOnStore() throws {
    let store = try state.openExistingStore()
    try TopScreen(every: every, count: count).run { milliseconds, screen in
      let now = SystemClock.now().hour
      let title = "flowcensus-agent top — the last \(hours == 1 ? "hour" : "\(hours) hours")"
      screen.show(try OwnerReport(of: store, hours: now - hours + 1..<now + 1), title: title)
      screen.wait(milliseconds)
      return true
    }
  }

  private func runLive(_ interface: String) throws {
    do {
      var tallies = LiveTallies(networks: places.networks, databases: try places.openDatabases())
      var seen = try LiveInterface(LiveOptions(interface: interface))
      try TopScreen(every: every, count: count).run { milliseconds, screen in
        let end = WallClock.microseconds + Int64(milliseconds) * 1000
        repeat {
          _ = try seen.advance(at: WallClock.microseconds, waiting: 100) { tallies.add($0) }
          screen.wait(0)
        } while WallClock.microseconds < end && !screen.isEnded && !StopSignal.hasCome
        seen.handOutAll { tallies.add($0) }
        screen.show(tallies.report, title: "flowcensus-agent top — live on \(interface)")
        return true
      }
    } catch let error as VantageError {
      StandardError.write("flowcensus-agent: \(error)\n")
      throw ExitCode.failure
    }
  }
}

/// The loop around a view: on a terminal a screen, elsewhere plain lines.
final class TopScreen {
  private let milliseconds: Int32
  private var left: Int?
  private let terminal = Terminal()
  private var view = TopView()
  private var shown: (report: OwnerReport, title: String)?

  init(every seconds: Int, count: Int?) {
    milliseconds = Int32(seconds * 1000)
    left = count
  }

  var isEnded: Bool { view.isEnded }

  /// Calls `refresh` until a key, a signal or the count ends it; the terminal is put back in every case.
  func run(_ refresh: (Int32, TopScreen) throws -> Bool) throws {
    defer { terminal?.restore() }
    while !view.isEnded, !StopSignal.hasCome, left ?? 1 > 0, try refresh(milliseconds, self) {}
  }

  func show(_ report: OwnerReport, title: String) {
    shown = (report, title)
    left = left.map { $0 - 1 }
    draw()
  }

  /// Waits for keys, and shows what they change at once.
  func wait(_ milliseconds: Int32) {
    guard let terminal else {
      // After the last lines there is nothing to wait for.
      if left ?? 1 > 0 { Pause.milliseconds(milliseconds) }
      return
    }
    for key in terminal.keys(within: milliseconds) { view.press(key) }
    if !view.isEnded { draw() }
  }

  private func draw() {
    guard let (report, title) = shown else { return }
    if let terminal {
      let (width, height) = terminal.size
      terminal.show(view.lines(report, title: title, width: width, height: height))
    } else {
      _ = StandardOutput.write(([title] + view.table(report)).joined(separator: "\n") + "\n\n")
    }
  }
}
