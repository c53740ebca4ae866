/// What an exporter has announced of its records (RFC 3954 section 5.2, RFC 7011 section 3.4): which
/// fields they have, in which order, and of which length; worked up so that a record is read in few steps.
struct Template {
  /// The fields as announced; two templates are the same where these are.
  let specifiers: [FieldSpecifier]
  /// The records describe the exporter (sampling rates, interfaces), not flows.
  let isOptions: Bool
  /// The least that a record takes, in bytes; never 0.
  let shortestRecord: Int

  private let isIPv6First: Bool
  private let steps: [Step]
  private let hasVariableFields: Bool

  /// More fields than this has no exporter.
  static let mostFields = 1024

  private struct Step {
    /// The place among `RecordValues`.
    let place: UInt8
    let form: RecordField.Form
    /// `FieldSpecifier.variableLength` where each record says it.
    let length: UInt16
    /// From the beginning of the record; has no meaning where fields before it have no fixed length.
    let offset: Int
  }

  /// Nil where no record could be read by it: no field, too many, or records without a byte.
  init?(_ specifiers: [FieldSpecifier], isOptions: Bool) {
    guard (1...Self.mostFields).contains(specifiers.count) else { return nil }
    var steps: [Step] = []
    var seen: Set<RecordField> = []
    var offset = 0
    var hasVariableFields = false
    for specifier in specifiers {
      let isVariable = specifier.length == FieldSpecifier.variableLength
      hasVariableFields = hasVariableFields || isVariable
      var form = specifier.field?.form(length: Int(specifier.length)) ?? .skipped
      // Where a field comes twice the first one counts.
      if let field = specifier.field, form != .skipped, !seen.insert(field).inserted {
        form = .skipped
      }
      steps.append(
        Step(
          place: specifier.field?.rawValue ?? 0, form: form, length: specifier.length,
          offset: offset))
      offset += isVariable ? 1 : Int(specifier.length)
    }
    guard offset > 0 else { return nil }
    self.specifiers = specifiers
    self.isOptions = isOptions
    self.hasVariableFields = hasVariableFields
    let addresses = specifiers.map(\.field).first { $0 == .sourceV4 || $0 == .sourceV6 }
    isIPv6First = addresses == .sourceV6
    shortestRecord = offset
    // Where all lengths are fixed, what is not of interest need not be stepped over.
    self.steps = hasVariableFields ? steps : steps.filter { $0.form != .skipped }
  }

  /// Reads the record that begins at `begin` into `values`, and gives its length; nil where it is not
  /// whole before `end`.
  @inline(__always)
  func read(
    _ bytes: RawSpan, at begin: Int, end: Int, into values: inout RecordValues
  ) -> Int? {
    values.removeAll()
    values.isIPv6First = isIPv6First
    guard end - begin >= shortestRecord, end <= bytes.byteCount else { return nil }
    guard !hasVariableFields else {
      return readVariable(bytes, at: begin, end: end, into: &values)
    }
    for index in steps.indices {
      let step = steps[index]
      values.read(
        step.place, step.form, bytes, at: begin + step.offset, length: Int(step.length))
    }
    return shortestRecord
  }

  private func readVariable(
    _ bytes: RawSpan, at begin: Int, end: Int, into values: inout RecordValues
  ) -> Int? {
    var offset = begin
    for step in steps {
      var length = Int(step.length)
      if step.length == FieldSpecifier.variableLength {
        guard let (value, size) = Self.variableLength(bytes, at: offset, end: end) else {
          return nil
        }
        length = value
        offset += size
      }
      guard length <= end - offset else { return nil }
      values.read(step.place, step.form, bytes, at: offset, length: length)
      offset += length
    }
    return offset - begin
  }

  /// The length in front of a field of variable length: one byte, or 255 and two (RFC 7011, section 7).
  private static func variableLength(
    _ bytes: RawSpan, at offset: Int, end: Int
  ) -> (length: Int, size: Int)? {
    guard offset < end, let short = bytes.byte(at: offset) else { return nil }
    guard short == 255 else { return (Int(short), 1) }
    guard offset + 3 <= end, let long = bytes.bigEndian16(at: offset + 1) else { return nil }
    return (Int(long), 3)
  }
}
