import CensusProtocol

extension HouseCourier {
  /// Composes again what waits under a name that is not common: a version of this program that knew no list
  /// has composed it. Whatever else is in the spool stays as it is.
  func widenNames(
    _ consent: HouseConsent, using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    let entries = try spool.entries()
    for epoch in Set(entries.map(\.epoch)).sorted() {
      let common = try spool.commonModels(in: epoch, server: consent.server)
      let ofEpoch = entries.filter { $0.epoch == epoch }
      let tellTale = ofEpoch.filter { $0.state == .waiting && isTellTale($0, common) }
      guard !tellTale.isEmpty else { continue }
      let kept = ofEpoch.filter { !tellTale.contains($0) }
      let record = try record(epoch, common)
      let wider = composer(consent).compose(record, using: &generator)
        .filter { contribution in
          !kept.contains { $0.upload?.contribution?.model == contribution.model }
        }
      try replace(tellTale, of: epoch, with: wider)
    }
  }

  private func isTellTale(_ entry: HouseEntry, _ common: CommonModels) -> Bool {
    guard let contribution = entry.upload?.contribution else { return false }
    return !catalogue.mayBeNamed(contribution.model, common: common)
  }

  /// What no server has seen gets another body, with the moment that was drawn for it. What one may have is
  /// not sent again: its owner can take it back.
  private func replace(
    _ tellTale: [HouseEntry], of epoch: Epoch, with wider: [HouseContribution]
  ) throws(DatabaseError) {
    for entry in tellTale where entry.attempts > 0 {
      let reason = "it names a model that few households have, and is not sent again"
      try spool.record(.refused(reason), of: entry)
      tell(.refused(epoch, reason))
    }
    let unseen = tellTale.filter { $0.attempts == 0 }
    try spool.replace(unseen, with: wider.prefix(unseen.count).map(\.encoded))
    if !unseen.isEmpty {
      tell(.composed(epoch, contributions: min(unseen.count, wider.count)))
    }
  }
}
