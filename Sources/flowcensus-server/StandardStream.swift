import Foundation

/// The two streams that a command writes to; each line leaves at once, so that a program that waits
/// for it sees it.
enum StandardStream {
  case output
  case error

  /// Writes `line` and a line feed.
  func write(_ line: String) {
    let handle: FileHandle = self == .output ? .standardOutput : .standardError
    // Where nobody reads any more there is nobody to tell.
    try? handle.write(contentsOf: Data((line + "\n").utf8))
  }
}
