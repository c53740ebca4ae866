public import Foundation

/// What tests of every module need: where the repository lies, and folders that vanish.
public enum Repository {
  /// The folder of Package.swift.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The bytes of a file of the repository.
  public static func contents(_ path: String) throws -> Data {
    try Data(contentsOf: root.appending(path: path))
  }

  /// The folder with real captures beside the repository, where there is one.
  public static var shared: URL? {
    let folder =
      ProcessInfo.processInfo.environment["FLOWCENSUS_SHARED"].map { URL(filePath: $0) }
      ?? root.deletingLastPathComponent().appending(path: "shared")
    return FileManager.default.fileExists(atPath: folder.appending(path: "captures").path)
      ? folder : nil
  }
}

/// Runs `body` with a new folder that is removed afterwards.
public func withTemporaryFolder<Result>(
  _ body: (URL) throws -> Result
) throws -> Result {
  let folder = try makeTemporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Runs `body` with a new folder that is removed afterwards.
public func withTemporaryFolder<Result>(
  _ body: (URL) async throws -> Result
) async throws -> Result {
  let folder = try makeTemporaryFolder()
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder)
}

private func makeTemporaryFolder() throws -> URL {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "flowcensus-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}
