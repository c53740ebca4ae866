import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusProtocol

/// Which device is meant.
struct DeviceArgument: ParsableArguments {
  static let help: ArgumentHelp =
    "The device as `devices list` names it, or a part of its name that no other one has."

  @Argument(help: help)
  var device: String

  func find(in store: LocalStore) throws -> Device { try Self.find(device, in: store) }

  /// The device in the store. A link-layer address that is not in it is taken as it is, so that a device can
  /// be labelled or ignored before it comes.
  static func find(_ device: String, in store: LocalStore) throws -> Device {
    let wanted = plain(device)
    guard !wanted.isEmpty else {
      throw DeviceFailure("no device is called \"\": `devices list` shows their names")
    }
    let known = try store.knownDevices().map(\.device)
    if let exact = known.first(where: { $0.label == wanted }) { return exact }
    let alike = known.filter { $0.label.contains(wanted) }
    if alike.count == 1 { return alike[0] }
    guard alike.isEmpty else {
      throw DeviceFailure(
        "\(device) can be \(alike.prefix(5).map(\.label).joined(separator: ", ")): give more of it")
    }
    guard isAddress(wanted) else {
      throw DeviceFailure("no device is called \(device): `devices list` shows their names")
    }
    return Device(label: wanted)
  }

  /// In lower case; an address with colons, where it was given with hyphens.
  static func plain(_ device: String) -> String {
    let lowered = device.lowercased()
    let colons = lowered.replacing("-", with: ":")
    return isAddress(colons) ? colons : lowered
  }

  /// Six pairs of hexadecimal digits with colons between them.
  private static func isAddress(_ text: String) -> Bool {
    let octets = text.split(separator: ":", omittingEmptySubsequences: false)
    return octets.count == 6
      && octets.allSatisfy { $0.utf8.count == 2 && UInt8($0, radix: 16) != nil }
  }
}

/// What could not be done, said once.
struct DeviceFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
