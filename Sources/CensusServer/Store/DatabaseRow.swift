import CensusProtocol
import GRDB

/// A row of a query's result; `CensusProtocol` has a `Row` of its own.
typealias DatabaseRow = GRDB.Row

// Everything in the database was validated on its way in, so a value that does not fit its type
// means that somebody else wrote to the file: an error with the column's name, never a trap.
extension DatabaseRow {
  func decoded<Value>(_ column: String, _ parse: (String) -> Value?) throws -> Value {
    let text: String = self[column]
    guard let value = parse(text) else {
      throw StoreError.failed(reason: "the column \(column) holds \"\(text)\", which is not valid")
    }
    return value
  }

  func time(_ column: String) throws -> UTCTime {
    let seconds: Int64 = self[column]
    guard let time = UTCTime(seconds: seconds) else {
      throw StoreError.failed(reason: "the column \(column) holds \(seconds), which is no time")
    }
    return time
  }
}
