import Foundation
import TestSupport
import Testing

/// protocol/vectors/house.json, which an implementation in another language made.
struct HouseVectors: Decodable {
  struct Valid: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    /// Without the padding.
    let document: String
    /// Of the whole body.
    let digest: String
    var testDescription: String { name }
  }

  struct Invalid: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    /// Without the padding; nil where the padding is what is wrong.
    let document: String?
    /// The whole body.
    let padded: Data?
    /// Where the contract is broken; nil for what is not canonical JSON at all.
    let violation: String?
    var testDescription: String { name }

    var body: [UInt8] { padded.map { Array($0) } ?? HouseVectors.padded(document ?? "") }
  }

  let valid: [Valid]
  let invalid: [Invalid]

  static func padded(_ document: String) -> [UInt8] {
    let bytes = Array(document.utf8)
    return bytes + [UInt8](repeating: 0x20, count: 4096 - bytes.count)
  }

  static let all: HouseVectors = {
    do {
      return try JSONDecoder().decode(
        HouseVectors.self, from: Repository.contents("protocol/vectors/house.json"))
    } catch { fatalError("protocol/vectors/house.json cannot be read: \(error)") }
  }()
}
