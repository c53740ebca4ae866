public import CensusAttribution

/// Keeps the store's conclusions true while traffic is watched: looks at what devices showed, and writes what
/// they are taken for. The evidence stays in memory and is forgotten after a day.
public struct DeviceWatch: Sendable {
  private let identifier: DeviceIdentifier
  private var written: [Device: KnownDevice.Conclusion] = [:]

  public init(identifier: DeviceIdentifier) { self.identifier = identifier }

  /// Writes what is new. `now` is in microseconds since 1970. A device with one kind of evidence is waited for.
  public mutating func update(
    _ devices: [DeviceSignals], in store: LocalStore, at now: Int64
  ) throws(DatabaseError) {
    let ignored = try store.ignoredDevices()
    for device in devices where !ignored.contains(device.device) && device.isSettled(at: now) {
      let conclusion = KnownDevice.Conclusion(identifier.identify(device))
      guard conclusion.level != .unknown, written[device.device] != conclusion else { continue }
      try store.conclude(
        conclusion, on: device.device, first: device.first, last: device.last)
      written[device.device] = conclusion
    }
    if written.count > Self.mostRemembered { written.removeAll() }
  }

  private static let mostRemembered = 8192
}
