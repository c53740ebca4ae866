import CensusAttribution
import CensusCapture
import CensusProtocol

/// What is seen on the bench's network right now: for the person who looks, never for the figures, which
/// come from the captures.
public struct BenchView: Sendable {
  /// What a device exchanged with one place since the view began anew.
  public struct Line: Sendable, Equatable {
    public let place: Place
    public let bytesUp: UInt64
    public let bytesDown: UInt64
    public let flows: Int
  }

  private struct Key: Hashable {
    let device: Device
    let place: Place
  }

  private struct Sum {
    var up: UInt64 = 0
    var down: UInt64 = 0
    var flows = 0
  }

  private var sums: [Key: Sum] = [:]
  private var lastSeen: [Device: Int64] = [:]
  /// What devices show themselves as.
  private var shown: [Device: KnownDevice.Conclusion] = [:]
  /// Hash values of what was judged already.
  private var judged: [Device: Int] = [:]
  /// Names that devices gave when they asked for an address.
  var names: [Device: DeviceHint] = [:]

  /// More devices than this are not listed.
  private static let mostDevices = 4096

  mutating func add(_ observation: Observation, at now: Int64) {
    guard lastSeen[observation.device] != nil || lastSeen.count < Self.mostDevices else { return }
    lastSeen[observation.device] = now
    let key = Key(device: observation.device, place: observation.places.first)
    switch observation.direction {
    case .up: sums[key, default: Sum()].up &+= observation.bytes
    case .down: sums[key, default: Sum()].down &+= observation.bytes
    }
    sums[key, default: Sum()].flows += observation.flowsBegun
  }

  /// Counts from nothing again; who was seen when is kept.
  mutating func beginAnew() { sums = [:] }

  /// Forgets the devices as well: after a reset the unit may have another address.
  mutating func forgetDevices() {
    sums = [:]
    lastSeen = [:]
    shown = [:]
    judged = [:]
  }

  /// By place, the one with the most bytes first; of `device`, or of all where it is nil.
  public func lines(of device: Device?) -> [Line] {
    var byPlace: [Place: Sum] = [:]
    for (key, sum) in sums where device == nil || key.device == device {
      byPlace[key.place, default: Sum()].up &+= sum.up
      byPlace[key.place, default: Sum()].down &+= sum.down
      byPlace[key.place, default: Sum()].flows += sum.flows
    }
    return byPlace.map {
      Line(place: $0.key, bytesUp: $0.value.up, bytesDown: $0.value.down, flows: $0.value.flows)
    }
    .sorted {
      ($1.bytesUp &+ $1.bytesDown, $0.place.description)
        < ($0.bytesUp &+ $0.bytesDown, $1.place.description)
    }
  }

  /// The devices that were seen, in the order of their labels.
  public var devices: [Device] { lastSeen.keys.sorted() }

  /// The device's own name, where it gave one.
  public func name(of device: Device) -> String? { names[device]?.hostName }

  /// What the device shows itself as, where it does.
  func conclusion(on device: Device) -> KnownDevice.Conclusion? { shown[device] }

  /// So many devices are judged in one look: packets wait meanwhile.
  private static let mostJudged = 16

  /// Looks at what devices show of themselves that was not judged yet, a few in each look; whether all are judged.
  /// `now` is in microseconds since 1970.
  mutating func identify(
    _ devices: [DeviceSignals], by identifier: DeviceIdentifier, at now: Int64
  ) -> Bool {
    var left = Self.mostJudged
    for device in devices.prefix(Self.mostDevices) where device.isSettled(at: now) {
      let hash = device.signals.hashValue
      guard judged[device.device] != hash else { continue }
      guard left > 0 else { return false }
      left -= 1
      judged[device.device] = hash
      let conclusion = KnownDevice.Conclusion(identifier.identify(device))
      shown[device.device] = conclusion.level == .unknown ? nil : conclusion
    }
    return true
  }

  /// The device's own name and what it shows itself as, where it does.
  func description(of device: Device) -> String? {
    let parts = [name(of: device), shown[device].map { "shows itself as \($0.title)" }]
    let text = parts.compactMap { $0 }.joined(separator: ", ")
    return text.isEmpty ? nil : text
  }

  /// When the device was seen last, in microseconds since 1970.
  public func lastSeen(_ device: Device) -> Int64? { lastSeen[device] }

  /// The devices other than `unit` that spoke with the internet.
  public func strangers(than unit: Device?) -> [Device] {
    Set(sums.keys.filter { $0.device != unit && $0.place.isOutside }.map(\.device)).sorted()
  }
}
