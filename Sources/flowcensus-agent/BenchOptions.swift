import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture
import CensusPlans
import CensusProtocol

/// What must be known of a bench and a unit before a session can begin.
struct UnitOptions: ParsableArguments {
  @OptionGroup var keyFile: KeyFileOption

  @Option(help: ArgumentHelp("Your own name for the place of the bench.", valueName: "name"))
  var site: String?
  @Option(
    help: ArgumentHelp("The country whose internet the bench uses, such as VN.", valueName: "code"))
  var country: String?
  @Option(help: ArgumentHelp("The phone's model in the catalogue.", valueName: "id"))
  var model: String?
  @Option(help: ArgumentHelp("The market of its firmware: cn, global, eea…", valueName: "region"))
  var region: String?
  @Option(help: ArgumentHelp("The build as the phone shows it.", valueName: "text"))
  var build: String?
  @Option(
    help: ArgumentHelp(
      "The system as the phone shows it, such as Android 4.4.2.", valueName: "text"))
  var system: String?
  @Option(help: ArgumentHelp("none, local, or foreign.", valueName: "kind"))
  var sim: String?
  @Option(help: ArgumentHelp("The day of its first boot, where it is known.", valueName: "day"))
  var firstBoot: String?
  @Option(
    help: ArgumentHelp(
      "The phone's id of an earlier session; a phone that is new to you gets one.", valueName: "id")
  )
  var unit: String?
  @Option(
    help: ArgumentHelp(
      "The phone's MAC address, where it is known; it never leaves.", valueName: "address"))
  var address: String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A prefix that is local to the bench, besides private ones; may be given again.",
      valueName: "prefix"))
  var lan: [String] = []
  @Option(
    help: ArgumentHelp(
      "Which phone of your set it is, counted from 0: decides the order of the balanced parts.",
      valueName: "number"))
  var sequence: Int64?

  /// A new session; asks on a terminal for what no option says.
  func session(_ plan: TestPlan) throws -> BenchSession {
    let key = try OrganisationKey(readingFile: keyFile.path)
    let identifier = try value("unit", unit ?? "\(UnitIdentifier.random())") { UnitIdentifier($0) }
    let setting = BenchSession.Setting(
      organisation: key.organisation, session: .random(),
      site: Site(
        identifier: try ask("site", site, "Your name for this place") { SiteIdentifier($0) },
        country: try ask("country", country, "The country's code, such as VN") { CountryCode($0) }),
      network: plan.network, localPrefixes: lan,
      unit: Unit(
        identifier: identifier,
        model: try pickedModel(),
        region: try ask("region", region, "Its firmware's market (cn, global, eea…)") {
          Label.isRegion($0) ? $0 : nil
        },
        build: try ask("build", build, "Its build, as it shows it", Self.label),
        system: try ask("system", system, "Its system, such as Android 4.4.2", Self.label),
        sim: try ask("sim", sim, "Its SIM: none, local or foreign") { SIM(rawValue: $0) },
        firstBoot: try firstBoot.map { day in try value("first-boot", day) { CalendarDay($0) } }),
      plan: plan.reference, sequence: sequence ?? Int64(plan.sequence(of: identifier)))
    guard (0...1_000_000).contains(setting.sequence) else {
      throw ValidationError("--sequence is a number from 0 to 1000000.")
    }
    for prefix in lan where AddressPrefix(prefix) == nil {
      throw ValidationError("--lan \(prefix) is not a prefix like 192.168.50.0/24.")
    }
    let unitAddress = try address.map { try value("address", $0, SessionDescription.linkAddress) }
    return BenchSession(setting, unitAddress: unitAddress)
  }

  private static func model(_ text: String) -> ModelIdentifier? {
    ModelIdentifier(text).flatMap { Catalogue.bundled.model($0)?.level == .model ? $0 : nil }
  }

  /// The option's, or what is picked from the catalogue: never free text.
  private func pickedModel() throws -> ModelIdentifier {
    if let model { return try value("model", model, Self.model) }
    guard PickList.isPossible,
      let picked = PickList.pickModel(title: "Which model is the phone?")
    else {
      throw ValidationError(
        "Say --model: the id of a model in the catalogue; `flowcensus-agent devices label --search TEXT` lists "
          + "them.")
    }
    return picked.identifier
  }

  private static func label(_ text: String) -> String? { Label.accepts(text) ? text : nil }

  private func value<Value>(
    _ name: String, _ text: String, _ parse: (String) -> Value?
  ) throws -> Value {
    guard let value = parse(text) else {
      throw ValidationError("--\(name) \(text) is not what it must be; see --help.")
    }
    return value
  }

  private func ask<Value>(
    _ name: String, _ given: String?, _ question: String, _ parse: (String) -> Value?
  ) throws -> Value {
    if let given { return try value(name, given, parse) }
    guard GuideTerminal.isInteractive else { throw ValidationError("Say --\(name): \(question).") }
    while true {
      print("\(question): ", terminator: "")
      guard let answer = readLine() else { throw ValidationError("Say --\(name): \(question).") }
      if let value = parse(answer) { return value }
      print("That cannot be; try again, or end with Ctrl-C.")
    }
  }
}

/// Where the bench is looked at.
struct BenchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The interface of the phone's network, such as wlan0.", valueName: "name"))
  var interface: String

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A geo database in the form of tor-geoipdb, instead of the installed one; may be given again.",
      valueName: "file"))
  var geo: [String] = []

  @OptionGroup var identifier: IdentifierOptions

  @Option(
    help: ArgumentHelp(
      "Go on as this user, without any privilege, once the interface is open.", valueName: "name"))
  var user: String?

  /// Whole packets are the evidence.
  private static let snapLength = 262_144
  /// Outlasts the seconds in which a phase's capture is read.
  private static let bufferLength = 32 << 20

  func guide(_ folder: SessionFolder) throws -> Guide {
    let (session, _) = try folder.load()
    let networks = LocalNetworks(session.setting.localPrefixes.compactMap { AddressPrefix($0) })
    let databases = try GeoDatabase.load(geo.isEmpty ? GeoDatabase.defaultPaths : geo)
    let eye = try BenchEye(
      LiveOptions(
        interface: interface, snapLength: Self.snapLength, headerLength: nil,
        bufferLength: Self.bufferLength),
      networks: networks, databases: databases, identifier: try identifier.makeIdentifier())
    if let user { try Privileges.drop(to: user) }
    return try Guide(folder: folder, eye: eye, databases: databases, networks: networks)
  }
}
