/// A value of canonical JSON: RFC 8785 with two restrictions that make one value have one encoding
/// in every language. Numbers are integers within ±(2^53 − 1) (RFC 7493, section 2.2), and there is no
/// `null`: what is absent is left out.
public indirect enum JSONValue: Sendable, Equatable {
  case boolean(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The integers that every JSON reader keeps exactly (RFC 7493, section 2.2).
  public static let integers: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991

  /// The name of the value's kind, for error messages.
  var kind: String {
    switch self {
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
