public import CensusAttribution
public import CensusProtocol

extension LocalStore {
  /// Which entry of the catalogue each device is, by its owner's label or else by what it showed of itself:
  /// all that contributing needs to know of a device. Ignored ones have none.
  public func models() throws(DatabaseError) -> [Device: ModelIdentifier] {
    var models: [Device: ModelIdentifier] = [:]
    for known in try knownDevices() where !known.isIgnored {
      models[known.device] = known.identifier
    }
    return models
  }

  /// All that composing the contributions of an epoch may look at.
  public func record(of epoch: Epoch) throws(DatabaseError) -> EpochRecord {
    EpochRecord(
      epoch: epoch, tallies: try tallies(in: epoch.hours), watched: try watched(in: epoch.hours),
      models: try models())
  }
}
