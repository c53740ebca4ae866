import Foundation
import TestSupport

/// protocol/vectors/tokens.json: the numbers that RFC 9578 and RFC 9474 publish.
struct TokenVectors: Decodable {
  struct Part: Decodable {
    let vectors: [[String: String]]
  }

  let issuance: Part
  let signatures: Part

  static let all: TokenVectors = {
    do {
      return try JSONDecoder().decode(
        TokenVectors.self, from: Repository.contents("protocol/vectors/tokens.json"))
    } catch { fatalError("protocol/vectors/tokens.json cannot be read: \(error)") }
  }()
}

/// The bytes that hexadecimal digits stand for.
func bytes(hexadecimal text: String) -> [UInt8] {
  let digits = Array(text.utf8)
  return stride(from: 0, to: digits.count, by: 2).compactMap {
    UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
  }
}

extension [String: String] {
  func bytes(_ key: String) -> [UInt8] {
    CensusProtocolTests.bytes(hexadecimal: self[key] ?? "")
  }
}
