/// What an mDNS response says of its sender (RFC 6762, RFC 6763): host names of address records, service types,
/// and the keys of TXT records that tell a product. Instance names, which owners give, are not read, but for
/// services whose programs make them.
enum MulticastDNS {
  private enum RecordType {
    static let address: UInt16 = 1
    static let pointer: UInt16 = 12
    static let text: UInt16 = 16
    static let address6: UInt16 = 28
  }

  /// More records of one message are not read.
  private static let mostRecords = 64

  /// Reads the message in `range`; none where it is no response or does not hold together. What came before a
  /// damaged record stands.
  static func decode(_ frame: RawSpan, _ range: Range<Int>) -> [EvidencePiece] {
    let message = frame.clamped(range)
    guard let flags = frame.bigEndian16(at: message.lowerBound + 2), flags & 0x8000 != 0,
      let questions = frame.bigEndian16(at: message.lowerBound + 4),
      let answers = frame.bigEndian16(at: message.lowerBound + 6),
      let additional = frame.bigEndian16(at: message.lowerBound + 10), message.count >= 12
    else { return [] }
    var position = message.lowerBound + 12
    for _ in 0..<min(Int(questions), mostRecords) {
      guard let name = frame.domainName(at: position, in: message) else { return [] }
      position = name.end + 4
    }
    var pieces: [EvidencePiece] = []
    for _ in 0..<min(Int(answers) + Int(additional), mostRecords) {
      guard let name = frame.domainName(at: position, in: message),
        let type = frame.bigEndian16(at: name.end),
        let length = frame.bigEndian16(at: name.end + 8),
        name.end + 10 + Int(length) <= message.upperBound
      else { break }
      let data = (name.end + 10)..<(name.end + 10 + Int(length))
      if let piece = piece(frame, type, name.labels, data) { pieces.append(piece) }
      position = data.upperBound
    }
    return pieces
  }

  private static func piece(
    _ frame: RawSpan, _ type: UInt16, _ labels: [[UInt8]], _ data: Range<Int>
  ) -> EvidencePiece? {
    switch type {
    case RecordType.address, RecordType.address6:
      guard labels.count == 2, labels[1] == Array("local".utf8) else { return nil }
      return EvidencePiece(.hostName, labels[0])
    case RecordType.pointer:
      // The answer to "which services are there" names none by itself.
      guard let service = service(labels), service != Array("_dns-sd._udp".utf8) else { return nil }
      return EvidencePiece(.serviceRecord, service)
    case RecordType.text:
      guard let service = service(labels) else { return nil }
      return EvidencePiece(.serviceRecord, service + instance(labels, service) + keys(frame, data))
    default: return nil
    }
  }

  /// `_hap._tcp` of `Instance._hap._tcp.local`.
  private static func service(_ labels: [[UInt8]]) -> [UInt8]? {
    let underscore = UInt8(ascii: "_")
    guard
      let proto = labels.lastIndex(where: {
        $0 == Array("_tcp".utf8) || $0 == Array("_udp".utf8)
      }),
      proto > 0, labels[proto - 1].first == underscore
    else { return nil }
    return labels[proto - 1] + [UInt8(ascii: ".")] + labels[proto]
  }

  /// Services whose programs name the instance after the product.
  private static let named = ["_miio._udp", "_shelly._tcp", "_tplink._tcp", "_ewelink._tcp"]
    .map { Array($0.utf8) }

  private static func instance(_ labels: [[UInt8]], _ service: [UInt8]) -> [UInt8] {
    guard named.contains(service), labels.count > 3, let first = labels.first else { return [] }
    return [UInt8(ascii: " ")] + first
  }

  private static let telling: Set<String> = [
    "model", "am", "rpmd", "md", "modelid", "ty", "usb_mfg", "usb_mdl", "mfg", "mdl", "product",
    "manufacturer", "vendor", "integrator", "ci", "ca", "app", "bs", "modelname",
  ]

  /// The telling `key=value` strings of a TXT record (RFC 6763 section 6), each with a space in front.
  private static func keys(_ frame: RawSpan, _ data: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    var position = data.lowerBound
    while position < data.upperBound, let size = frame.byte(at: position) {
      let string = (position + 1)..<min(position + 1 + Int(size), data.upperBound)
      let bytes = frame.copied(string)
      if let equals = bytes.firstIndex(of: UInt8(ascii: "=")),
        telling.contains(String(decoding: bytes[..<equals], as: UTF8.self).lowercased())
      {
        text.append(UInt8(ascii: " "))
        text += bytes
      }
      position += 1 + Int(size)
      if text.count >= EvidencePiece.mostBytes { break }
    }
    return text
  }
}
