public import CensusProtocol
import Foundation
import GRDB

extension Store {
  /// The operator's list of common models, as the log has it last.
  public func listedModels() async throws(StoreError) -> CommonModels {
    try await read { try $0.listedModels() }
  }

  /// The models that contributions of `epoch` may name, by the entries of the log that are older than it.
  func commonModels(in epoch: Epoch) async throws(StoreError) -> CommonModels {
    try await read { database in
      let rows = try DatabaseRow.fetchCursor(
        database,
        sql: "SELECT bytes, signature FROM log WHERE kind <> 'keys' ORDER BY number DESC")
      var words: [ModelLedger.Word] = []
      while !words.sayAll, let row = try rows.next() {
        let entry = try row.signedEntry().entry
        guard let word = ModelLedger.Word(entry, at: entry.time), word.from <= epoch else {
          continue
        }
        words.append(word)
      }
      return ModelLedger(words.reversed()).common(in: epoch)
    }
  }

  /// Publishes another list of common models in the log; nil where `change` leaves it as it is.
  public func changeListedModels(
    at time: UTCTime,
    _ change: @escaping @Sendable (Set<ModelIdentifier>) -> Set<ModelIdentifier>
  ) async throws(StoreError) -> SignedEntry? {
    try await write { database in
      let before = try database.listedModels().identifiers
      let after = change(before)
      guard after != before else { return nil }
      // The log's time never goes back, whatever this machine's clock says.
      let last = try DatabaseRow.fetchOne(
        database, sql: "SELECT bytes, signature FROM log ORDER BY number DESC LIMIT 1"
      )?.signedEntry().entry.time
      return try database.append(
        .models(CommonModels(after)), at: max(time, last ?? time))
    }
  }
}

extension Database {
  fileprivate func listedModels() throws -> CommonModels {
    try DatabaseRow.fetchOne(
      self,
      sql: "SELECT bytes, signature FROM log WHERE kind = 'models' ORDER BY number DESC LIMIT 1"
    )?.signedEntry().entry.models ?? CommonModels()
  }
}

extension [ModelLedger.Word] {
  /// Whether these, the latest first, are all that a ledger looks at.
  fileprivate var sayAll: Bool {
    contains { $0.release == nil } && count { $0.release != nil } >= ModelLedger.releases
  }
}
