public import CensusAttribution
import CensusProtocol

/// Keeps the store's conclusions true while traffic is watched: looks at what devices showed, and writes what
/// they are taken for. The evidence stays in memory and is forgotten after a day; a conclusion stands longer.
public struct DeviceWatch: Sendable {
  private let identifier: DeviceIdentifier
  private var judged: [Device: Judgement] = [:]

  /// Of evidence only hash values are kept here.
  private struct Judgement {
    /// What was shown when the device was looked at last: most show the same for hours.
    var latest: Set<Int>
    /// What was shown when the conclusion was drawn that stands.
    var basis: Set<Int>
    var stands: Bool
  }

  public init(identifier: DeviceIdentifier) { self.identifier = identifier }

  /// Writes what is new. `now` is in microseconds since 1970. A device with one kind of evidence is waited for.
  public mutating func update(
    _ devices: [DeviceSignals], in store: LocalStore, at now: Int64
  ) throws(DatabaseError) {
    let ignored = try store.ignoredDevices()
    let concluded = try store.conclusions()
    for device in devices where !ignored.contains(device.device) && device.isSettled(at: now) {
      try look(at: device, concluded[device.device], in: store)
    }
    if judged.count > Self.mostRemembered { judged.removeAll() }
  }

  private mutating func look(
    at device: DeviceSignals, _ former: KnownDevice.Conclusion?, in store: LocalStore
  ) throws(DatabaseError) {
    let shown = Set(device.signals.map(\.hashValue)).union([device.address.hashValue])
    var judgement = judged[device.device] ?? Judgement(latest: [], basis: shown, stands: false)
    let isForgotten = judgement.stands && former == nil
    guard judgement.latest != shown || isForgotten else { return }
    let identification = identifier.identify(device)
    let conclusion = KnownDevice.Conclusion(identification)
    let hasGrown = judgement.stands && judgement.basis.isSubset(of: shown)
    if hasGrown || identification.isContradicted || conclusion.replaces(former, in: .bundled) {
      if conclusion != former, former != nil || conclusion.level != .unknown {
        try store.conclude(
          conclusion, on: device.device, first: device.first, last: device.last)
      }
      judgement.basis = shown
      judgement.stands = conclusion.level != .unknown
    }
    judgement.latest = shown
    judged[device.device] = judgement
  }

  private static let mostRemembered = 8192
}

extension KnownDevice.Conclusion {
  /// Whether this one, drawn of evidence of which some may have been forgotten since `former`, takes its place.
  /// What says less does not, but where it contradicts: a device whose host name was last heard two days ago
  /// does not become another one for that.
  func replaces(_ former: KnownDevice.Conclusion?, in catalogue: Catalogue) -> Bool {
    guard let former, former.level != .unknown else { return true }
    guard level != .unknown else { return false }
    let entry = identifier.flatMap(catalogue.model)
    guard let formerEntry = former.identifier.flatMap(catalogue.model), let entry else {
      return level.says(atLeast: former.level)
    }
    let isOtherBrand =
      level != .class && former.level != .class && entry.brand != formerEntry.brand
    let isOtherClass = !entry.deviceClass.agrees(with: formerEntry.deviceClass)
    if isOtherBrand || isOtherClass { return true }
    let isVaguer =
      level != .model && entry.deviceClass != formerEntry.deviceClass
      && entry.deviceClass.includes(formerEntry.deviceClass)
    return level.says(atLeast: former.level) && !isVaguer
  }
}

extension Identification.Level {
  fileprivate func says(atLeast other: Self) -> Bool {
    // `allCases` goes from the most to the least.
    let order = Self.allCases
    return (order.firstIndex(of: self) ?? 0) <= (order.firstIndex(of: other) ?? 0)
  }
}
