// NetFlow version 9 (RFC 3954) and IPFIX (RFC 7011): a header, then sets of templates and sets of records
// that follow them.
extension ExportDecoder {
  mutating func decodeNetFlow9(
    _ bytes: RawSpan, _ origin: Origin, into records: inout [FlowRecord]
  ) -> Int? {
    guard let uptime = bytes.bigEndian32(at: 4), let seconds = bytes.bigEndian32(at: 8),
      let sequence = bytes.bigEndian32(at: 12), let source = bytes.bigEndian32(at: 16)
    else { return nil }
    let clock = ExportClock(
      exported: Int64(seconds) * 1_000_000, uptime: uptime, arrival: origin.arrival)
    if clock.isCorrected { statistics.correctedClocks += 1 }
    let key = DomainKey(exporter: origin.exporter, format: .netflow9, domain: source)
    let walk = walkSets(bytes, 20..<bytes.byteCount, of: key, clock, into: &records)
    takeSequence(sequence, records: walk.records ?? 0, of: key, uptime: uptime)
    return walk.end
  }

  mutating func decodeIPFIX(
    _ bytes: RawSpan, _ origin: Origin, into records: inout [FlowRecord]
  ) -> Int? {
    guard let length = bytes.bigEndian16(at: 2), let seconds = bytes.bigEndian32(at: 4),
      let sequence = bytes.bigEndian32(at: 8), let domain = bytes.bigEndian32(at: 12),
      (16...bytes.byteCount).contains(Int(length))
    else { return nil }
    let clock = ExportClock(exported: Int64(seconds) * 1_000_000, arrival: origin.arrival)
    if clock.isCorrected { statistics.correctedClocks += 1 }
    let key = DomainKey(exporter: origin.exporter, format: .ipfix, domain: domain)
    let walk = walkSets(bytes, 16..<Int(length), of: key, clock, into: &records)
    takeSequence(sequence, records: walk.records, of: key)
    return Int(length)
  }

  private enum SetID {
    static let netflow9Templates: UInt16 = 0
    static let netflow9Options: UInt16 = 1
    static let ipfixTemplates: UInt16 = 2
    static let ipfixOptions: UInt16 = 3
  }

  /// Reads the sets one after the other. `records`: how many records they hold, nil where that is not known
  /// of each; `end`: where the last one ends.
  private mutating func walkSets(
    _ bytes: RawSpan, _ range: Range<Int>, of key: DomainKey, _ clock: ExportClock,
    into records: inout [FlowRecord]
  ) -> (records: Int?, end: Int) {
    let isIPFIX = key.format == .ipfix
    var count: Int? = 0
    var offset = range.lowerBound
    while range.upperBound - offset >= 4, let id = bytes.bigEndian16(at: offset),
      let length = bytes.bigEndian16(at: offset + 2)
    {
      // Zeros at the end are padding; and no set is so short, or longer than the datagram.
      if id == 0, length == 0 { break }
      // In a file of several datagrams the next one begins here: no set has the number 9.
      if !isIPFIX, id == ExportFormat.netflow9.rawValue { break }
      guard length >= 4, Int(length) <= range.upperBound - offset else {
        statistics.badSets += 1
        count = nil
        break
      }
      let body = (offset + 4)..<(offset + Int(length))
      switch id {
      case isIPFIX ? SetID.ipfixTemplates : SetID.netflow9Templates:
        learnTemplates(bytes, body, of: key, isOptions: false, into: &records)
      case isIPFIX ? SetID.ipfixOptions : SetID.netflow9Options:
        learnTemplates(bytes, body, of: key, isOptions: true, into: &records)
      case TemplateReader.lowestID...:
        let held = readSet(bytes, body, id: id, of: key, clock, into: &records)
        count = held.flatMap { held in count.map { $0 + held } }
      default:
        statistics.badSets += 1
      }
      offset = body.upperBound
    }
    return (count, offset)
  }
}
