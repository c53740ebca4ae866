/// What in a document breaks the contract, where, and what would fit.
public struct ContractViolation: Error, Equatable, CustomStringConvertible {
  /// The place in the document, such as `phases[2].blocks[0].rows[3].service`; empty for the whole.
  public let path: String
  public let problem: String

  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}
