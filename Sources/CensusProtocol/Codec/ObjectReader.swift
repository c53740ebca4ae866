/// Reads an object field by field and knows what nobody asked for: `finish` rejects unknown keys.
public struct ObjectReader {
  private var fields: [String: JSONValue]
  /// The object's place in the document, for error messages.
  public let path: String

  /// Throws where `value` is not an object.
  public init(_ value: JSONValue, path: String) throws(ContractViolation) {
    guard case .object(let fields) = value else {
      throw ContractViolation(path: path, problem: "expected an object, found \(value.kind)")
    }
    self.fields = fields
    self.path = path
  }

  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// A violation at the field `key`.
  public func violation(_ key: String, _ problem: String) -> ContractViolation {
    ContractViolation(path: path(of: key), problem: problem)
  }

  /// Whether the object has the field and nobody has read it yet.
  public func has(_ key: String) -> Bool { fields[key] != nil }

  /// Whether every field has been read.
  var isEmpty: Bool { fields.isEmpty }

  /// A field of any kind.
  public mutating func value(_ key: String) throws(ContractViolation) -> JSONValue {
    guard let value = fields.removeValue(forKey: key) else {
      throw violation(key, "is missing")
    }
    return value
  }

  /// A field that is an object itself.
  public mutating func object(_ key: String) throws(ContractViolation) -> ObjectReader {
    try ObjectReader(try value(key), path: path(of: key))
  }

  /// An integer field within `range`.
  public mutating func integer(
    _ key: String, in range: ClosedRange<Int64>
  ) throws(ContractViolation) -> Int64 {
    let value = try value(key)
    guard case .integer(let number) = value else {
      throw violation(key, "expected an integer, found \(value.kind)")
    }
    guard range.contains(number) else {
      throw violation(key, "\(number) is not within \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A text field.
  public mutating func string(_ key: String) throws(ContractViolation) -> String {
    let value = try value(key)
    guard case .string(let text) = value else {
      throw violation(key, "expected a string, found \(value.kind)")
    }
    return text
  }

  /// A string that `parse` understands; `expected` says in the error what would fit.
  public mutating func parsed<Value>(
    _ key: String, expected: String, _ parse: (String) -> Value?
  ) throws(ContractViolation) -> Value {
    let text = try string(key)
    guard let value = parse(text) else {
      throw violation(key, "\"\(text.abbreviated)\" is not \(expected)")
    }
    return value
  }

  /// A value of a closed list.
  public mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ key: String
  ) throws(ContractViolation) -> Word {
    try parsed(key, expected: "one of " + Word.allCases.map(\.rawValue).joined(separator: ", ")) {
      Word(rawValue: $0)
    }
  }

  /// The elements of an array, each with its path.
  public mutating func elements(
    _ key: String, count: ClosedRange<Int>
  ) throws(ContractViolation) -> [(value: JSONValue, path: String)] {
    let value = try value(key)
    guard case .array(let elements) = value else {
      throw violation(key, "expected an array, found \(value.kind)")
    }
    guard count.contains(elements.count) else {
      throw violation(
        key, "\(elements.count) elements, not \(count.lowerBound) to \(count.upperBound)")
    }
    return elements.enumerated().map { ($0.element, "\(path(of: key))[\($0.offset)]") }
  }

  /// Rejects what nobody read.
  public func finish() throws(ContractViolation) {
    guard let key = fields.keys.min() else { return }
    throw ContractViolation(path: path, problem: "unknown key \"\(key.abbreviated)\"")
  }
}

extension String {
  /// At most 40 characters, for error messages that must not echo a whole upload.
  var abbreviated: String { count > 40 ? prefix(40) + "…" : self }
}
