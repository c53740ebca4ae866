public import CensusAttribution
public import CensusCapture
import CensusProtocol

/// Carries what a vantage shows to the local store: attributed, added up, one transaction a minute.
///
/// What is in the store was counted once: a span is written with the minutes that it covers or not at all,
/// and what was not written when the process died is a gap. A span that cannot be written, because the disk
/// is full for instance, is kept and goes into the next one.
public struct Watcher {
  let store: LocalStore
  private let databases: [GeoDatabaseReference]
  private var attributor: Attributor
  private let names: AddressSources?
  private var problemsOfNames: [String] = []
  private var book = ObservationBook()
  private var mark = LossMark()
  /// Says what devices are, where that is asked for.
  private var devices: DeviceWatch?
  /// What their owner does not want to be observed.
  private var ignored: Set<Device> = []
  /// Devices that went on as others, in the store as well.
  private var merged: Set<Device> = []
  /// Minutes that were watched and could not be written yet.
  private var owed: Range<Int64>?

  /// Where `identifier` is given, what devices are taken for is kept in the store, too. `names` say who is
  /// behind an address where the vantage sees no stations; nil is nobody.
  public init(
    store: LocalStore, networks: LocalNetworks, databases: [GeoDatabase],
    identifier: DeviceIdentifier? = nil, names: AddressSources? = nil
  ) {
    self.store = store
    self.names = names
    devices = identifier.map(DeviceWatch.init)
    ignored = (try? store.ignoredDevices()) ?? []
    self.databases = databases.map {
      GeoDatabaseReference(name: $0.label.name, version: $0.label.version)
    }
    attributor = Attributor(networks: networks, databases: databases)
    book.beginCapture()
  }

  /// Looks up anew who is behind the addresses of the local network. What could not be read, the first
  /// time that it could not.
  mutating func refreshNames() -> [String] {
    guard let names else { return [] }
    let problems = attributor.refreshNames(from: names)
    defer { problemsOfNames = problems }
    return problems.filter { !problemsOfNames.contains($0) }
  }

  /// Takes one slice; nothing is written yet.
  public mutating func add(_ slice: FlowSlice) {
    let observation = attributor.observe(slice)
    guard ignored.isEmpty || !ignored.contains(observation.device) else { return }
    book.add(observation)
  }

  /// Looks at what devices showed of themselves up to `now`, in microseconds since 1970.
  mutating func identify(_ evidence: EvidenceBook, at now: Int64) throws(DatabaseError) {
    ignored = try store.ignoredDevices()
    guard devices != nil else { return }
    attributor.forgotten = try store.forgottenDevices()
    let signals = attributor.signals(evidence, at: now)
    for (device, former) in attributor.continuations where !merged.contains(device) {
      try store.merge(device, into: former)
      merged.insert(device)
    }
    try devices?.update(signals, in: store, at: now)
  }

  /// Writes everything taken so far, with the minutes (since 1970) that were watched since the last time
  /// and what the vantage has counted up to now. Returns how many tallies were written.
  @discardableResult
  public mutating func write(
    _ minutes: Range<Int64>, totals: TrafficTotals, loss: CaptureLoss
  ) throws(DatabaseError) -> Int {
    let newMark = LossMark(totals, loss)
    let all = joined(minutes)
    do {
      // What could not be written before may be of a device that goes on as another one since.
      let counted = TallyBook(book).merging(attributor.continuations)
      let span = WatchedSpan(
        tallies: try unforgotten(counted.sorted, since: all.isEmpty ? nil : all.lowerBound),
        minutes: all, loss: WatchLoss(since: mark, until: newMark), databases: databases)
      try store.add(span)
      owed = nil
      mark = newMark
      book = ObservationBook()
      book.beginCapture()
      return span.tallies.count
    } catch {
      owed = all.isEmpty ? nil : all
      throw error
    }
  }

  /// Without the devices that were forgotten while this was counted: from `minute` (since 1970) on, or where that
  /// is nil, from the hours' beginnings on.
  private func unforgotten(
    _ tallies: [Tally], since minute: Int64?
  ) throws(DatabaseError) -> [Tally] {
    let forgotten = try store.forgottenDevices()
    guard !forgotten.isEmpty else { return tallies }
    return tallies.filter { tally in
      guard let time = forgotten[tally.key.device] else { return true }
      return time / 60_000_000 < minute ?? Int64(tally.key.hour) * 60
    }
  }

  /// What is owed is joined where the new minutes follow it directly; else it is given up as a gap.
  private func joined(_ minutes: Range<Int64>) -> Range<Int64> {
    guard let owed else { return minutes }
    if minutes.isEmpty { return owed }
    return owed.upperBound == minutes.lowerBound ? owed.lowerBound..<minutes.upperBound : minutes
  }
}
