public import Foundation

/// A real file system of a few kilobytes, for running out of space. Needs root, as CI and containers
/// have it.
public final class SmallDisk {
  /// Where it is mounted.
  public let folder: URL

  public init(at folder: URL, kilobytes: Int) throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let mounted = try run(
      URL(filePath: "/usr/bin/mount"),
      ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path])
    guard mounted.status == 0 else { throw MountFailure(reason: mounted.errors) }
  }

  deinit { _ = try? run(URL(filePath: "/usr/bin/umount"), ["-l", folder.path]) }

  struct MountFailure: Error {
    let reason: String
  }
}
