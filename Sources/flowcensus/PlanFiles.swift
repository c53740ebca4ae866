import ArgumentParser
import CensusPlans
import CensusProtocol
import Foundation

/// Test plans as a person names them: a shipped one by its name, one's own by its file.
enum PlanFiles {
  /// The plan that `argument` names; throws what is wrong with it, and where.
  static func plan(_ argument: String) throws -> TestPlan {
    if let name = PlanIdentifier(argument), let shipped = CensusPlans.shipped(name) {
      return shipped.plan
    }
    guard argument.contains("/") || argument.contains(".") else {
      let names = CensusPlans.shipped.map { "\($0.plan.reference.name)" }.joined(separator: ", ")
      throw ValidationError(
        "There is no shipped plan \"\(argument)\"; there are \(names). "
          + "Name your own by its file, such as ./\(argument).yaml.")
    }
    return try read(argument)
  }

  /// The plan in a file.
  static func read(_ path: String) throws -> TestPlan {
    let handle: FileHandle
    do { handle = try FileHandle(forReadingFrom: URL(filePath: path)) } catch {
      throw PlanFileError(
        path: path, problem: "cannot be opened; check the path and its permissions")
    }
    // One byte more than any plan has, so that an endless file is refused and not read.
    let bytes = try handle.read(upToCount: CensusPlans.maximumBytes + 1) ?? Data()
    do { return try CensusPlans.read([UInt8](bytes)).plan } catch {
      throw PlanFileError(path: path, problem: "\(error)")
    }
  }
}

struct PlanFileError: Error, CustomStringConvertible {
  let path: String
  let problem: String

  var description: String { "\(path): \(problem)" }
}
