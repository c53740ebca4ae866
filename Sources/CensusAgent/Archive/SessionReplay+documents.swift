import CensusPlans
import CensusProtocol

// What the archive holds beside captures: its own bundle with the signature, and the plan's text.
extension SessionReplay {
  static func proof(_ folder: String) throws -> BundleProof? {
    let path = TarReader.path(of: BundleProof.fileName, in: folder)
    guard LocalFile.exists(path) else { return nil }
    return BundleProof(fileContent: try LocalFile.read(path, limit: 4096))
  }

  /// The sealed bundle must be what the archive's signature signs. Whether it is the published one is for the
  /// recomputation to say: another edition of the catalogue makes other bytes of the same figures.
  static func faults(_ proof: BundleProof?, _ folder: String) throws -> [String] {
    guard let proof else { return ["the archive has no \(BundleProof.fileName) that can be read"] }
    let sealed = try LocalFile.read(
      TarReader.path(of: "bundle.json", in: folder), limit: SessionBundle.maximumBytes)
    do {
      return try proof.fault(of: sealed).map { ["bundle.json in the archive: \($0)"] } ?? []
    } catch {
      return ["bundle.json in the archive is no bundle: \(error)"]
    }
  }

  /// The plan's text must be that of the plan that the bundle names. Descriptions that people write have none.
  static func faults(ofPlan named: PlanReference, _ folder: String) throws -> [String] {
    let path = TarReader.path(of: "plan.yaml", in: folder)
    guard LocalFile.exists(path) else { return [] }
    let plan: TestPlan
    do {
      plan = try CensusPlans.read(LocalFile.read(path, limit: CensusPlans.maximumBytes)).plan
    } catch {
      return ["plan.yaml in the archive is no test plan: \(error)"]
    }
    guard plan.reference == named else {
      return ["plan.yaml in the archive is another plan than the bundle names"]
    }
    let shipped = CensusPlans.shipped(named.name)?.plan
    guard shipped == nil || shipped?.reference != named || shipped == plan else {
      return ["plan.yaml in the archive is not the plan that is known as \(named.name)"]
    }
    return []
  }
}
