import ArgumentParser
import Foundation

/// Where the server's database is.
struct DatabaseOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The server's SQLite file. (default: server.sqlite in systemd's state directory, else in the user's data directory)",
      valueName: "file"))
  var database: String?

  /// The option, else `FLOWCENSUS_DATABASE`, else a place where this user may write: the state
  /// directory that systemd prepares (systemd.exec(5)), or the user's data directory (XDG Base
  /// Directory Specification).
  var path: String {
    let environment = ProcessInfo.processInfo.environment
    if let path = database ?? environment["FLOWCENSUS_DATABASE"] { return path }
    if let directory = environment["STATE_DIRECTORY"] { return "\(directory)/server.sqlite" }
    let data = environment["XDG_DATA_HOME"] ?? "\(NSHomeDirectory())/.local/share"
    return "\(data)/flowcensus/server.sqlite"
  }
}
