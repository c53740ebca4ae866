// Reading the contract's words out of an object.
extension ObjectReader {
  /// An identifier of the kind that the context asks for.
  public mutating func identifier<Rule>(_ key: String) throws(ContractViolation) -> Identifier<Rule>
  {
    try parsed(key, expected: Rule.expectation) { Identifier<Rule>($0) }
  }

  /// A short text that people read: 1 to 64 printable ASCII characters, no space at either end.
  mutating func label(_ key: String) throws(ContractViolation) -> String {
    try parsed(key, expected: "1 to 64 printable ASCII characters, without spaces around them") {
      Label.accepts($0) ? $0 : nil
    }
  }

  mutating func count(_ key: String) throws(ContractViolation) -> Int64 {
    try integer(key, in: Limits.counts)
  }

  /// A moment in UTC.
  public mutating func time(_ key: String) throws(ContractViolation) -> UTCTime {
    try parsed(key, expected: "a time like 2026-11-23T10:00:00Z") { UTCTime($0) }
  }
}
