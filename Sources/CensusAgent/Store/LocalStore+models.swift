public import CensusAttribution
public import CensusProtocol

extension LocalStore {
  /// Which entry of the catalogue each device is, by its owner's label or else by what it showed of itself;
  /// for its owner's eyes. Ignored ones have none.
  public func models() throws(DatabaseError) -> [Device: ModelIdentifier] {
    var models: [Device: ModelIdentifier] = [:]
    for known in try knownDevices() where !known.isIgnored {
      models[known.device] = known.identifier
    }
    return models
  }

  /// All that composing the contributions of an epoch may look at: devices are called by what is common, or
  /// else by brand or class.
  public func record(
    of epoch: Epoch, common: CommonModels
  ) throws(DatabaseError) -> EpochRecord {
    EpochRecord(
      epoch: epoch, tallies: try tallies(in: epoch.hours), watched: try watched(in: epoch.hours),
      models: try departingModels(common: common))
  }
}
