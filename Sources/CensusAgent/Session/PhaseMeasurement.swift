import CensusAttribution
import CensusCapture
import CensusProtocol

/// One phase on its way from captures to blocks.
struct PhaseMeasurement {
  private let description: PhaseDescription
  private var survey: CaptureSurvey
  private var captures: [CaptureReference] = []
  private var cutCaptures: Int64 = 0

  init(_ description: PhaseDescription, networks: LocalNetworks, databases: [GeoDatabase]) {
    self.description = description
    survey = CaptureSurvey(
      networks: networks, databases: databases,
      window: description.started..<description.ended)
  }

  mutating func read(
    _ report: (String, CaptureSurvey.Progress) -> Void
  ) throws(ComposingError) {
    for path in description.captures {
      let packetsBefore = survey.totals.packets
      let ending: CaptureEnding
      do {
        ending = try survey.read(path) { report(path, $0) }
      } catch { throw .capture(error) }
      if ending != .complete { cutCaptures += 1 }
      let content: (digest: Digest, bytes: Int64)
      do { content = try LocalFile.digest(path) } catch { throw .file(error) }
      captures.append(
        CaptureReference(
          digest: content.digest, bytes: content.bytes,
          packets: Int64(survey.totals.packets - packetsBefore)))
    }
  }

  /// The phase as measured; in the empty access point's phase every device counts, else `unit` alone.
  func phase(unit: Device) -> Phase {
    Phase(
      condition: description.condition, step: description.step, started: description.started,
      ended: description.ended, void: voidReason(unit: unit), loss: loss, captures: captures,
      blocks: blocks(unit: unit))
  }

  private var isOfEmptyAccessPoint: Bool { description.condition == .emptyAccessPoint }

  private var loss: Loss {
    let totals = survey.totals
    return Loss(
      dropped: Int64(clamping: survey.loss.reportedDrops),
      undecodable: Int64(
        totals.short + totals.encrypted + totals.malformedIP + totals.unknownLink),
      damagedBlocks: Int64(survey.loss.badBlocks), cutCaptures: cutCaptures)
  }

  private func voidReason(unit: Device) -> VoidReason? {
    if let declared = description.void { return declared }
    if loss.hidesPackets { return .captureLoss }
    if isOfEmptyAccessPoint { return nil }
    // Even an idle phone renews its address or answers neighbour discovery. One of which nothing at all is
    // seen was away, or its address is mistyped: its silence must not be published as a result.
    guard survey.tallies.devices.contains(unit) else { return .unitAbsent }
    return hasOtherClient(than: unit) ? .otherClient : nil
  }

  /// Whether another device than the unit spoke with an address outside the bench.
  private func hasOtherClient(than unit: Device) -> Bool {
    survey.tallies.sorted.contains { tally in
      tally.key.device != unit && tally.key.places.all.contains(where: \.isOutside)
    }
  }

  private func blocks(unit: Device) -> [Block] {
    var sums: [UTCTime: [RowKey: RowSum]] = [:]
    for tally in survey.tallies.sorted where isOfEmptyAccessPoint || tally.key.device == unit {
      guard let hour = UTCTime(seconds: Int64(tally.key.hour) * 3600) else { continue }
      let key = RowKey(places: tally.key.places.all, service: tally.key.service)
      sums[hour, default: [:]][key, default: RowSum()].add(tally.counters)
    }
    return Phase.hours(from: description.started, to: description.ended).map { hour, minutes in
      let rows = (sums[hour] ?? [:]).map { $0.value.row($0.key) }
      return Block(
        hour: hour, exposureMinutes: minutes, rows: rows.sorted(by: Row.isOrderedBefore))
    }
  }
}

private struct RowKey: Hashable {
  let places: [Place]
  let service: ServiceClass
}

/// The tallies of one row: of one device, or of all in the empty access point's phase.
private struct RowSum {
  private var flows: Int64 = 0
  private var up = Traffic(packets: 0, bytes: 0)
  private var down = Traffic(packets: 0, bytes: 0)
  private var minutes: UInt64 = 0
  private var handshake: UInt32?

  mutating func add(_ counters: Tally.Counters) {
    flows += Int64(counters.flows)
    up.add(counters.up)
    down.add(counters.down)
    minutes |= counters.minutes
    if let seen = counters.handshake { handshake = min(handshake ?? seen, seen) }
  }

  func row(_ key: RowKey) -> Row {
    Row(
      places: key.places, service: key.service, flows: flows, up: up, down: down,
      contactMinutes: Int64(minutes.nonzeroBitCount),
      handshakeMicroseconds: handshake.map(Int64.init))
  }
}

extension Traffic {
  fileprivate mutating func add(_ other: Tally.Traffic) {
    packets += Int64(clamping: other.packets)
    bytes += Int64(clamping: other.bytes)
  }
}

extension Place {
  /// Whether the place is outside the local network: a country, or an address without one.
  var isOutside: Bool {
    switch self {
    case .country, .unknown: true
    case .lan, .multicast, .broadcast, .reserved: false
    }
  }
}
