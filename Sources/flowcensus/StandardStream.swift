import Foundation

/// The two streams that a command writes to.
enum StandardStream {
  case output
  case error

  /// Writes `text` as it is.
  func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes `bytes` as they are.
  func write(_ bytes: [UInt8]) {
    let handle: FileHandle = self == .output ? .standardOutput : .standardError
    // Where nobody reads any more there is nobody to tell.
    try? handle.write(contentsOf: Data(bytes))
  }
}
