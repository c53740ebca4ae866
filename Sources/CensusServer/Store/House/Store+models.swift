public import CensusProtocol
import Foundation
import GRDB

extension Store {
  /// The operator's list of common models, as the log has it last.
  public func listedModels() async throws(StoreError) -> CommonModels {
    try await read { try $0.listedModels() }
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
