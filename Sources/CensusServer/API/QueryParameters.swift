import Hummingbird

/// The parameters after the `?` of an address: each at most once, none that nobody reads.
struct QueryParameters {
  private let values: [String: String]

  /// Throws a problem that names what would fit.
  init(_ request: Request, allowed: [String]) throws(Problem) {
    var values: [String: String] = [:]
    for (key, value) in request.uri.queryParameters {
      let key = String(key)
      guard allowed.contains(key) else {
        throw Problem(
          status: .badRequest, name: "parameter-unknown", title: "The parameter is unknown",
          detail:
            "\"\(key.prefix(40))\" is not a parameter here: use \(allowed.joined(separator: ", "))")
      }
      guard values.updateValue(String(value), forKey: key) == nil else {
        throw Problem(
          status: .badRequest, name: "parameter-repeated", title: "The parameter is repeated",
          detail: "\(key) is given more than once: give it once")
      }
    }
    // A form sends its empty fields too: they ask for nothing.
    self.values = values.filter { !$0.value.isEmpty }
  }

  /// The value of `key`, nil where it is not given.
  subscript(key: String) -> String? { values[key] }

  /// The value of `key` as `parse` understands it; `expected` says in the problem what would fit.
  func parsed<Value>(
    _ key: String, expected: String, _ parse: (String) -> Value?
  ) throws(Problem) -> Value? {
    guard let text = values[key] else { return nil }
    guard let value = parse(text) else {
      throw Problem.badParameter(key, text, expected: expected)
    }
    return value
  }

  /// The value of `key` as an integer in `range`.
  func integer(_ key: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
    try parsed(key, expected: "an integer from \(range.lowerBound) to \(range.upperBound)") {
      Int64($0).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension Problem {
  /// A value that does not fit, with what would.
  static func badParameter(_ key: String, _ value: String, expected: String) -> Problem {
    Problem(
      status: .badRequest, name: "parameter-invalid", title: "The value does not fit",
      detail: "\(key): \"\(value.prefix(40))\" is not valid, expected \(expected)")
  }

  /// Nothing is there.
  static func notFound(_ detail: String) -> Problem {
    Problem(status: .notFound, name: "not-found", title: "Nothing is there", detail: detail)
  }
}
