public import Foundation

/// A program that ran to its end.
public struct FinishedCommand: Sendable {
  public let status: Int32
  public let output: Data
  public let errors: String

  /// What the program wrote to standard output, as text.
  public var text: String { String(decoding: output, as: UTF8.self) }
}

/// Starts programs one after the other. One that is started between another's preparation and its start would
/// inherit what tells of the other's end, and hold it for as long as it lives itself.
public enum ProgramStart {
  private static let lock = NSLock()

  public static func run(_ process: Process) throws {
    try lock.withLock { try process.run() }
  }
}

/// Runs a program to its end and gives what it wrote.
public func run(
  _ program: URL, _ arguments: [String], input: Data = Data(), folder: URL? = nil
) throws -> FinishedCommand {
  try withTemporaryFolder { exchange in
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // Files, not pipes: the end of a pipe is not seen while any other program has inherited it.
    let names = ["input", "output", "errors"].map { exchange.appending(path: $0) }
    for name in names { try (name == names[0] ? input : Data()).write(to: name) }
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try ProgramStart.run(process)
    process.waitUntilExit()
    return FinishedCommand(
      status: process.terminationStatus, output: try Data(contentsOf: names[1]),
      errors: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self))
  }
}

/// Debian's Python, for oracles that share no code with ours. `make setup` installs its packages.
public func runPython(_ script: String, _ arguments: [String] = []) throws -> FinishedCommand {
  try run(URL(filePath: "/usr/bin/python3"), ["-c", script] + arguments)
}
