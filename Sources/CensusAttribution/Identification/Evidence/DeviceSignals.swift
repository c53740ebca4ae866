public import CensusCapture

/// What one device showed of itself, ready to be read. It stays in memory.
public struct DeviceSignals: Sendable {
  public let device: Device
  public let signals: [Signal]
  /// The device's link-layer address as text, for the registry of makers.
  public let address: String
  /// Microseconds since 1970 of the first and of the last piece.
  public let first: Int64
  public let last: Int64

  public init(device: Device, signals: [Signal], address: String, first: Int64, last: Int64) {
    self.device = device
    self.signals = signals
    self.address = address
    self.first = first
    self.last = last
  }

  /// Whether it is time to say what the device is: two kinds of evidence, or ten minutes without a second one.
  /// `now` is in microseconds since 1970.
  public func isSettled(at now: Int64) -> Bool {
    let kinds = Set(signals.map(\.kind)).count
    return kinds >= 2 || now.subtractingReportingOverflow(first).partialValue >= Self.patience
  }

  private static let patience: Int64 = 600_000_000

  /// What several captures showed of the same devices, by name.
  public static func joined(_ devices: [DeviceSignals]) -> [DeviceSignals] {
    var byDevice: [Device: DeviceSignals] = [:]
    for device in devices {
      guard let known = byDevice[device.device] else {
        byDevice[device.device] = device
        continue
      }
      byDevice[device.device] = DeviceSignals(
        device: device.device,
        signals: known.signals + device.signals.filter { !known.signals.contains($0) },
        address: known.address, first: min(known.first, device.first),
        last: max(known.last, device.last))
    }
    return byDevice.values.sorted { $0.device < $1.device }
  }
}

extension DeviceIdentifier {
  /// What the signals of a device say together.
  public func identify(_ device: DeviceSignals) -> Identification {
    identify(device.signals, addressPrefix: device.address)
  }

  /// Each piece of evidence with what it says, the address last; for the owner's eyes.
  public func explain(_ device: DeviceSignals) -> [(signal: Signal, claim: Claim)] {
    (device.signals + [Signal(.addressPrefix, device.address)]).map { ($0, claim($0)) }
  }
}

extension Attributor {
  /// What devices showed, and what lease files call them, by device in the order of their labels. Devices that bear a new random address and
  /// nothing else new go on as who they were (`AddressContinuity`). `now`, in microseconds since 1970, is nil
  /// at the end of a capture, when every flow was seen.
  public mutating func signals(_ book: EvidenceBook, at now: Int64? = nil) -> [DeviceSignals] {
    let judgedBefore =
      now?.subtractingReportingOverflow(AddressContinuity.patience).partialValue ?? Int64.max
    let continued = AddressContinuity(
      book: book, lastHeard: register.lastHeard, judgedBefore: judgedBefore
    ).find()
    for (address, former) in continued {
      if let device = register.continue(address, as: former) {
        continuations[device] = register[register.number(of: former)]
      }
    }
    let shown = book.devices.compactMap { address, shown in signals(of: address, shown) }
    let latest = now ?? observed?.upperBound ?? 0
    // A device that goes on under another address was shown under both.
    return DeviceSignals.joined(
      silent(leased(shown, at: latest), at: latest, since: now ?? observed?.lowerBound ?? 0))
  }

  /// What one device showed since it was last forgotten; nil where that is nothing.
  private mutating func signals(
    of address: MACAddress, _ shown: EvidenceBook.Device
  ) -> DeviceSignals? {
    // Its own line: a register that is read and extended in one expression is read as it was before.
    let number = register.number(of: address)
    let device = register[number]
    let since = forgotten[device] ?? Int64.min
    let pieces = shown.pieces.filter { $0.value > since }.keys.sorted {
      ($0.kind.rawValue, $0.bytes.count) < ($1.kind.rawValue, $1.bytes.count)
        || ($0.kind == $1.kind && $0.bytes.count == $1.bytes.count
          && $0.bytes.lexicographicallyPrecedes($1.bytes))
    }
    guard !pieces.isEmpty else { return nil }
    return DeviceSignals(
      device: device, signals: pieces.map(Signal.init), address: address.description,
      first: max(shown.first, since), last: shown.last)
  }

  /// `shown`, with the devices that were observed and showed nothing but the address that their maker gave them:
  /// `since` then, where that is not known better.
  private mutating func silent(
    _ shown: [DeviceSignals], at now: Int64, since: Int64
  ) -> [DeviceSignals] {
    let known = Set(shown.map(\.device))
    var shown = shown
    for (station, number) in register.stations
    where !station.isRandom && station.bits >> 40 & 1 == 0 {
      guard station.bits != 0, !known.contains(register[number]) else { continue }
      let since = silentSince[station] ?? since
      silentSince[station] = since
      shown.append(
        DeviceSignals(
          device: register[number], signals: [], address: station.description, first: since,
          last: now))
    }
    return shown
  }

  /// `shown`, with the names in lease files of devices that were observed and gave none in sight.
  private mutating func leased(_ shown: [DeviceSignals], at now: Int64) -> [DeviceSignals] {
    let names = addressBook.hostNames(at: now)
    leasedSince = leasedSince.filter { names[$0.key] != nil }
    guard !names.isEmpty else { return shown }
    var byAddress = Dictionary(shown.map { ($0.address, $0) }, uniquingKeysWith: { one, _ in one })
    for (station, name) in names where register.knows(station) {
      let signal = Signal(.hostName, name)
      let since = leasedSince[station] ?? now
      leasedSince[station] = since
      let number = register.number(of: station)
      let known = byAddress[station.description]
      guard known?.signals.contains(where: { $0.kind == .hostName }) != true, !signal.text.isEmpty
      else { continue }
      byAddress[station.description] = DeviceSignals(
        device: register[number], signals: [signal] + (known?.signals ?? []),
        address: station.description, first: known?.first ?? since, last: known?.last ?? now)
    }
    return Array(byAddress.values)
  }
}

extension Signal {
  init(_ piece: EvidencePiece) {
    switch piece.kind {
    case .hostName: self.init(.hostName, bytes: piece.bytes)
    case .vendorClass: self.init(.vendorClass, bytes: piece.bytes)
    case .userAgent: self.init(.userAgent, bytes: piece.bytes)
    case .serviceRecord: self.init(.serviceRecord, bytes: piece.bytes)
    case .description: self.init(.description, bytes: piece.bytes)
    case .parameterList:
      self.init(.parameterList, piece.bytes.map { String($0) }.joined(separator: ","))
    }
  }
}
