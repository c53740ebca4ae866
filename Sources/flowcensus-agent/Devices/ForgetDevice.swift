import ArgumentParser
import CensusAgent
import CensusAttribution

/// `flowcensus-agent devices ignore`
struct IgnoreDevice: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ignore",
    abstract: "Never observe a device.",
    discussion: """
      What was counted of it is deleted at once, and it is in no contribution from now on. What it showed of \
      itself until it is observed again is not used.

      EXIT STATUS
        0  done   1  no such device, or the memory could not be opened   2  the command line is wrong
      """)

  @OptionGroup var device: DeviceArgument
  @OptionGroup var state: StateOptions

  @Flag(help: "Observe it again.")
  var undo = false

  func run() throws {
    let store = try state.openStore()
    let device = try device.find(in: store)
    if undo {
      try store.unignore(device, at: WallClock.microseconds)
      print("\(device.label) is observed again")
    } else {
      try store.ignore(device, at: WallClock.microseconds)
      print("\(device.label) is not observed any more; what was counted of it is deleted")
    }
  }
}

/// `flowcensus-agent devices forget`
struct ForgetDevice: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Delete everything that is known of a device.",
    discussion: """
      Label, conclusion, tallies and exposure. If it is seen again, it is a new device; to stop that, ignore it.

      EXIT STATUS
        0  done   1  no such device, or the memory could not be opened   2  the command line is wrong
      """)

  @OptionGroup var device: DeviceArgument
  @OptionGroup var state: StateOptions

  func run() throws {
    let store = try state.openStore()
    let device = try device.find(in: store)
    try store.forget(device, at: WallClock.microseconds)
    print("\(device.label) is forgotten")
  }
}
