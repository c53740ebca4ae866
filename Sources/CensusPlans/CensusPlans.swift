public import CensusProtocol

/// Test plans as people write them: YAML in, `TestPlan` out.
///
/// In: the bytes of a plan's file, or the name of a shipped plan. Out: a plan that follows every rule of
/// `protocol/schemas/test-plan-1.schema.json` and those between fields, or an error with the line. No file
/// is read here: the shipped plans are linked into the program.
public enum CensusPlans {
  /// A plan with the exact text that it was read from.
  public struct Plan: Sendable {
    public let plan: TestPlan
    /// The file's bytes, which a session keeps.
    public let text: [UInt8]
  }

  /// No plan's file is longer, in bytes.
  public static let maximumBytes = 256 * 1024

  /// The shipped plans, the quickest first.
  public static let shipped: [Plan] = [
    PackageResources.quick_look_yaml, PackageResources.content_dose_yaml,
    PackageResources.idle_wifi_yaml,
  ].map { text in
    do { return try read(text) } catch {
      preconditionFailure("a shipped test plan cannot be read: \(error)")
    }
  }

  /// The shipped plan of this name.
  public static func shipped(_ name: PlanIdentifier) -> Plan? {
    shipped.first { $0.plan.reference.name == name }
  }

  /// Reads a plan's file.
  public static func read(_ text: [UInt8]) throws(PlanError) -> Plan {
    guard text.count <= maximumBytes else {
      throw PlanError(line: nil, problem: "is longer than the \(maximumBytes) bytes of any plan")
    }
    let document = try YAMLDocument(text)
    do {
      return Plan(plan: try TestPlan(reading: document.value), text: text)
    } catch {
      throw PlanError(line: document.line(of: error.path), problem: "\(error)")
    }
  }
}

/// What is wrong with a plan's file, and in which line.
public struct PlanError: Error, Equatable, CustomStringConvertible {
  /// From 1; nil where no line is to blame.
  public let line: Int?
  public let problem: String

  public var description: String { line.map { "line \($0): \(problem)" } ?? problem }
}
