import CensusProtocol
import FoundationEssentials
import Glibc

/// A folder that the simulator writes.
struct OutputFolder {
  private let path: String

  /// Makes the folder, and those above it, where they are missing.
  init(path: String) throws(SimulatorError) {
    self.path = path
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: path, reason: Self.words(for: error))
    }
  }

  /// The system's own words where it refused; the library's otherwise.
  private static func words(for error: any Error) -> String {
    guard let refusal = (error as? CocoaError)?.underlying as? POSIXError else { return "\(error)" }
    return unsafe String(cString: strerror(refusal.code.rawValue))
  }

  func write(_ bytes: [UInt8], as name: String) throws(SimulatorError) {
    let file = path + "/" + name
    do {
      try Data(bytes).write(to: URL(filePath: file), options: .atomic)
    } catch {
      throw .unwritable(path: file, reason: Self.words(for: error))
    }
  }

  func write(_ document: JSONValue, as name: String) throws(SimulatorError) {
    try write(Array(document.indented.utf8), as: name)
  }
}
