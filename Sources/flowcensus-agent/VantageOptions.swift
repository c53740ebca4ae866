import ArgumentParser
import CensusCapture

/// Where a command sees the traffic from, and as whom.
struct VantageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The network interface to look at, such as br-lan; any is all of them.", valueName: "name"))
  var interface: String?

  @Option(
    help: ArgumentHelp(
      "Bytes kept of each packet at an interface; longer ones are counted in full all the same.",
      valueName: "bytes"))
  var snapLength = 512

  @Option(
    help: ArgumentHelp(
      "Room for packets that wait to be counted, in MiB; more of it outlasts longer bursts.",
      valueName: "MiB"))
  var buffer = 4

  @Option(
    help: ArgumentHelp(
      "Go on as this user, without any privilege, once all is open.", valueName: "name"))
  var user: String?

  func validate() throws {
    guard let interface, !interface.isEmpty else {
      throw ValidationError("Say where to look: --interface NAME.")
    }
    guard (64...262_144).contains(snapLength) else {
      throw ValidationError("--snap-length is a number of bytes from 64 to 262144.")
    }
    guard (1...1024).contains(buffer) else {
      throw ValidationError("--buffer is a number of MiB from 1 to 1024.")
    }
  }

  /// What is looked at, for messages.
  var description: String { interface.map { "the interface \($0)" } ?? "" }

  /// Opens the vantage. Privileges are still there: open what else needs them, then call `dropPrivileges`.
  func open(limits: FlowLimits) throws(VantageError) -> any Vantage & ~Copyable {
    try LiveInterface(
      LiveOptions(
        interface: interface ?? "", snapLength: snapLength, bufferLength: buffer << 20),
      limits: limits)
  }

  /// Becomes `--user`, where that is given.
  func dropPrivileges() throws(PrivilegeError) {
    if let user { try Privileges.drop(to: user) }
  }
}
