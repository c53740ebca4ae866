/// Decodes the datagrams of flow exporters, of any number of them, in whichever of the known formats each
/// datagram is.
///
/// It keeps what the datagrams refer to: templates, sampling rates and sequence numbers of each exporter and
/// domain; sets that came before their template; and which station an address was seen behind. All of it is
/// bounded. Nothing that a datagram can hold traps or hangs.
struct ExportDecoder {
  var domains = ExporterDomains()
  var waiting = WaitingSets()
  var composer = RecordComposer()
  var statistics = RecordStatistics()
  var values = RecordValues()
  private var announcements: [TemplateReader.Announcement] = []

  private static let latestArrival: Int64 = 1 << 53

  /// What is known of one datagram before it is looked into.
  struct Origin {
    let exporter: IPAddress
    /// Microseconds since 1970; nil where nothing but the datagram is known.
    let arrival: Int64?
  }

  /// Appends the flow records of one datagram to `records`, and gives how many bytes it took; what
  /// follows them may be another datagram, where a file holds several. Nil where it is none.
  mutating func decode(
    _ bytes: RawSpan, from exporter: IPAddress, at arrival: Int64?, into records: inout [FlowRecord]
  ) -> Int? {
    // No capture of ours is from before 1970 or after the year 2255.
    let origin = Origin(
      exporter: exporter, arrival: arrival.map { min(max(0, $0), Self.latestArrival) })
    statistics.datagrams += 1
    let length: Int? =
      switch ExportFormat(of: bytes) {
      case .netflow5: decodeNetFlow5(bytes, origin, into: &records)
      case .netflow9: decodeNetFlow9(bytes, origin, into: &records)
      case .ipfix: decodeIPFIX(bytes, origin, into: &records)
      case .sflow: decodeSFlow(bytes, origin, into: &records)
      case nil: nil
      }
    if length == nil { statistics.undecodable += 1 }
    return length
  }

  /// Reads a set of templates and decodes what has waited for them. Where the set is damaged, what came
  /// before the damage counts.
  mutating func learnTemplates(
    _ bytes: RawSpan, _ body: Range<Int>, of key: DomainKey, isOptions: Bool,
    into records: inout [FlowRecord]
  ) {
    announcements.removeAll(keepingCapacity: true)
    let reader = TemplateReader(format: key.format, isOptions: isOptions)
    if !reader.read(bytes, body, into: &announcements) { statistics.badSets += 1 }
    for announcement in announcements {
      let number = domains.number(of: key)
      switch announcement {
      case .withdrawal(let id): domains[number].forget(id)
      case .withdrawalOfAll: domains[number].forgetAll(ofOptions: isOptions)
      case .template(let id, let template):
        guard domains[number].learn(id, template) else {
          statistics.badSets += 1
          continue
        }
        for set in waiting.take(key, template: id) {
          let bytes = set.bytes
          // Safe: `bytes` is marked unsafe for element types with padding; UInt8 has none.
          _ = readRecords(
            unsafe bytes.span.bytes, 0..<bytes.count, by: template, of: key, set.clock,
            into: &records)
        }
      }
    }
  }

  /// Reads a set of data, or keeps it until its template comes. How many records it holds; nil where that
  /// is not known.
  mutating func readSet(
    _ bytes: RawSpan, _ body: Range<Int>, id: UInt16, of key: DomainKey, _ clock: ExportClock,
    into records: inout [FlowRecord]
  ) -> Int? {
    guard let template = domains[domains.number(of: key)].templates[id] else {
      guard !body.isEmpty else { return nil }
      let copy = body.map { offset in bytes.byte(at: offset) ?? 0 }
      waiting.append(
        WaitingSets.Waiting(domain: key, template: id, clock: clock, bytes: copy))
      return nil
    }
    return readRecords(bytes, body, by: template, of: key, clock, into: &records)
  }

  private mutating func readRecords(
    _ bytes: RawSpan, _ body: Range<Int>, by template: Template, of key: DomainKey,
    _ clock: ExportClock, into records: inout [FlowRecord]
  ) -> Int {
    let number = domains.number(of: key)
    let context = RecordComposer.Context(
      exporter: key.exporter, format: key.format, clock: clock,
      sampling: domains[number].sampling, systemStart: domains[number].systemStart)
    var offset = body.lowerBound
    var count = 0
    while body.upperBound - offset >= template.shortestRecord,
      let length = template.read(bytes, at: offset, end: body.upperBound, into: &values)
    {
      offset += length
      count += 1
      if template.isOptions {
        learnOptions(number)
      } else {
        composer.compose(values, bytes, context, into: &records, counting: &statistics)
      }
    }
    return count
  }

  private mutating func learnOptions(_ number: Int) {
    _ = domains[number].sampling.learn(values)
    if let start = values[.systemStart], start < 1 << 50 {
      domains[number].systemStart = Int64(start) * 1000
    }
    statistics.otherRecords += 1
  }

  /// Takes a sequence number of `key`.
  mutating func takeSequence(
    _ number: UInt32, records: Int?, of key: DomainKey, uptime: UInt32? = nil
  ) {
    let countsRecords = key.format == .netflow5 || key.format == .ipfix
    let domain = domains.number(of: key)
    let step = domains[domain].sequence.take(
      number, records: records.map(UInt32.init), countsRecords: countsRecords, uptime: uptime)
    statistics.count(step, isInRecords: countsRecords)
  }
}

extension RecordStatistics {
  mutating func count(_ step: SequenceTracker.Step, isInRecords: Bool) {
    let field =
      isInRecords ? \RecordStatistics.lostRecords : \RecordStatistics.lostDatagrams
    switch step {
    case .inOrder: break
    case .gap(let missing): self[keyPath: field] += missing
    case .late(let found): self[keyPath: field] -= min(found, self[keyPath: field])
    case .restart: restarts += 1
    }
  }
}

extension ExportFormat {
  /// The format that a datagram begins like; nil where it is none of them. NetFlow and IPFIX have the
  /// version in two bytes, sFlow in four.
  init?(of bytes: RawSpan) {
    guard let first = bytes.bigEndian32(at: 0) else { return nil }
    switch first >> 16 {
    case 5: self = .netflow5
    case 9: self = .netflow9
    case 10: self = .ipfix
    case 0 where first == 5: self = .sflow
    default: return nil
    }
  }
}
