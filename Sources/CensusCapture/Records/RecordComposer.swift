/// Makes flow records of the values that were read: chooses among the counters, addresses and stations that
/// exporters give in many ways, and multiplies by the sampling rate.
struct RecordComposer {
  private var translation = TranslatedAddresses()
  private var stations = KnownStations()
  private var cumulative = CumulativeCounters()
  private var packet = Packet()
  private var accepted: UInt64 = 0

  /// No flow has so many bytes within one record: 16 TiB, after sampling.
  private static let mostBytes: UInt64 = 1 << 44
  private static let mostPackets: UInt64 = 1 << 40
  /// Nor does one vantage see so many in its life. This keeps every sum of records within 63 bits.
  private static let mostInAll: UInt64 = 1 << 53

  /// What is the same for all records of a set.
  struct Context {
    let exporter: IPAddress
    let format: ExportFormat
    let clock: ExportClock
    let sampling: SamplingRates
    let systemStart: Int64?
  }

  /// Appends what one record of NetFlow v9 or IPFIX says: no record, one, or one each way.
  mutating func compose(
    _ values: RecordValues, _ bytes: RawSpan, _ context: borrowing Context,
    into records: inout [FlowRecord], counting statistics: inout RecordStatistics
  ) {
    let times = RecordTimes(values, context.clock, systemStart: context.systemStart)
    let rate: UInt32
    switch context.sampling.rate(of: values) {
    case .known(let known): rate = known
    case .unknown:
      rate = 1
      statistics.recordsOfUnknownSamplers += 1
    }
    if values[.frameSection] != nil || values[.packetSection] != nil {
      composeSample(values, bytes, context, times, rate, into: &records, counting: &statistics)
      return
    }
    guard var record = flow(values, context, times) else {
      statistics.otherRecords += 1
      return
    }
    record.samplingRate = rate
    let counters = counters(values, of: record)
    guard !counters.isEmpty else {
      statistics.emptyRecords += 1
      return
    }
    let isBothWays = counters.back.isTraffic
    record.began = Self.began(values, isBothWays: isBothWays)
    append(record, counters.forth, into: &records, counting: &statistics)
    guard isBothWays else { return }
    append(
      record.reversed(flags: values[.reverseTCPFlags]), counters.back, into: &records,
      counting: &statistics)
  }

  /// Appends a record with the counters as exported, if they can be.
  mutating func append(
    _ record: FlowRecord, _ counters: FlowCounters.Pair, into records: inout [FlowRecord],
    counting statistics: inout RecordStatistics
  ) {
    guard counters.isTraffic else { return }
    if counters.packets == 0 { statistics.recordsWithoutPackets += 1 }
    let rate = UInt64(record.samplingRate)
    let packets = max(1, counters.packets).multipliedReportingOverflow(by: rate)
    let bytes = counters.bytes.multipliedReportingOverflow(by: rate)
    guard !packets.overflow, !bytes.overflow, packets.partialValue <= Self.mostPackets,
      bytes.partialValue <= Self.mostBytes,
      accepted + packets.partialValue + bytes.partialValue <= Self.mostInAll
    else {
      statistics.implausibleRecords += 1
      return
    }
    accepted += packets.partialValue + bytes.partialValue
    var record = record
    record.packets = packets.partialValue
    record.bytes = bytes.partialValue
    statistics.records += 1
    statistics.coarsestSampling = max(statistics.coarsestSampling, record.samplingRate)
    records.append(record)
  }

  // MARK: What a record is about

  private mutating func flow(
    _ values: RecordValues, _ context: borrowing Context, _ times: RecordTimes
  ) -> FlowRecord? {
    guard let ends = translation.ends(of: values) else { return nil }
    var record = FlowRecord(
      exporter: context.exporter, format: context.format, source: ends.source,
      destination: ends.destination, packets: 0, bytes: 0, first: times.first, last: times.last)
    record.transport = UInt8(truncatingIfNeeded: values[.transport] ?? 0)
    record.tcpFlags = UInt8(truncatingIfNeeded: values[.tcpFlags] ?? 0)
    record.clockCorrection = context.clock.correction
    record.isLaterFragment = values.nonzero(.fragmentOffset) != nil
    if !record.isLaterFragment {
      record.setPorts(
        UInt16(truncatingIfNeeded: values[.sourcePort] ?? 0),
        ends.destinationPort ?? UInt16(truncatingIfNeeded: values[.destinationPort] ?? 0))
    }
    record.link = stations.link(of: values, from: ends.source, to: ends.destination)
    return record
  }

  /// Who began it: as the exporter says (RFC 5103, section 6.3); of a record for both directions the first
  /// one, which is the one of the first packet.
  private static func began(
    _ values: RecordValues, isBothWays: Bool
  ) -> FlowRecord.Began {
    switch values[.biflowDirection] {
    case 1: .sender
    case 2: .receiver
    default: isBothWays || values[.initiatorOctets] != nil ? .sender : .notSaid
    }
  }

  private mutating func counters(
    _ values: RecordValues, of record: borrowing FlowRecord
  ) -> FlowCounters {
    let counters = FlowCounters(values)
    guard counters.isEmpty, values.nonzero(.octetsTotal) ?? values.nonzero(.packetsTotal) != nil
    else { return counters }
    return cumulative.step(values, of: record)
  }

  // MARK: Sampled packets

  /// A record that holds the beginning of one packet (RFC 5477): decoded like a captured frame.
  private mutating func composeSample(
    _ values: RecordValues, _ bytes: RawSpan, _ context: borrowing Context,
    _ times: RecordTimes, _ rate: UInt32, into records: inout [FlowRecord],
    counting statistics: inout RecordStatistics
  ) {
    let isFrame = values[.frameSection] != nil
    guard let section = values.section(isFrame ? .frameSection : .packetSection),
      section.upperBound <= bytes.byteCount
    else { return }
    let sample = SampledHeader(
      linkType: isFrame ? FrameDecoder.LinkType.ethernet : FrameDecoder.LinkType.raw,
      wireLength: values.nonzero(.frameSize).map { Int(clamping: $0) }, rate: rate,
      time: times.last)
    append(
      sample, bytes.extracting(section), exporter: context.exporter, format: context.format,
      into: &records, counting: &statistics)
  }

  /// What is known of a sampled packet beside its first bytes.
  struct SampledHeader {
    /// As the capture decoders number them.
    let linkType: UInt16
    /// In bytes, from the beginning of the link header; nil where not said.
    let wireLength: Int?
    let rate: UInt32
    /// Microseconds since 1970.
    let time: Int64
  }

  /// Appends a sampled packet as a record of its own.
  mutating func append(
    _ sample: SampledHeader, _ frame: RawSpan, exporter: IPAddress, format: ExportFormat,
    into records: inout [FlowRecord], counting statistics: inout RecordStatistics
  ) {
    // Without a length on the wire the IP header's own is believed.
    let wireLength = min(
      max(sample.wireLength ?? CaptureLimits.longestWireLength, frame.byteCount),
      CaptureLimits.longestWireLength)
    let kind = FrameDecoder.decode(
      frame, linkType: sample.linkType, wireLength: wireLength, into: &packet)
    guard kind == .ip else {
      statistics.otherRecords += 1
      return
    }
    var record = FlowRecord(
      exporter: exporter, format: format,
      source: IPAddress(
        high: packet.sourceHigh, low: packet.sourceLow, version: packet.version),
      destination: IPAddress(
        high: packet.destinationHigh, low: packet.destinationLow, version: packet.version),
      packets: 0, bytes: 0, first: sample.time, last: sample.time)
    record.sourcePort = packet.sourcePort
    record.destinationPort = packet.destinationPort
    record.transport = packet.transport
    record.tcpFlags = packet.tcpFlags.rawValue
    record.link = packet.link
    record.isLaterFragment = packet.isLaterFragment
    record.samplingRate = sample.rate
    append(
      record, FlowCounters.Pair(packets: 1, bytes: UInt64(packet.length)), into: &records,
      counting: &statistics)
  }
}

extension FlowRecord {
  /// The other direction of the same flow.
  fileprivate func reversed(flags: UInt64?) -> FlowRecord {
    var other = self
    swap(&other.source, &other.destination)
    swap(&other.sourcePort, &other.destinationPort)
    other.link = LinkContext(source: link.destination, destination: link.source)
    other.tcpFlags = UInt8(truncatingIfNeeded: flags ?? 0)
    other.began =
      switch began {
      case .notSaid: .notSaid
      case .sender: .receiver
      case .receiver: .sender
      }
    return other
  }
}
