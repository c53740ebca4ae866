import CensusAttribution
import CensusCapture
import CensusProtocol

/// Why a session's description and captures do not make a bundle.
public enum ComposingError: Error, CustomStringConvertible {
  case otherOrganisation(described: OrganisationIdentifier, key: OrganisationIdentifier)
  case unknownModel(ModelIdentifier, catalogue: Int64)
  /// The entry stands for a brand or a class: a bench names the model that it has.
  case modelNotNamed(ModelIdentifier, Model.Level)
  case malformedPrefix(String)
  case capture(CaptureError)
  case file(FileError)
  case bundle(BundleError)

  public var description: String {
    switch self {
    case .otherOrganisation(let described, let key):
      "the session is described as one of \(described), but the key is \(key)'s"
    case .unknownModel(let model, let revision):
      "unit.model: revision \(revision) of the catalogue has no model \"\(model)\"; "
        + "protocol/catalogue/models.tsv lists those it has"
    case .modelNotNamed(let entry, let level):
      "unit.model: \"\(entry)\" stands for a \(level.rawValue); name the model of the unit, one of the level "
        + "model in protocol/catalogue/models.tsv"
    case .malformedPrefix(let text):
      "lan: \"\(text)\" is not a prefix like 192.168.50.0/24 or 2001:db8:1::/64"
    case .capture(let error): "\(error)"
    case .file(let error): "\(error)"
    case .bundle(let error): "the bundle would not be accepted: \(error)"
    }
  }
}

/// Turns a session's description and its captures into the bundle that will leave.
///
/// The same description, captures and databases give the same bundle, whoever composes it and when:
/// no clock and no randomness enter here.
public struct BundleComposer {
  private let databases: [GeoDatabase]
  private let catalogue: Catalogue

  /// `databases` say where addresses are; the models are those of `catalogue`.
  public init(databases: [GeoDatabase], catalogue: Catalogue = .bundled) {
    self.databases = databases
    self.catalogue = catalogue
  }

  /// Reads every capture and composes the bundle; `report` hears how far each capture is read.
  public func compose(
    _ description: SessionDescription, key: OrganisationKey,
    report: (String, CaptureSurvey.Progress) -> Void = { _, _ in }
  ) throws(ComposingError) -> SessionBundle {
    guard description.organisation == key.organisation else {
      throw .otherOrganisation(described: description.organisation, key: key.organisation)
    }
    return try compose(
      description, key: key.signingKey.verifyingKey.fingerprint,
      agent: "flowcensus-agent/\(CensusProtocol.version)", report: report)
  }

  /// The same for whoever has the captures without the key: what a bundle of `agent`, signed by the key
  /// with this fingerprint, must say.
  public func compose(
    _ description: SessionDescription, key: Digest, agent: String,
    report: (String, CaptureSurvey.Progress) -> Void = { _, _ in }
  ) throws(ComposingError) -> SessionBundle {
    guard let model = catalogue.model(description.unit.model) else {
      throw .unknownModel(description.unit.model, catalogue: catalogue.revision)
    }
    guard model.level == .model else { throw .modelNotNamed(model.identifier, model.level) }
    let networks = LocalNetworks(try prefixes(of: description))
    let unit = Device(label: description.unitAddress)
    var phases: [Phase] = []
    for phase in description.phases {
      var measurement = PhaseMeasurement(phase, networks: networks, databases: databases)
      try measurement.read(report)
      phases.append(measurement.phase(unit: phase.unitAddress.map(Device.init(label:)) ?? unit))
    }
    let bundle = SessionBundle(
      organisation: description.organisation, key: key,
      session: description.session, site: description.site, plan: description.plan,
      unit: description.unit, network: description.network,
      agent: agent,
      catalogue: catalogue.revision,
      databases: databases.map {
        GeoDatabaseReference(name: $0.label.name, version: $0.label.version)
      },
      phases: phases)
    // What a server will ask of the bytes is asked here first: a refusal must not be the first news.
    do { return try SessionBundle(decoding: bundle.encoded) } catch { throw .bundle(error) }
  }

  private func prefixes(
    of description: SessionDescription
  ) throws(ComposingError) -> [AddressPrefix] {
    var prefixes: [AddressPrefix] = []
    for text in description.localPrefixes {
      guard let prefix = AddressPrefix(text) else { throw .malformedPrefix(text) }
      prefixes.append(prefix)
    }
    return prefixes
  }
}
