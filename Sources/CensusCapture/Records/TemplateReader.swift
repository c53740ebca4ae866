/// Reads the templates of one set.
struct TemplateReader {
  let format: ExportFormat
  let isOptions: Bool

  /// What one template record says.
  enum Announcement {
    case template(UInt16, Template)
    /// The exporter takes a template back (RFC 7011, section 8.1).
    case withdrawal(UInt16)
    /// The exporter takes all templates of this kind back.
    case withdrawalOfAll
  }

  /// Whether all announcements of the set could be read; those that could be are in `announcements`.
  func read(_ bytes: RawSpan, _ body: Range<Int>, into announcements: inout [Announcement]) -> Bool
  {
    var offset = body.lowerBound
    while body.upperBound - offset >= 4 {
      guard let id = bytes.bigEndian16(at: offset), let count = bytes.bigEndian16(at: offset + 2)
      else { return false }
      if format == .ipfix, count == 0 {
        announcements.append(id < Self.lowestID ? .withdrawalOfAll : .withdrawal(id))
        offset += 4
        continue
      }
      // Padding: no template has so low a number.
      guard id >= Self.lowestID else { return id == 0 && count == 0 }
      guard let header = header(bytes, at: offset, count: count) else { return false }
      offset = header.begin
      guard let specifiers = specifiers(bytes, &offset, end: body.upperBound, header),
        let template = Template(specifiers, isOptions: isOptions)
      else { return false }
      announcements.append(.template(id, template))
    }
    return true
  }

  /// Numbers below it are those of sets that are not data.
  static let lowestID: UInt16 = 256

  private struct Header {
    /// Where the fields begin.
    let begin: Int
    let scopes: Int
    let fields: Int
  }

  private func header(_ bytes: RawSpan, at offset: Int, count: UInt16) -> Header? {
    guard isOptions else { return Header(begin: offset + 4, scopes: 0, fields: Int(count)) }
    guard let second = bytes.bigEndian16(at: offset + 4) else { return nil }
    if format == .ipfix {
      guard second <= count else { return nil }
      return Header(begin: offset + 6, scopes: Int(second), fields: Int(count))
    }
    // NetFlow v9 gives lengths in bytes, of the scope first (RFC 3954, section 6.1).
    return Header(
      begin: offset + 6, scopes: Int(count) / 4, fields: (Int(count) + Int(second)) / 4)
  }

  private func specifiers(
    _ bytes: RawSpan, _ offset: inout Int, end: Int, _ header: Header
  ) -> [FieldSpecifier]? {
    guard header.fields <= Template.mostFields, header.fields * 4 <= end - offset else {
      return nil
    }
    var specifiers: [FieldSpecifier] = []
    specifiers.reserveCapacity(header.fields)
    for number in 0..<header.fields {
      guard end - offset >= 4, let element = bytes.bigEndian16(at: offset),
        let length = bytes.bigEndian16(at: offset + 2)
      else { return nil }
      offset += 4
      guard format == .ipfix else {
        specifiers.append(
          number < header.scopes
            ? Self.scope(element, length: length)
            : FieldSpecifier(element: element, length: length, enterprise: 0))
        continue
      }
      var enterprise: UInt32 = 0
      if element & 0x8000 != 0 {
        guard end - offset >= 4, let number = bytes.bigEndian32(at: offset) else { return nil }
        enterprise = number
        offset += 4
      }
      specifiers.append(
        FieldSpecifier(element: element & 0x7fff, length: length, enterprise: enterprise))
    }
    return specifiers
  }

  /// The scopes of NetFlow v9 have numbers of their own (RFC 3954, section 6.1); an interface is the only
  /// one that matters. The others are given a number that no element has.
  private static func scope(_ type: UInt16, length: UInt16) -> FieldSpecifier {
    let interface: UInt16 = 2
    let interfaceElement: UInt16 = 10
    return FieldSpecifier(
      element: type == interface ? interfaceElement : 0, length: length, enterprise: 0)
  }
}
