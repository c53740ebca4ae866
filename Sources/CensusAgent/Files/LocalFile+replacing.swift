import Glibc

// Files that are replaced as a whole, folders, and locks: what a session's folder needs.
extension LocalFile {
  /// Puts `content` in the place of what the file held, for its owner alone: afterwards, or after a power
  /// cut, the file has either the old content or the new, whole.
  public static func replace(_ path: String, _ content: [UInt8]) throws(FileError) {
    let draft = path + ".new"
    remove(draft)
    try createPrivate(draft, content)
    guard unsafe rename(draft, path) == 0 else {
      throw FileError(path: path, problem: "cannot be replaced: \(reason(errno))")
    }
    syncFolder(of: path)
  }

  /// Makes a folder, and those above it, for their owner alone.
  public static func makePrivateFolder(_ path: String) throws(FileError) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += part + "/"
      guard made != "/", unsafe mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
      throw FileError(path: made, problem: "cannot be made: \(reason(errno))")
    }
  }

  /// Whether there is something at `path`.
  public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Takes the file away, where there is one.
  public static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// The names of what is in a folder, in ascending order; empty where it cannot be read.
  public static func names(in folder: String) -> [String] {
    guard let directory = unsafe opendir(folder) else { return [] }
    // Safe: the directory is open until the end of this call, and each entry is copied at once.
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { name in
        unsafe String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The file's size in bytes and the time of its last change in seconds since 1970; nil where there is none.
  public static func status(_ path: String) -> (bytes: Int64, changed: Int64)? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return (Int64(status.st_size), Int64(status.st_mtim.tv_sec))
  }

  /// Bytes that this user may still write where `path` is, or where it would be made; nil where nobody knows.
  public static func freeBytes(around path: String) -> Int64? {
    var place = path
    while !place.isEmpty, !exists(place) {
      place = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? ""
    }
    var status = statvfs()
    guard unsafe statvfs(place.isEmpty ? "/" : place, &status) == 0 else { return nil }
    return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }

  /// Makes a new folder of one's own below the system's folder for what is needed for a while.
  public static func makeTemporaryFolder() throws(FileError) -> String {
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/flowcensus-XXXXXX").utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw FileError(path: base, problem: "holds no new folder: \(reason(errno))")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Takes away a folder that holds files, and folders of files.
  public static func removeFolder(_ path: String) {
    for name in names(in: path) {
      let inner = path + "/" + name
      if unsafe unlink(inner) != 0 { removeFolder(inner) }
    }
    _ = unsafe rmdir(path)
  }

  static func move(_ path: String, to target: String) throws(FileError) {
    guard unsafe rename(path, target) == 0 else {
      throw FileError(path: path, problem: "cannot be moved: \(reason(errno))")
    }
  }

  private static func syncFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  static func reason(_ number: CInt) -> String { unsafe String(cString: strerror(number)) }
}

/// A file that one process at a time holds; the system frees it when the process ends, however it ends.
public struct FileLock: ~Copyable {
  private let descriptor: CInt

  /// Nil where another process holds it.
  public init?(_ path: String) throws(FileError) {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw FileError(path: path, problem: "cannot be opened: \(LocalFile.reason(errno))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }
}
