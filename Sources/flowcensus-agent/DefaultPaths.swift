import FoundationEssentials

/// Where files lie when no option says otherwise: the XDG Base Directory Specification's folders.
enum DefaultPaths {
  static var key: String { home("XDG_CONFIG_HOME", ".config") + "/flowcensus/organisation.key" }
  static var spool: String { home("XDG_DATA_HOME", ".local/share") + "/flowcensus/spool.sqlite" }

  /// A service has the folder that systemd made for it (`StateDirectory=`).
  static var state: String {
    if let path = environment("STATE_DIRECTORY"), path.hasPrefix("/") { return path }
    return home("XDG_DATA_HOME", ".local/share") + "/flowcensus"
  }

  /// Where the service manager listens, if one started this.
  static var notifySocket: String? { environment("NOTIFY_SOCKET") }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
  static var sessions: String { home("XDG_DATA_HOME", ".local/share") + "/flowcensus/sessions" }

  static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

  private static func home(_ variable: String, _ folder: String) -> String {
    if let path = environment(variable), path.hasPrefix("/") { return path }
    return (environment("HOME") ?? ".") + "/" + folder
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  /// Makes the folder that `path` lies in, where it does not exist.
  static func makeFolder(for path: String) throws {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    try FileManager.default.createDirectory(
      atPath: String(path[..<slash]), withIntermediateDirectories: true)
  }
}
