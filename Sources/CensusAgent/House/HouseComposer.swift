import CensusAttribution
public import CensusProtocol

/// Turns what the local store knows of an epoch into the contributions that may leave: one for each model,
/// coarse, clipped, and nothing in them but what `HouseContribution` can hold.
///
/// Whatever distinguishes two households that did the same with the same models in the same hours (names,
/// addresses, ports, order, minutes) has no way into the result. Chance enters at two places only, which
/// models and which rows are kept where there are too many, and it is uniform: choosing by size would tell
/// which were the largest.
public struct HouseComposer: Sendable {
  private let catalogue: Catalogue
  private let region: HouseRegion

  /// The models are those of `catalogue`; `region` is what the owner wants to say of where the house is.
  public init(catalogue: Catalogue = .bundled, region: HouseRegion = .unsaid) {
    self.catalogue = catalogue
    self.region = region
  }

  /// The contributions of an epoch, at most eight, in ascending order of model. None where nothing was
  /// watched.
  public func compose(
    _ record: EpochRecord, using generator: inout some RandomNumberGenerator
  ) -> [HouseContribution] {
    guard let geo = record.geoEdition else { return [] }
    let loss = record.lossClass
    let models = Self.rowsByModel(record).sorted { $0.key < $1.key }
      .compactMap { identifier, rows -> (Model, [HouseRow])? in
        let rows = Self.leaving(rows)
        guard let model = catalogue.model(identifier), !rows.isEmpty else { return nil }
        return (model, rows)
      }
    let kept = Self.choose(HouseContribution.modelsInEpoch, of: models, using: &generator)
    return kept.compactMap { model, rows in
      let chosen = Self.choose(
        HouseContribution.rowCounts.upperBound, of: rows, using: &generator)
      return try? HouseContribution(
        epoch: record.epoch, model: model.identifier, level: model.level,
        catalogue: catalogue.revision, geo: geo, region: region, loss: loss, rows: chosen)
    }
  }

  /// Everything that units of one model did, merged; rows in their one order.
  private static func rowsByModel(_ record: EpochRecord) -> [ModelIdentifier: [HouseRow]] {
    var sums: [ModelIdentifier: [RowKey: RowSum]] = [:]
    for tally in record.tallies where record.epoch.hours.contains(Int64(tally.key.hour)) {
      guard let model = record.models[tally.key.device] else { continue }
      let key = RowKey(
        destination: HouseDestination(tally.key.places.first), service: tally.key.service)
      sums[model, default: [:]][key, default: RowSum()].add(tally)
    }
    return sums.mapValues { rows in
      rows.sorted { $0.key < $1.key }.compactMap { $0.value.row($0.key) }
    }
  }

  /// Rows of places outside the house. A model that was seen, but nowhere outside, says so by its local
  /// rows: its silence counts, and without them it could not be told from one that was not there.
  private static func leaving(_ rows: [HouseRow]) -> [HouseRow] {
    let outside = rows.filter { $0.destination.place.isOutsideLocalNetwork }
    return outside.isEmpty ? rows : outside
  }

  /// Some of `all`, each subset as likely as any other, in their order.
  private static func choose<Element>(
    _ count: Int, of all: [Element], using generator: inout some RandomNumberGenerator
  ) -> [Element] {
    guard all.count > count else { return all }
    return all.indices.shuffled(using: &generator).prefix(count).sorted().map { all[$0] }
  }
}

private struct RowKey: Hashable, Comparable {
  let destination: HouseDestination
  let service: ServiceClass

  static func < (left: RowKey, right: RowKey) -> Bool {
    (left.destination, left.service.rawValue) < (right.destination, right.service.rawValue)
  }
}

/// What goes into one row, before it is made coarse.
private struct RowSum {
  private var up: UInt64 = 0
  private var down: UInt64 = 0
  private var hours: Set<UInt32> = []

  mutating func add(_ tally: Tally) {
    up &+= tally.counters.up.bytes
    down &+= tally.counters.down.bytes
    hours.insert(tally.key.hour)
  }

  func row(_ key: RowKey) -> HouseRow? {
    guard let active = ActiveHours(hours: hours.count) else { return nil }
    return HouseRow(
      destination: key.destination, service: key.service, up: ByteBucket(bytes: up),
      down: ByteBucket(bytes: down), activeHours: active)
  }
}
