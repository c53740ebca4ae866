import CensusProtocol

/// Which part of the observations a table is about; nil leaves nothing out.
public struct Selection: Hashable, Sendable {
  public var model: ModelIdentifier?
  public var condition: Condition?
  /// A country, or one of the classes that are never a country. Nil: every country that is contacted,
  /// and none of those classes.
  public var place: Place?
  /// Nil: content, DNS and NTP, each apart.
  public var service: ServiceGroup?
  /// Which steps of a plan are counted: never the first minutes together with what comes after.
  public var step: StepChoice

  public init(
    model: ModelIdentifier? = nil, condition: Condition? = nil, place: Place? = nil,
    service: ServiceGroup? = nil, step: StepChoice = .measured
  ) {
    self.model = model
    self.condition = condition
    self.place = place
    self.service = service
    self.step = step
  }

  func includes(_ phase: PhaseObservation) -> Bool {
    (model == nil || phase.model == model) && (condition == nil || phase.condition == condition)
  }
}

/// The steps of a plan that are tabulated together.
public enum StepChoice: String, Hashable, Sendable, CaseIterable {
  /// What shows the condition: measured and scripted phases.
  case measured
  /// The first minutes.
  case startUp = "start-up"
  /// The time after them, before anything is measured.
  case settle

  /// The names, for help texts and errors.
  public static let list = allCases.map(\.rawValue).joined(separator: ", ")

  public var meaning: String {
    switch self {
    case .measured: "measured and scripted phases"
    case .startUp: "the first minutes (start-up)"
    case .settle: "settling, after the first minutes"
    }
  }

  func includes(_ step: PhaseStep) -> Bool {
    switch self {
    case .measured: step.countsForCondition
    case .startUp: step == .startUp
    case .settle: step == .settle
    }
  }
}

/// Service classes that are counted together.
public struct ServiceGroup: Hashable, Sendable, CustomStringConvertible {
  private let name: String
  private let classes: Set<ServiceClass>

  /// Name look-ups: they show what is asked for, not what is sent.
  public static let dns = ServiceGroup(name: "dns", classes: [.dns])
  /// Clock: a packet to a pool server in some country is no upload to it.
  public static let ntp = ServiceGroup(name: "ntp", classes: [.ntp])
  /// Everything else.
  public static let content = ServiceGroup(
    name: "content", classes: Set(ServiceClass.allCases).subtracting([.dns, .ntp]))

  /// The groups that a table keeps apart, in its order.
  public static let apart = [content, dns, ntp]

  /// The names that `init` accepts: the groups, then each service class by itself.
  public static let names =
    apart.map(\.name)
    + ServiceClass.allCases.map(\.rawValue).filter { name in !apart.map(\.name).contains(name) }

  private init(name: String, classes: Set<ServiceClass>) {
    self.name = name
    self.classes = classes
  }

  /// Nil for anything but one of `names`.
  public init?(_ name: String) {
    if let group = Self.apart.first(where: { $0.name == name }) {
      self = group
    } else if let service = ServiceClass(rawValue: name) {
      self.init(name: name, classes: [service])
    } else {
      return nil
    }
  }

  public var description: String { name }

  /// Whether `service` is counted here.
  public func includes(_ service: ServiceClass) -> Bool { classes.contains(service) }
}
