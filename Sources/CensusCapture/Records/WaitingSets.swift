/// Sets of records whose template has not come yet. Bounded: where there is no more room the oldest goes.
struct WaitingSets {
  struct Waiting {
    let domain: DomainKey
    let template: UInt16
    let clock: ExportClock
    let bytes: [UInt8]
  }

  /// In bytes of sets.
  private static let most = 1 << 20
  private static let mostSets = 1024
  /// Templates are sent anew every few minutes; what waits longer will not be read: half an hour.
  private static let longest: Int64 = 1_800_000_000

  private var sets: [Waiting] = []
  private var held = 0
  /// How many sets went without having been read.
  private(set) var dropped = 0

  var count: Int { sets.count }

  mutating func append(_ set: Waiting) {
    sets.append(set)
    held += set.bytes.count
    let oldest = set.clock.exported &- Self.longest
    // Where the room is full an eighth of it is made free, so that not every set costs a removal.
    let isFull = held > Self.most || sets.count > Self.mostSets
    let (most, mostSets) =
      isFull ? (Self.most / 8 * 7, Self.mostSets / 8 * 7) : (Self.most, Self.mostSets)
    var gone = 0
    while gone < sets.count,
      held > most || sets.count - gone > mostSets || sets[gone].clock.exported < oldest
    {
      held -= sets[gone].bytes.count
      gone += 1
    }
    sets.removeFirst(gone)
    dropped += gone
  }

  /// Takes out what waits for a template that has come.
  mutating func take(_ domain: DomainKey, template: UInt16) -> [Waiting] {
    guard !sets.isEmpty else { return [] }
    let found = sets.filter { $0.domain == domain && $0.template == template }
    guard !found.isEmpty else { return [] }
    sets.removeAll { $0.domain == domain && $0.template == template }
    held -= found.reduce(0) { $0 + $1.bytes.count }
    return found
  }
}
