/// A session's contribution: what one unit did on one bench under one test plan, exactly as measured.
///
/// It describes a unit under test, not people, so it is exact and named; a house contribution is a
/// type of its own and shares nothing with this one. The encoding is canonical JSON, and the
/// organisation signs those bytes (`SigningKey`).
public struct SessionBundle: Hashable, Sendable {
  /// The value of `format` in every bundle of this version.
  public static let format = "flowcensus-bundle/1"
  /// The largest encoding that is accepted, in bytes.
  public static let maximumBytes = 8 * 1024 * 1024
  /// How many phases a session may have.
  public static let phaseCounts = 1...64

  public var organisation: OrganisationIdentifier
  /// The digest of the public key that signs the bundle, so that a key can be replaced.
  public var key: Digest
  public var session: SessionIdentifier
  /// Where the bench stood.
  public var site: Site
  public var plan: PlanReference
  public var unit: Unit
  public var network: NetworkKind
  /// The program that measured: name and version.
  public var agent: String
  /// The revision of the catalogue in which the model was looked up.
  public var catalogue: Int64
  /// The geo databases, in the order in which every row lists their answers.
  public var databases: [GeoDatabaseReference]
  /// In the order of time, without overlap.
  public var phases: [Phase]

  public init(
    organisation: OrganisationIdentifier, key: Digest, session: SessionIdentifier,
    site: Site, plan: PlanReference, unit: Unit, network: NetworkKind, agent: String,
    catalogue: Int64, databases: [GeoDatabaseReference], phases: [Phase]
  ) {
    self.organisation = organisation
    self.key = key
    self.session = session
    self.site = site
    self.plan = plan
    self.unit = unit
    self.network = network
    self.agent = agent
    self.catalogue = catalogue
    self.databases = databases
    self.phases = phases
  }
}

/// The place of a bench: replications at several sites are what pooling between sites rests on.
public struct Site: Hashable, Sendable {
  /// The organisation's own name for it; another organisation's site of the same name is another.
  public var identifier: SiteIdentifier
  /// The country in which the bench's network joins the internet.
  public var country: CountryCode

  public init(identifier: SiteIdentifier, country: CountryCode) {
    self.identifier = identifier
    self.country = country
  }
}

/// The test plan that a session followed.
public struct PlanReference: Hashable, Sendable {
  public var name: PlanIdentifier
  public var version: Int64

  public init(name: PlanIdentifier, version: Int64) {
    self.name = name
    self.version = version
  }
}

/// A geo database as a bundle names it.
public struct GeoDatabaseReference: Hashable, Sendable {
  public var name: String
  /// The edition: usually the day on which the database was made.
  public var version: String

  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

/// One physical phone, and what was on it.
public struct Unit: Hashable, Sendable {
  public var identifier: UnitIdentifier
  public var model: ModelIdentifier
  /// The market that the firmware is made for: `cn`, `global`, `eea`, `in`…; 2 to 8 lower-case letters.
  public var region: String
  /// The firmware build as the phone shows it.
  public var build: String
  /// The operating system and its version as the phone shows it, such as `Android 4.4.2`.
  public var system: String
  public var sim: SIM
  /// The day of the first boot, where it is known.
  public var firstBoot: CalendarDay?

  public init(
    identifier: UnitIdentifier, model: ModelIdentifier, region: String, build: String,
    system: String, sim: SIM, firstBoot: CalendarDay?
  ) {
    self.identifier = identifier
    self.model = model
    self.region = region
    self.build = build
    self.system = system
    self.sim = sim
    self.firstBoot = firstBoot
  }
}
