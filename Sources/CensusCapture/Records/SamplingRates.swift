/// What an observation domain has said of its samplers: one packet in so many is looked at.
struct SamplingRates {
  /// What a rate is for.
  private enum Scope: Hashable {
    case sampler(UInt64)
    case interface(UInt64)
  }

  private var whole: UInt32?
  private var rates: [Scope: UInt32] = [:]

  /// More samplers and interfaces than this are not remembered.
  private static let most = 1024

  /// A rate, or that there is no telling it.
  enum Rate {
    case known(UInt32)
    /// The record names a sampler that has not said its rate.
    case unknown
  }

  /// One rate, to be kept over a restart. `kind`: 0 the whole domain, 1 a sampler, 2 an interface.
  struct Entry {
    let kind: UInt8
    let number: UInt64
    let rate: UInt32
  }

  /// All rates, in the order of kinds and numbers.
  var entries: [Entry] {
    let scoped = rates.map { scope, rate in
      switch scope {
      case .sampler(let number): Entry(kind: 1, number: number, rate: rate)
      case .interface(let number): Entry(kind: 2, number: number, rate: rate)
      }
    }
    return (whole.map { [Entry(kind: 0, number: 0, rate: $0)] } ?? [])
      + scoped.sorted { ($0.kind, $0.number) < ($1.kind, $1.number) }
  }

  /// Takes back an entry; false where it cannot be one.
  mutating func insert(_ entry: Entry) -> Bool {
    guard entry.rate > 0, rates.count < Self.most else { return false }
    switch entry.kind {
    case 0: whole = entry.rate
    case 1: rates[.sampler(entry.number)] = entry.rate
    case 2: rates[.interface(entry.number)] = entry.rate
    default: return false
    }
    return true
  }

  /// Takes what a record of options says; false where it says nothing of sampling.
  mutating func learn(_ values: RecordValues) -> Bool {
    guard let rate = Self.rate(in: values) else { return false }
    let scope: Scope
    if let sampler = values[.sampler] ?? values[.selector] {
      scope = .sampler(sampler)
    } else if let interface = values[.interface] {
      scope = .interface(interface)
    } else {
      whole = rate
      return true
    }
    if rates[scope] != nil || rates.count < Self.most { rates[scope] = rate }
    return true
  }

  /// The rate of a flow's record: its own; its sampler's; its interface's; the whole domain's; else 1.
  @inline(__always)
  func rate(of values: RecordValues) -> Rate {
    if let rate = Self.rate(in: values) { return .known(rate) }
    let sampler = values[.sampler] ?? values[.selector]
    if rates.isEmpty, sampler == nil { return .known(whole ?? 1) }
    return uncommon(sampler, values)
  }

  @inline(never)
  private func uncommon(_ sampler: UInt64?, _ values: RecordValues) -> Rate {
    if let sampler, let rate = rates[.sampler(sampler)] { return .known(rate) }
    if let interface = values[.interface], let rate = rates[.interface(interface)] {
      return .known(rate)
    }
    if let whole { return .known(whole) }
    // Number 0 stands for "not sampled".
    return sampler ?? 0 == 0 ? .known(1) : .unknown
  }

  @inline(__always)
  private static func rate(in values: RecordValues) -> UInt32? {
    if let interval = values.nonzero(.samplingInterval) ?? values.nonzero(.samplerInterval) {
      return UInt32(clamping: interval)
    }
    if let interval = values.nonzero(.samplingPacketInterval) {
      return part(interval, of: interval.addingReportingOverflow(values[.samplingPacketSpace] ?? 0))
    }
    if let size = values.nonzero(.samplingSize), let population = values[.samplingPopulation] {
      return part(size, of: (population, false))
    }
    guard let bits = values[.samplingProbability] else { return nil }
    let inverse = 1 / Double(bitPattern: bits)
    return inverse >= 1 && inverse <= Double(UInt32.max) ? UInt32(inverse.rounded()) : nil
  }

  /// One in how many, when `size` packets of `population` are looked at, rounded.
  private static func part(
    _ size: UInt64, of population: (partialValue: UInt64, overflow: Bool)
  ) -> UInt32? {
    guard !population.overflow, population.partialValue >= size else { return nil }
    let whole = population.partialValue / size
    let roundsUp = population.partialValue % size >= size - size / 2
    return UInt32(clamping: whole + (roundsUp && size > 1 ? 1 : 0))
  }
}
