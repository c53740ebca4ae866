import CensusProtocol
import Glibc

/// What failed with a file, in words that name the file and the mend.
public struct FileError: Error, Equatable, CustomStringConvertible {
  public let path: String
  public let problem: String

  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  fileprivate init(path: String, doing: String, errorNumber: CInt) {
    self.path = path
    problem = unsafe "cannot be \(doing): \(String(cString: strerror(errorNumber)))"
  }

  public var description: String { "\(path) \(problem)" }
}

/// Whole files, small enough for memory, and digests of files of any size. The system's calls with
/// pointers stand here and nowhere else in the agent's own files.
public enum LocalFile {
  /// The file's bytes; throws where it cannot be read or is longer than `limit` bytes.
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    var content: [UInt8] = []
    try forEachPiece(of: path) { piece throws(FileError) in
      content += piece
      guard content.count <= limit else {
        throw FileError(path: path, problem: "is longer than the \(limit) bytes expected here")
      }
    }
    return content
  }

  /// SHA-256 of the file's bytes, and their number.
  public static func digest(_ path: String) throws(FileError) -> (digest: Digest, bytes: Int64) {
    var hasher = ContentHasher()
    var bytes: Int64 = 0
    try forEachPiece(of: path) { piece throws(FileError) in
      hasher.update(piece)
      bytes += Int64(piece.count)
    }
    return (hasher.digest, bytes)
  }

  /// Makes a file that its owner alone can read, and has it on the disk before returning. A file that
  /// exists is never overwritten.
  public static func createPrivate(_ path: String, _ content: [UInt8]) throws(FileError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        throw FileError(path: path, problem: "exists already and is not overwritten; name another")
      }
      throw FileError(path: path, doing: "created", errorNumber: errno)
    }
    let written = unsafe content.withUnsafeBytes { bytes in
      unsafe write(descriptor, bytes.baseAddress, bytes.count)
    }
    let isOnDisk = written == content.count && fsync(descriptor) == 0
    let errorNumber = errno
    close(descriptor)
    guard isOnDisk else {
      unsafe unlink(path)
      throw FileError(path: path, doing: "written", errorNumber: errorNumber)
    }
  }

  /// Whether others than the owner may read the file.
  public static func isReadableByOthers(_ path: String) throws(FileError) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw FileError(path: path, doing: "examined", errorNumber: errno)
    }
    return status.st_mode & (S_IRGRP | S_IROTH) != 0
  }

  /// Hands out the file in pieces of up to 256 KiB.
  static func forEachPiece(
    of path: String, _ take: ([UInt8]) throws(FileError) -> Void
  ) throws(FileError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError(path: path, doing: "opened", errorNumber: errno)
    }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw FileError(path: path, doing: "read", errorNumber: errno) }
      guard count > 0 else { return }
      try take(Array(buffer[..<count]))
    }
  }
}
