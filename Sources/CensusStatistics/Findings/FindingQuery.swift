import CensusProtocol

/// The stored query of a finding: the claim, of what, and which sessions it is decided on.
public struct FindingQuery: Hashable, Sendable {
  public var claim: Claim
  public var model: ModelIdentifier
  public var firmware: Firmware
  /// The builds after the update that `Claim.update` is about; none for other claims.
  public var laterBuilds: [String]
  /// The place that it is about; a country.
  public var place: Place
  /// The services that are counted. Name look-ups and clock packets are not content.
  public var service: ServiceGroup
  /// The condition of the claim, and the reference where two are compared.
  public var condition: Condition
  public var plan: PlanIdentifier
  public var network: NetworkKind

  /// Which firmware a claim is about.
  public struct Firmware: Hashable, Sendable {
    /// The market; nil for every one.
    public var region: String?
    /// The builds as the phone shows them; none for every build.
    public var builds: [String]

    public init(region: String? = nil, builds: [String] = []) {
      self.region = region
      self.builds = builds
    }
  }

  public init(
    claim: Claim, model: ModelIdentifier, firmware: Firmware = Firmware(),
    laterBuilds: [String] = [],
    place: Place, service: ServiceGroup = .content, condition: Condition = .outOfTheBox,
    plan: PlanIdentifier, network: NetworkKind = .wifi
  ) {
    self.claim = claim
    self.model = model
    self.firmware = firmware
    self.laterBuilds = laterBuilds
    self.place = place
    self.service = service
    self.condition = condition
    self.plan = plan
    self.network = network
  }

  /// Whether a session of this unit is one of those that the claim is about.
  func includes(_ phase: BenchPhase) -> Bool {
    let builds = Set(firmware.builds + laterBuilds)
    return phase.unit.model == model && phase.plan.name == plan && phase.network == network
      && (firmware.region == nil || phase.unit.region == firmware.region)
      && (builds.isEmpty || builds.contains(phase.unit.build))
  }

  /// Whether `contact` is with the place, by a service that is counted.
  func includes(_ contact: BenchContact) -> Bool {
    contact.places.contains(place) && service.includes(contact.service)
  }

  /// Findings of one family are decided together: Holm's adjustment is over them.
  public var family: Family {
    Family(model: model, firmware: firmware, place: place, plan: plan, network: network)
  }

  public struct Family: Hashable, Sendable {
    let model: ModelIdentifier
    let firmware: Firmware
    let place: Place
    let plan: PlanIdentifier
    let network: NetworkKind
  }
}
