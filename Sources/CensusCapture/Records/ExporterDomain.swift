/// Within what an exporter numbers its templates and its datagrams (RFC 7011, section 3.1).
struct DomainKey: Hashable {
  let exporter: IPAddress
  let format: ExportFormat
  /// Observation domain (IPFIX), source identifier (NetFlow v9), engine (v5), sub-agent (sFlow).
  let domain: UInt32
}

/// What is remembered of one domain.
struct ExporterDomain {
  let key: DomainKey
  private(set) var templates: [UInt16: Template] = [:]
  var sampling = SamplingRates()
  var sequence = SequenceTracker()
  /// When the exporter started, in microseconds since 1970, where its options have said so.
  var systemStart: Int64?
  /// sFlow: what each source of samples has dropped so far, by its own count.
  var sampleDrops: [UInt64: UInt32] = [:]
  /// When it was used last, by a running number.
  var latestUse: UInt64 = 0
  /// How many fields all templates have together.
  private(set) var fields = 0

  init(_ key: DomainKey) { self.key = key }

  /// More templates than this are not kept of one domain.
  static let mostTemplates = 512
  /// More fields than this are not kept of one domain, in all its templates.
  static let mostFields = 16_384

  /// Takes a template, which replaces one of the same number; false where there is no more room.
  mutating func learn(_ id: UInt16, _ template: Template) -> Bool {
    let old = templates[id]
    // Sent again and again: nearly always the same.
    if let old, old.isOptions == template.isOptions, old.specifiers == template.specifiers {
      return true
    }
    let fields = self.fields - (old?.specifiers.count ?? 0) + template.specifiers.count
    guard fields <= Self.mostFields, old != nil || templates.count < Self.mostTemplates else {
      return false
    }
    self.fields = fields
    templates[id] = template
    return true
  }

  mutating func forget(_ id: UInt16) {
    guard let old = templates.removeValue(forKey: id) else { return }
    fields -= old.specifiers.count
  }

  /// Takes back all templates that announce options, or all that do not.
  mutating func forgetAll(ofOptions isOptions: Bool) {
    for (id, template) in templates where template.isOptions == isOptions { forget(id) }
  }
}

/// All domains that are remembered. Bounded: where there is no more room, the one that was silent for the
/// longest is forgotten, so that invented exporters cannot exhaust the memory.
struct ExporterDomains {
  static let most = 256
  /// How many fields the templates of all domains may have together.
  static let mostFields = 131_072

  private(set) var list: [ExporterDomain] = []
  private var numbers: [DomainKey: Int] = [:]
  private var uses: UInt64 = 0
  private var latest: (key: DomainKey, number: Int)?

  subscript(number: Int) -> ExporterDomain {
    get { list[number] }
    _modify { yield &list[number] }
  }

  /// The number of a domain, which is begun where it is not known. Valid until the next call.
  mutating func number(of key: DomainKey) -> Int {
    uses += 1
    if let latest, latest.key == key {
      list[latest.number].latestUse = uses
      return latest.number
    }
    let number = numbers[key] ?? begin(key)
    list[number].latestUse = uses
    latest = (key, number)
    return number
  }

  private mutating func begin(_ key: DomainKey) -> Int {
    let fields = list.reduce(0) { $0 + $1.fields }
    let isFull = list.count >= Self.most || fields > Self.mostFields - ExporterDomain.mostFields
    let oldest = list.indices.min { list[$0].latestUse < list[$1].latestUse }
    guard isFull, let oldest else {
      list.append(ExporterDomain(key))
      numbers[key] = list.count - 1
      return list.count - 1
    }
    numbers[list[oldest].key] = nil
    list[oldest] = ExporterDomain(key)
    numbers[key] = oldest
    return oldest
  }
}
