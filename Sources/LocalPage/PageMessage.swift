/// What a browser asks for.
public struct PageRequest: Sendable, Equatable {
  public enum Method: String, Sendable { case get = "GET", post = "POST" }

  public let method: Method
  /// Without a query.
  public let path: String
  /// By lower-case name; of a repeated field the first.
  public let headers: [String: String]
  /// The fields of a form, decoded; of a repeated field the first.
  public let form: [String: String]

  public func cookie(_ name: String) -> String? {
    headers["cookie"]?.split(separator: ";").lazy
      .map { $0.split(separator: "=", maxSplits: 1).map { $0.trimmed } }
      .first { $0.count == 2 && $0[0] == name }?[1]
  }
}

/// What it gets.
public struct PageResponse: Sendable {
  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: String

  public init(status: Int, headers: [(name: String, value: String)] = [], body: String = "") {
    self.status = status
    self.headers = headers
    self.body = body
  }

  var bytes: [UInt8] {
    let content = Array(body.utf8)
    var head = "HTTP/1.1 \(status) \(Self.reason(status))\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    head += "Content-Length: \(content.count)\r\nConnection: close\r\n\r\n"
    return Array(head.utf8) + content
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 303: "See Other"
    case 400: "Bad Request"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 413: "Content Too Large"
    case 431: "Request Header Fields Too Large"
    default: "Error"
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}

/// How far the bytes of a request are.
enum RequestReading: Equatable {
  case incomplete
  case complete(PageRequest)
  case refused(status: Int)
}

/// Reads HTTP/1.1 requests (RFC 9112) as browsers send them to a page of forms; everything else is refused.
enum RequestReader {
  static let mostHeaderBytes = 16 * 1024
  static let mostBodyBytes = 4 * 1024

  static func read(_ bytes: [UInt8]) -> RequestReading {
    guard let end = endOfHeaders(bytes) else {
      return bytes.count > mostHeaderBytes ? .refused(status: 431) : .incomplete
    }
    guard end <= mostHeaderBytes,
      bytes[..<end].allSatisfy({ $0 >= 0x20 || $0 == 13 || $0 == 10 || $0 == 9 })
    else { return .refused(status: end > mostHeaderBytes ? 431 : 400) }
    let lines = String(decoding: bytes[..<end], as: UTF8.self)
      .split(separator: "\r\n", omittingEmptySubsequences: true)
    guard let first = lines.first else { return .refused(status: 400) }
    let words = first.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else {
      return .refused(status: 400)
    }
    guard let method = PageRequest.Method(rawValue: String(words[0])) else {
      return .refused(status: 405)
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
        !line[..<colon].contains(" ")
      else { return .refused(status: 400) }
      let name = line[..<colon].lowercased()
      if headers[name] == nil { headers[name] = line[line.index(after: colon)...].trimmed }
    }
    // One way to say how long a body is, so that nobody can mean two things by it.
    guard headers["transfer-encoding"] == nil else { return .refused(status: 400) }
    let length = headers["content-length"] ?? "0"
    guard length.count <= 9, let count = Int(length), count >= 0 else {
      return .refused(status: 400)
    }
    guard count <= mostBodyBytes else { return .refused(status: 413) }
    guard bytes.count >= end + 4 + count else { return .incomplete }
    let body = bytes[(end + 4)..<(end + 4 + count)]
    let path = String(words[1].prefix { $0 != "?" })
    return .complete(
      PageRequest(method: method, path: path, headers: headers, form: form(body)))
  }

  private static func endOfHeaders(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (0...(bytes.count - 4)).first {
      bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
    }
  }

  /// application/x-www-form-urlencoded (WHATWG URL, section 5).
  private static func form(_ body: ArraySlice<UInt8>) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let name = decode(parts[0])
      if fields[name] == nil { fields[name] = decode(parts[1]) }
    }
    return fields
  }

  private static func decode(_ text: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var place = text.startIndex
    while place < text.endIndex {
      switch text[place] {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        let digits = text[(place + 1)...].prefix(2)
        guard digits.count == 2,
          let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        else { fallthrough }
        bytes.append(byte)
        place += 2
      default: bytes.append(text[place])
      }
      place += 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
