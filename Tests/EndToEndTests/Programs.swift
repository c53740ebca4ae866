import Foundation
import TestSupport

/// The commands as they were built, beside the test runner.
enum Programs {
  static let agent = program("flowcensus-agent")
  static let server = program("flowcensus-server")
  static let query = program("flowcensus")
  static let simulator = program("flowcensus-sim")

  /// The folder that the running test program lies in, which is where the build puts the commands.
  private static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  private static func program(_ name: String) -> URL {
    let beside = folder.appending(path: name)
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return Repository.root.appending(path: ".build/debug").appending(path: name)
  }
}

/// A command that goes on while the test does something else.
final class RunningCommand {
  private let process = Process()
  private let output: URL
  private let errors: URL

  /// Starts the program; what it writes goes to files in `folder`.
  init(_ program: URL, _ arguments: [String], folder: URL) throws {
    let name = UUID().uuidString
    output = folder.appending(path: "\(name).out")
    errors = folder.appending(path: "\(name).log")
    for file in [output, errors] {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try ProgramStart.run(process)
  }

  var isRunning: Bool { process.isRunning }
  var outputText: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
  var errorText: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  var identifier: Int32 { process.processIdentifier }

  /// Sends the signal, which may be one that the process outlives.
  func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Sends the signal and waits until the process is gone. One to which a test runner has passed the signal on
  /// as blocked is killed after half a minute.
  func end(_ signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
    for _ in 0..<600 where process.isRunning { usleep(50_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// Waits until the process has ended by itself, and gives its exit status.
  func finish() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  deinit { end(SIGKILL) }
}
