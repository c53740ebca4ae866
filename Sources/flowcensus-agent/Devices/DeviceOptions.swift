import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusProtocol

/// Which device is meant.
struct DeviceArgument: ParsableArguments {
  @Argument(
    help: "The device as `devices list` names it, or a part of its name that no other one has.")
  var device: String

  /// The device in the store. A link-layer address that is not in it is taken as it is, so that a device can
  /// be labelled or ignored before it comes.
  func find(in store: LocalStore) throws -> Device {
    let wanted = device.lowercased()
    let known = try store.knownDevices().map(\.device)
    if let exact = known.first(where: { $0.label == wanted }) { return exact }
    let alike = known.filter { $0.label.contains(wanted) }
    if alike.count == 1 { return alike[0] }
    guard alike.isEmpty else {
      throw DeviceFailure(
        "\(device) can be \(alike.prefix(5).map(\.label).joined(separator: ", ")): give more of it")
    }
    guard Self.isAddress(wanted) else {
      throw DeviceFailure("no device is called \(device): `devices list` shows their names")
    }
    return Device(label: wanted)
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
