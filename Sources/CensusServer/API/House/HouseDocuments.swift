import CensusProtocol

struct EnrolmentDocument: Encodable {
  let status: String
  let tier: String
  let enrolled: String
  /// Absent for an organisation, which is not promoted by waiting.
  let established: String?

  init(_ standing: Issuer.Standing) {
    status = standing.status.rawValue
    tier = standing.tier.rawValue
    enrolled = standing.agent.enrolled.description
    established =
      standing.agent.isOrganisation
      ? nil
      : Epoch(number: standing.agent.enrolled.number + ContributorTier.epochsToEstablish)?
        .description
  }
}

struct HouseReceiptDocument: Encodable {
  let body: String
  let status: String

  init(_ receipt: HouseReceipt) {
    body = receipt.body.description
    status =
      switch receipt.outcome {
      case .stored: "stored"
      case .replaced: "replaced"
      case .withdrawn: "withdrawn"
      case .known, .outdated, .released: "known"
      }
  }
}

struct ReleasesDocument: Encodable {
  let releases: [Release]

  struct Release: Encodable {
    let epoch: String
    let number: Int64
    let digest: String
    let time: String
    /// Whether the counts are raw and merged, or noisy, or there are none since the privacy budget is spent.
    let figures: String
    let address: String
  }

  init(_ entries: [SignedEntry]) {
    releases = entries.compactMap { entry in
      entry.entry.release.map { release in
        Release(
          epoch: release.epoch.description, number: entry.entry.number,
          digest: entry.digest.description, time: entry.entry.time.description,
          figures: release.figuresName, address: "/v1/releases/\(release.epoch)")
      }
    }
  }
}

extension HouseRelease {
  var figuresName: String {
    switch figures {
    case .merged: "merged"
    case .noisy: "noisy"
    case .withheld: "withheld"
    }
  }
}

/// The models that are common enough to be named by an agent.
struct CommonModelsDocument: Encodable {
  /// The releases that were looked at, the latest first.
  let releases: [String]
  let fewest: Int
  let models: [Model]

  struct Model: Encodable {
    let id: String
    /// The greatest count of the releases; absent where none shows it.
    let contributors: Int64?
    /// Whether the operator has listed it.
    let listed: Bool
  }

  init(_ common: NamedModels) {
    releases = common.releases.map(\.description)
    fewest = Int(ModelLedger.fewest)
    models = common.models.map {
      Model(
        id: $0.model.description, contributors: $0.contributors, listed: $0.isListed)
    }
  }
}
