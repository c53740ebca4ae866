public import CensusAttribution
public import CensusCapture
import CensusProtocol

/// Counts a capture file into the store, as if it had been watched from its first packet to its last.
///
/// A file goes in whole and once, in one transaction with its digest: killed at any instant and begun
/// again, nothing is counted twice.
public struct CaptureImport {
  /// What became of a capture.
  public enum Outcome: Sendable, Equatable {
    case counted(CaptureEnding, minutes: Int)
    /// The same bytes were counted before.
    case knownAlready
    /// No packet in it has a time.
    case empty
  }

  private let store: LocalStore
  private let networks: LocalNetworks
  private let databases: [GeoDatabase]
  private let limits: FlowLimits
  private let identifier: DeviceIdentifier?
  /// Whether the User-Agent of HTTP in clear is evidence, too: off unless its owner asks for it.
  public var readsUserAgents = false

  /// Where `identifier` is given, what devices are taken for is kept in the store, too.
  public init(
    store: LocalStore, networks: LocalNetworks, databases: [GeoDatabase], limits: FlowLimits,
    identifier: DeviceIdentifier? = nil
  ) {
    self.identifier = identifier
    self.store = store
    self.networks = networks
    self.databases = databases
    self.limits = limits
  }

  /// Reads the capture and writes what it shows; `report` hears how far it is.
  public func add(
    _ path: String, report: (CaptureSurvey.Progress) -> Void = { _ in }
  ) throws(CaptureImportError) -> Outcome {
    let digest = try wrapping { () throws(FileError) in try LocalFile.digest(path).digest }
    guard try !isKnown(digest) else { return .knownAlready }
    var survey = CaptureSurvey(networks: networks, databases: databases, limits: limits)
    survey.readsUserAgents = readsUserAgents
    let ending: CaptureEnding
    do { ending = try survey.read(path, report: report) } catch { throw .capture(error) }
    guard let first = survey.totals.first, let last = survey.totals.last else { return .empty }
    let minutes = first / 60_000_000..<last / 60_000_000 + 1
    guard minutes.count <= LocalStore.hoursKept * 60 else {
      throw .tooLong(path: path, days: minutes.count / 1440)
    }
    do {
      try store.add(span(survey, minutes)) { () throws(DatabaseError) in
        try store.rememberImport(digest, lastHour: minutes.upperBound / 60)
      }
      if let identifier {
        var devices = DeviceWatch(identifier: identifier)
        // A file tells no more than it does: nothing is waited for.
        try devices.update(survey.deviceSignals, in: store, at: .max)
      }
    } catch { throw .store(error) }
    return .counted(ending, minutes: minutes.count)
  }

  private func isKnown(_ digest: Digest) throws(CaptureImportError) -> Bool {
    do { return try store.hasImported(digest) } catch { throw .store(error) }
  }

  private func wrapping<Result>(
    _ body: () throws(FileError) -> Result
  ) throws(CaptureImportError) -> Result {
    do { return try body() } catch { throw .file(error) }
  }

  private func span(_ survey: CaptureSurvey, _ minutes: Range<Int64>) -> WatchedSpan {
    WatchedSpan(
      tallies: survey.mergedTallies.sorted, minutes: minutes,
      loss: WatchLoss(since: LossMark(), until: LossMark(survey.totals, survey.loss)),
      databases: databases.map {
        GeoDatabaseReference(name: $0.label.name, version: $0.label.version)
      })
  }
}

/// Why a capture was not counted. Nothing of it is in the store.
public enum CaptureImportError: Error, Equatable, CustomStringConvertible {
  case capture(CaptureError)
  case file(FileError)
  case store(DatabaseError)
  case tooLong(path: String, days: Int)

  public var description: String {
    switch self {
    case .capture(let error): "\(error)"
    case .file(let error): "\(error)"
    case .store(let error): "\(error)"
    case .tooLong(let path, let days):
      "\(path): its first and its last packet are \(days) days apart, and the store keeps 35; "
        + "cut it into parts, or mend the packets' times (editcap does both)"
    }
  }
}
