// sFlow version 5 (sflow.org, "sFlow Version 5", July 2004): samples of packets, each of which stands for
// as many as its sampling rate says; and counters of interfaces, which are skipped. XDR: all in units of
// four bytes.
extension ExportDecoder {
  mutating func decodeSFlow(
    _ bytes: RawSpan, _ origin: Origin, into records: inout [FlowRecord]
  ) -> Int? {
    guard let (agent, begin) = SFlowReader.address(bytes, at: 4),
      let subAgent = bytes.bigEndian32(at: begin), let sequence = bytes.bigEndian32(at: begin + 4),
      let uptime = bytes.bigEndian32(at: begin + 8), let samples = bytes.bigEndian32(at: begin + 12)
    else { return nil }
    let key = DomainKey(exporter: agent, format: .sflow, domain: subAgent)
    takeSequence(sequence, records: 0, of: key, uptime: uptime)
    var offset = begin + 16
    for _ in 0..<samples {
      guard let type = bytes.bigEndian32(at: offset),
        let length = bytes.bigEndian32(at: offset + 4),
        Int(length) <= bytes.byteCount - offset - 8
      else {
        statistics.badSets += 1
        break
      }
      let body = (offset + 8)..<(offset + 8 + Int(length))
      offset = body.upperBound
      guard let form = SFlowSample.Form(rawValue: type) else { continue }
      guard let sample = SFlowSample(bytes, body, form) else {
        statistics.badSets += 1
        continue
      }
      countDrops(of: sample, key)
      // sFlow has no time of day: a sample is as late as its datagram.
      append(
        sample, bytes, SampleOrigin(agent: agent, time: origin.arrival ?? 0), into: &records)
    }
    return offset
  }

  private mutating func countDrops(of sample: SFlowSample, _ key: DomainKey) {
    let mostSources = 1024
    let number = domains.number(of: key)
    let before = domains[number].sampleDrops[sample.source]
    guard before != nil || domains[number].sampleDrops.count < mostSources else { return }
    domains[number].sampleDrops[sample.source] = sample.drops
    guard let before else { return }
    // The agent's count runs on; one that goes back has begun anew.
    let dropped = sample.drops &- before
    if dropped < 1 << 31 { statistics.droppedSamples += UInt64(dropped) }
  }

  private struct SampleOrigin {
    let agent: IPAddress
    let time: Int64
  }

  private mutating func append(
    _ sample: SFlowSample, _ bytes: RawSpan, _ origin: SampleOrigin,
    into records: inout [FlowRecord]
  ) {
    switch SFlowReader.content(of: sample, bytes) {
    case .header(let linkType, let wireLength, let range):
      composer.append(
        RecordComposer.SampledHeader(
          linkType: linkType, wireLength: wireLength, rate: sample.rate, time: origin.time),
        bytes.extracting(range), exporter: origin.agent, format: .sflow, into: &records,
        counting: &statistics)
    case .packet(let content):
      var record = FlowRecord(
        exporter: origin.agent, format: .sflow, source: content.source,
        destination: content.destination, packets: 0, bytes: 0, first: origin.time,
        last: origin.time)
      record.transport = content.transport
      record.setPorts(content.sourcePort, content.destinationPort)
      record.tcpFlags = content.tcpFlags
      record.link = content.link
      record.samplingRate = sample.rate
      composer.append(
        record, FlowCounters.Pair(packets: 1, bytes: content.length), into: &records,
        counting: &statistics)
    case .bad:
      statistics.badSets += 1
    case .nothing:
      statistics.otherRecords += 1
    }
  }
}

/// A sample of a packet, plain or expanded.
struct SFlowSample {
  enum Form: UInt32 {
    case plain = 1
    case expanded = 3
  }

  /// Which of the agent's samplers took it.
  let source: UInt64
  /// At least 1.
  let rate: UInt32
  /// How many samples this sampler has dropped since it began.
  let drops: UInt32
  let records: UInt32
  /// Where the records of the sample lie in the datagram.
  let body: Range<Int>

  init?(_ bytes: RawSpan, _ range: Range<Int>, _ form: Form) {
    let begin = range.lowerBound
    // The expanded form gives type and index of the source, and of both interfaces, in words of their own.
    let isExpanded = form == .expanded
    let rateOffset = begin + (isExpanded ? 12 : 8)
    let countOffset = begin + (isExpanded ? 40 : 28)
    guard countOffset + 4 <= range.upperBound, let high = bytes.bigEndian32(at: begin + 4),
      let low = bytes.bigEndian32(at: begin + 8), let rate = bytes.bigEndian32(at: rateOffset),
      let drops = bytes.bigEndian32(at: rateOffset + 8),
      let records = bytes.bigEndian32(at: countOffset)
    else { return nil }
    source = isExpanded ? UInt64(high) << 32 | UInt64(low) : UInt64(high)
    self.rate = max(1, rate)
    self.drops = drops
    self.records = records
    body = (countOffset + 4)..<range.upperBound
  }
}
