import Foundation

/// Runs other programs: the browser, python, openssl, and our own commands.
struct Program {
  /// What a program that has ended left behind.
  struct Outcome: Sendable {
    let status: Int32
    let output: String
    let errors: String
  }

  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs the program at `path` to its end, without blocking a thread. `package` is the Debian package
  /// that has it, for the message when it is missing.
  static func run(
    _ path: String, _ arguments: [String], input: String = "", package: String
  ) async throws -> Outcome {
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Missing(description: "\(path) is missing: install the Debian package \(package)")
    }
    return try await TemporaryFolder.with { folder in
      try input.write(toFile: "\(folder)/in", atomically: true, encoding: .utf8)
      // Files, not pipes: a pipe that nobody empties stops its writer.
      for name in ["out", "errors"] {
        _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
      }
      let process = Process()
      process.executableURL = URL(filePath: path)
      process.arguments = arguments
      process.standardInput = FileHandle(forReadingAtPath: "\(folder)/in")
      process.standardOutput = FileHandle(forWritingAtPath: "\(folder)/out")
      process.standardError = FileHandle(forWritingAtPath: "\(folder)/errors")
      let status = try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do { try process.run() } catch { continuation.resume(throwing: error) }
      }
      return Outcome(
        status: status, output: try String(contentsOfFile: "\(folder)/out", encoding: .utf8),
        errors: try String(contentsOfFile: "\(folder)/errors", encoding: .utf8))
    }
  }

  /// The path of a command of ours, beside the tests in the build folder.
  static func built(_ name: String) -> String {
    // The test runner lies there, or, as a bundle, one folder above its executable.
    let tests = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appending(path: name).path
  }
}
