/// Why bytes are not canonical JSON, and at which byte.
public struct CanonicalJSONError: Error, Equatable, CustomStringConvertible {
  /// The offset, from 0, of the first byte that does not fit.
  public let offset: Int
  public let reason: String

  public var description: String { "byte \(offset): \(reason)" }
}

extension CanonicalJSON {
  /// How deep arrays and objects may be nested; the contract's documents need 7.
  static let maximumDepth = 16

  /// The value that `bytes` encode. Throws at the first byte that the encoder would not have
  /// written: white space, a repeated or unordered key, a fraction, an exponent, an escape that is
  /// longer than need be, bytes that are not UTF-8, anything after the value.
  public static func decode(_ bytes: [UInt8]) throws(CanonicalJSONError) -> JSONValue {
    var parser = CanonicalJSONParser(bytes: bytes)
    let value = try parser.value(depth: 0)
    guard parser.position == bytes.count else { throw parser.failure("data after the document") }
    return value
  }
}

private struct CanonicalJSONParser {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  func failure(_ reason: String) -> CanonicalJSONError {
    CanonicalJSONError(offset: position, reason: reason)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    position += 1
    return true
  }

  mutating func value(depth: Int) throws(CanonicalJSONError) -> JSONValue {
    guard depth <= CanonicalJSON.maximumDepth else { throw failure("nested too deep") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .boolean(true))
    case UInt8(ascii: "f"): return try literal("false", .boolean(false))
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return try integer()
    case nil: throw failure("the document ends too early")
    default: throw failure("no value of canonical JSON begins like this")
    }
  }

  private mutating func literal(
    _ text: String, _ value: JSONValue
  ) throws(CanonicalJSONError) -> JSONValue {
    guard bytes[position...].starts(with: text.utf8) else { throw failure("expected \(text)") }
    position += text.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(CanonicalJSONError) -> JSONValue {
    _ = take("{")
    var fields: [String: JSONValue] = [:]
    if take("}") { return .object(fields) }
    var previous: String?
    repeat {
      guard next == UInt8(ascii: "\"") else { throw failure("expected a key") }
      let start = position
      let key = try string()
      if let previous, !CanonicalJSON.isOrderedBefore(previous, key) {
        throw CanonicalJSONError(
          offset: start, reason: "key \"\(key)\" is repeated or not in ascending order")
      }
      previous = key
      guard take(":") else { throw failure("expected ':' right after the key \"\(key)\"") }
      fields[key] = try value(depth: depth + 1)
    } while take(",")
    guard take("}") else { throw failure("expected ',' or '}', without white space") }
    return .object(fields)
  }

  private mutating func array(depth: Int) throws(CanonicalJSONError) -> JSONValue {
    _ = take("[")
    var elements: [JSONValue] = []
    if take("]") { return .array(elements) }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw failure("expected ',' or ']', without white space") }
    return .array(elements)
  }

  private mutating func integer() throws(CanonicalJSONError) -> JSONValue {
    let start = position
    _ = take("-")
    while let digit = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // Re-encoding tells leading zeros and a negative zero apart from the canonical form.
    guard let number = Int64(text), String(number) == text, JSONValue.integers.contains(number)
    else {
      position = start
      throw failure("expected an integer within ±(2^53 − 1), without leading zeros")
    }
    return .integer(number)
  }

  private mutating func string() throws(CanonicalJSONError) -> String {
    position += 1
    var decoded: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw failure("a control character must be escaped") }
      if byte == UInt8(ascii: "\\") {
        decoded.append(try escape())
      } else {
        decoded.append(byte)
        position += 1
      }
    }
    guard let text = String(validating: decoded, as: UTF8.self) else {
      throw failure("the string before this is not UTF-8")
    }
    guard take("\"") else { throw failure("the string does not end") }
    return text
  }

  /// The control character, quote or backslash that an escape stands for.
  private mutating func escape() throws(CanonicalJSONError) -> UInt8 {
    let rest = bytes[position...]
    let escaped = Array(0..<UInt8(0x20)) + [UInt8(ascii: "\""), UInt8(ascii: "\\")]
    for byte in escaped {
      // What the encoder writes for this byte, without the quotes around it.
      let encoded = CanonicalJSON.encode(.string(String(decoding: [byte], as: UTF8.self)))
      let written = encoded.dropFirst().dropLast()
      if rest.starts(with: written) {
        position += written.count
        return byte
      }
    }
    throw failure("not the shortest escape, or none is needed")
  }
}
