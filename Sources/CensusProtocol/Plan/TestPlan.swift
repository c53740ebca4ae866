/// A test plan: which phases a session has, what a person does in each, what must hold, and which
/// claims it decides by which statistics. All of it is fixed before the first packet is seen.
///
/// Plans are data: `protocol/test-plans/` has the shipped ones, `protocol/schemas/test-plan-1.schema.json`
/// their shape.
public struct TestPlan: Hashable, Sendable {
  /// The value of `format` in every plan of this version.
  public static let format = "flowcensus-test-plan/1"
  /// More planned phases than this leave no room in a bundle for those that are void and repeated.
  public static let mostPhases = 48

  public let reference: PlanReference
  public let title: String
  /// What the plan is to decide, as a person would ask it.
  public let question: String
  public let network: NetworkKind
  /// How many units and sites the claims need.
  public let units: Int64
  public let sites: Int64
  public let requirements: [PlanRequirement]
  public let controls: [PlanControl]
  /// What it can find and what it cannot, in plain words.
  public let canFind: [String]
  public let cannotFind: [String]
  public let arms: [PlanArm]
  public let claims: [PlanClaim]
  /// The level of all claims together (Holm), in percent.
  public let levelPercent: Int64
}

/// A control phase that the plan requires.
public struct PlanControl: Hashable, Sendable {
  public let condition: Condition
  public let role: ControlRole
}

/// A claim with what decides it.
public struct PlanClaim: Hashable, Sendable {
  public let claim: ClaimIdentifier
  /// The claim in full, as it will be published.
  public let statement: String
  public let statistics: [PlanStatistic]
  /// The condition, or first the one that is claimed about and then the one that it is compared with.
  public let conditions: [Condition]
  /// The place that the claim is about.
  public let destination: Place
}

/// What is done to the unit once, and the steps that follow under that condition.
public struct PlanArm: Hashable, Sendable {
  /// The arm's name within the plan.
  public let name: ArmIdentifier
  public let condition: Condition
  public let place: ArmPlace
  /// What the person does before the first step, in order.
  public let prepare: [String]
  public let steps: [PlanStep]
}

/// One or more phases of the same kind.
public struct PlanStep: Hashable, Sendable {
  public let step: PhaseStep
  public let duration: PlanDuration
  /// How many phases of this kind follow each other.
  public let times: Int64
  /// What the person does during the phase, or just before it.
  public let instructions: [String]
}

/// The rule of `ArmIdentifier`.
public enum ArmRule: IdentifierRule {
  public static func accepts(_ text: String) -> Bool { PlanRule.accepts(text) }
  public static var expectation: String { PlanRule.expectation }
}

/// The name of an arm within its plan, such as `apps-removed`.
public typealias ArmIdentifier = Identifier<ArmRule>
