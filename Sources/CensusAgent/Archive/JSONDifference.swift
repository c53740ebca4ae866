import CensusProtocol

/// Where two documents differ, path by path.
enum JSONDifference {
  /// One line for each difference, in the order of keys and positions.
  static func between(
    _ published: JSONValue, _ recomputed: JSONValue, path: String = ""
  ) -> [String] {
    switch (published, recomputed) {
    case (.object(let left), .object(let right)):
      return Set(left.keys).union(right.keys).sorted().flatMap { key -> [String] in
        let inner = path.isEmpty ? key : "\(path).\(key)"
        guard let one = left[key] else {
          return ["\(inner): not published, recomputed \(text(right[key]))"]
        }
        guard let other = right[key] else {
          return ["\(inner): published \(text(one)), not recomputed"]
        }
        return between(one, other, path: inner)
      }
    case (.array(let left), .array(let right)):
      let counts =
        left.count == right.count
        ? [] : ["\(path): published \(left.count) elements, recomputed \(right.count)"]
      return counts
        + zip(left, right).enumerated().flatMap {
          between($0.element.0, $0.element.1, path: "\(path)[\($0.offset)]")
        }
    default:
      guard published != recomputed else { return [] }
      return ["\(path): published \(text(published)), recomputed \(text(recomputed))"]
    }
  }

  private static func text(_ value: JSONValue?) -> String {
    guard let value else { return "nothing" }
    return String(String(decoding: CanonicalJSON.encode(value), as: UTF8.self).prefix(80))
  }
}
