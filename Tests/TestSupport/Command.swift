public import Foundation

/// A program that ran to its end.
public struct FinishedCommand: Sendable {
  public let status: Int32
  public let output: Data
  public let errors: String

  /// What the program wrote to standard output, as text.
  public var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs a program to its end and gives what it wrote.
public func run(
  _ program: URL, _ arguments: [String], input: Data = Data(), folder: URL? = nil
) throws -> FinishedCommand {
  let process = Process()
  process.executableURL = program
  process.arguments = arguments
  process.currentDirectoryURL = folder
  let errorFile = FileManager.default.temporaryDirectory
    .appending(path: "flowcensus-errors-\(UUID().uuidString)")
  _ = FileManager.default.createFile(atPath: errorFile.path, contents: nil)
  defer { try? FileManager.default.removeItem(at: errorFile) }
  // Errors go to a file: two pipes that are read one after the other can block each other.
  process.standardError = try FileHandle(forWritingTo: errorFile)
  let outputPipe = Pipe()
  process.standardOutput = outputPipe
  let inputPipe = Pipe()
  process.standardInput = inputPipe
  try process.run()
  try inputPipe.fileHandleForWriting.write(contentsOf: input)
  try inputPipe.fileHandleForWriting.close()
  let output = try outputPipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return FinishedCommand(
    status: process.terminationStatus, output: output,
    errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
}

/// Debian's Python, for oracles that share no code with ours. `make setup` installs its packages.
public func runPython(_ script: String, _ arguments: [String] = []) throws -> FinishedCommand {
  try run(URL(filePath: "/usr/bin/python3"), ["-c", script] + arguments)
}
