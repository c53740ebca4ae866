import CensusProtocol

/// The models that contributions of an epoch may name, by this server's own log: the list that agents read
/// there. It is read once for each epoch, since no entry counts for an epoch that has begun.
actor EpochNames {
  private let store: Store
  private var lists: [Epoch: CommonModels] = [:]
  /// Epochs that are open at once are few; lists of others are read again.
  private static let most = 64

  init(_ store: Store) { self.store = store }

  /// - Parameter epoch: one that is over.
  func common(in epoch: Epoch) async throws(StoreError) -> CommonModels {
    if let known = lists[epoch] { return known }
    let list = try await store.commonModels(in: epoch)
    if lists.count >= Self.most { lists = [:] }
    lists[epoch] = list
    return list
  }
}
