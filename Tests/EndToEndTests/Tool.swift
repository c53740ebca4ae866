import Foundation
import TestSupport

/// The programs that tests here start beside ours. `make setup` installs them; where one is missing, its tests are
/// skipped and say so.
enum Tool {
  /// Where a shell finds the program.
  static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/usr/sbin")
      .split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// What keeps tests from running that start these programs; nil where nothing does.
  static func obstacle(_ names: String...) -> String? {
    names.first { path($0) == nil }.map { "\($0) is not installed: make setup" }
  }

  /// The same for tests that need networks of their own, too.
  static func obstacleInNamespaces(_ names: String...) -> String? {
    guard geteuid() == 0 else { return "network namespaces need root" }
    let tools = ["ip", "sysctl", "unshare"] + names
    if let missing = tools.first(where: { path($0) == nil }) {
      return "\(missing) is not installed: make setup"
    }
    return namespaceObstacle
  }

  private static let namespaceObstacle: String? = {
    let name = "fct\(getpid())-tool"
    let made = try? run(URL(filePath: "/usr/bin/env"), ["ip", "netns", "add", name])
    guard made?.status == 0 else { return "network namespaces cannot be made here" }
    _ = try? run(URL(filePath: "/usr/bin/env"), ["ip", "netns", "delete", name])
    return nil
  }()
}
