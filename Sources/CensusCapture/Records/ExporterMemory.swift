/// What is known of exporters, as bytes to be kept over a restart: templates and sampling rates. Exporters
/// send their templates every few minutes only, and without them no record can be read.
///
/// The form: `FCXM`, the version 1, the number of domains (two bytes); of each domain: version of its
/// address (4 or 6), the address (16 bytes), format, domain (four bytes), the start of the exporter (eight
/// bytes), its sampling rates, the number of templates (two bytes); of each template: number (two bytes),
/// whether of options, number of fields (two bytes), and of each field element, length (two bytes each)
/// and enterprise (four bytes). Numbers are in network order, and nothing may follow.
enum ExporterMemory {
  private static let mark: [UInt8] = Array("FCXM".utf8) + [1]

  static func encode(_ domains: borrowing ExporterDomains) -> [UInt8] {
    // sFlow and NetFlow v5 say everything in each datagram.
    let kept = domains.list.filter { !$0.templates.isEmpty }
    var bytes = mark
    append(kept.count, 2, to: &bytes)
    for domain in kept { append(domain, to: &bytes) }
    return bytes
  }

  private static func append(_ domain: borrowing ExporterDomain, to bytes: inout [UInt8]) {
    let key = domain.key
    bytes.append(key.exporter.version.rawValue)
    append(key.exporter.high, 8, to: &bytes)
    append(key.exporter.low, 8, to: &bytes)
    bytes.append(key.format.rawValue)
    append(key.domain, 4, to: &bytes)
    append(domain.systemStart ?? 0, 8, to: &bytes)
    let rates = domain.sampling.entries
    append(rates.count, 2, to: &bytes)
    for rate in rates {
      bytes.append(rate.kind)
      append(rate.number, 8, to: &bytes)
      append(rate.rate, 4, to: &bytes)
    }
    append(domain.templates.count, 2, to: &bytes)
    for (id, template) in domain.templates.sorted(by: { $0.key < $1.key }) {
      append(id, 2, to: &bytes)
      bytes.append(template.isOptions ? 1 : 0)
      append(template.specifiers.count, 2, to: &bytes)
      for field in template.specifiers {
        append(field.element, 2, to: &bytes)
        append(field.length, 2, to: &bytes)
        append(field.enterprise, 4, to: &bytes)
      }
    }
  }

  private static func append(_ value: some BinaryInteger, _ length: Int, to bytes: inout [UInt8]) {
    for shift in stride(from: (length - 1) * 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Nil where `bytes` are not what `encode` makes.
  static func decode(_ bytes: [UInt8]) -> ExporterDomains? {
    var reader = Reader(bytes: bytes)
    guard Array(bytes.prefix(mark.count)) == mark else { return nil }
    reader.offset = mark.count
    guard let count = reader.number(2), count <= ExporterDomains.most else { return nil }
    var domains = ExporterDomains()
    for _ in 0..<count {
      guard let domain = domain(&reader), domains.insert(domain) else { return nil }
    }
    // One form only: what is in another order, or says something twice, was not written here.
    return reader.isAtEnd && encode(domains) == bytes ? domains : nil
  }

  private static func domain(_ reader: inout Reader) -> ExporterDomain? {
    guard let version = reader.number(1).flatMap({ IPAddress.Version(rawValue: UInt8($0)) }),
      let high = reader.number(8), let low = reader.number(8),
      version == .v6 || high == 0 && low <= UInt64(UInt32.max),
      let format = reader.number(1).flatMap({ ExportFormat(rawValue: UInt8($0)) }),
      format == .netflow9 || format == .ipfix, let number = reader.number(4),
      let start = reader.number(8), start < 1 << 60, let rates = reader.number(2)
    else { return nil }
    var domain = ExporterDomain(
      DomainKey(
        exporter: IPAddress(high: high, low: low, version: version), format: format,
        domain: UInt32(number)))
    domain.systemStart = start == 0 ? nil : Int64(start)
    for _ in 0..<rates {
      guard let kind = reader.number(1), let number = reader.number(8), let rate = reader.number(4),
        domain.sampling.insert(
          SamplingRates.Entry(kind: UInt8(kind), number: number, rate: UInt32(rate)))
      else { return nil }
    }
    guard let templates = reader.number(2), templates > 0 else { return nil }
    for _ in 0..<templates {
      guard let (id, template) = template(&reader), domain.templates[id] == nil,
        domain.learn(id, template)
      else { return nil }
    }
    return domain
  }

  private static func template(_ reader: inout Reader) -> (UInt16, Template)? {
    guard let id = reader.number(2), id >= UInt64(TemplateReader.lowestID),
      let options = reader.number(1), options <= 1, let count = reader.number(2)
    else { return nil }
    var fields: [FieldSpecifier] = []
    for _ in 0..<count {
      guard let element = reader.number(2), let length = reader.number(2),
        let enterprise = reader.number(4)
      else { return nil }
      fields.append(
        FieldSpecifier(
          element: UInt16(element), length: UInt16(length), enterprise: UInt32(enterprise)))
    }
    return Template(fields, isOptions: options == 1).map { (UInt16(id), $0) }
  }

  private struct Reader {
    let bytes: [UInt8]
    var offset = 0

    var isAtEnd: Bool { offset == bytes.count }

    mutating func number(_ length: Int) -> UInt64? {
      // Safe: `bytes` is marked unsafe for element types with padding; UInt8 has none.
      guard let value = unsafe bytes.span.bytes.bigEndian(at: offset, length: length) else {
        return nil
      }
      offset += length
      return value
    }
  }
}

extension ExporterDomains {
  /// Takes a domain that is not there yet; false where it is, or where there is no more room.
  fileprivate mutating func insert(_ domain: ExporterDomain) -> Bool {
    let before = list.count
    let number = number(of: domain.key)
    guard number == before, list.count == before + 1 else { return false }
    self[number] = domain
    return true
  }
}
