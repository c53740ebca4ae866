import CensusProtocol
import Glibc

/// Writes a tar archive of regular files, one after the other.
struct TarWriter: ~Copyable {
  private let path: String
  private let descriptor: CInt

  /// Makes the archive's file, which must not exist yet, for its owner alone.
  init(newFile path: String) throws(FileError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o400)
    guard descriptor >= 0 else {
      throw FileError(
        path: path,
        problem: errno == EEXIST
          ? "exists already and is not overwritten; name another"
          : "cannot be made: \(LocalFile.reason(errno))")
    }
  }

  deinit { close(descriptor) }

  /// Adds a file of the given bytes.
  func add(_ name: String, _ content: [UInt8]) throws(FileError) {
    try write(try header(name, Int64(content.count)).bytes)
    try write(content)
    try pad(Int64(content.count))
  }

  /// Adds a file from the disk, which must have the size that it has now until it is read.
  func add(_ name: String, file: String) throws(FileError) {
    guard let size = LocalFile.status(file)?.bytes else {
      throw FileError(path: file, problem: "cannot be read")
    }
    try write(try header(name, size).bytes)
    var written: Int64 = 0
    try LocalFile.forEachPiece(of: file) { piece throws(FileError) in
      written += Int64(piece.count)
      try write(piece)
    }
    guard written == size else {
      throw FileError(path: file, problem: "changed while it was read; try again")
    }
    try pad(size)
  }

  /// Two empty blocks end an archive; then all is on the disk.
  func finish() throws(FileError) {
    try write([UInt8](repeating: 0, count: 2 * TarHeader.length))
    guard fsync(descriptor) == 0 else {
      throw FileError(
        path: path, problem: "cannot be brought to the disk: \(LocalFile.reason(errno))")
    }
  }

  private func header(_ name: String, _ size: Int64) throws(FileError) -> TarHeader {
    guard let header = TarHeader(name: name, size: size) else {
      throw FileError(path: path, problem: "cannot hold a file named \(name)")
    }
    return header
  }

  private func pad(_ size: Int64) throws(FileError) {
    let rest = Int(size % Int64(TarHeader.length))
    if rest > 0 { try write([UInt8](repeating: 0, count: TarHeader.length - rest)) }
  }

  private func write(_ bytes: [UInt8]) throws(FileError) {
    var written = 0
    while written < bytes.count {
      // Safe: the buffer is valid for its own count, and write(2) only reads it.
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      guard count > 0 || errno == EINTR else {
        throw FileError(path: path, problem: "cannot be written: \(LocalFile.reason(errno))")
      }
      written += max(0, count)
    }
  }
}

/// Unpacks a tar archive of regular files into a folder; nothing can be written outside it.
enum TarReader {
  /// More files than this no archive of ours has.
  private static let mostFiles = 256

  /// The names and digests of the files, each written to `folder` under its name with `/` as `+`.
  static func unpack(
    _ archive: String, into folder: String
  ) throws(FileError) -> [String: Digest] {
    var unpacking = Unpacking(archive: archive, folder: folder)
    try LocalFile.forEachPiece(of: archive) { piece throws(FileError) in
      try unpacking.take(piece)
    }
    return try unpacking.finish()
  }

  /// The file that an archive's file is unpacked to.
  static func path(of name: String, in folder: String) -> String {
    folder + "/" + name.replacing("/", with: "+")
  }

  private struct Unpacking {
    let archive: String
    let folder: String
    private var pending: [UInt8] = []
    private var current: (name: String, left: Int64, padding: Int, descriptor: CInt)?
    private var hasher = ContentHasher()
    private var digests: [String: Digest] = [:]
    private var hasEnded = false

    init(archive: String, folder: String) {
      self.archive = archive
      self.folder = folder
    }

    mutating func take(_ piece: [UInt8]) throws(FileError) {
      var rest = piece[...]
      while !rest.isEmpty, !hasEnded {
        if let file = current, file.left > 0 {
          let part = rest.prefix(Int(min(file.left, Int64(rest.count))))
          try write(Array(part), file.descriptor)
          current?.left -= Int64(part.count)
          rest = rest.dropFirst(part.count)
          if current?.left == 0 { try close() }
        } else if let file = current {
          let skipped = min(file.padding, rest.count)
          rest = rest.dropFirst(skipped)
          current?.padding -= skipped
          if current?.padding == 0 { current = nil }
        } else {
          let part = rest.prefix(TarHeader.length - pending.count)
          pending += part
          rest = rest.dropFirst(part.count)
          if pending.count == TarHeader.length { try begin() }
        }
      }
    }

    private mutating func begin() throws(FileError) {
      defer { pending = [] }
      if pending.allSatisfy({ $0 == 0 }) {
        hasEnded = true
        return
      }
      guard let header = TarHeader(reading: pending[...]) else {
        throw FileError(
          path: archive, problem: "is not an archive of `session seal`, or is damaged")
      }
      guard digests[header.name] == nil, digests.count < TarReader.mostFiles else {
        throw FileError(path: archive, problem: "holds \(header.name) twice, or too many files")
      }
      let path = TarReader.path(of: header.name, in: folder)
      let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw FileError(path: path, problem: "cannot be made: \(LocalFile.reason(errno))")
      }
      hasher = ContentHasher()
      let rest = Int(header.size % Int64(TarHeader.length))
      current = (header.name, header.size, rest == 0 ? 0 : TarHeader.length - rest, descriptor)
      if header.size == 0 { try close() }
    }

    private mutating func close() throws(FileError) {
      guard let file = current else { return }
      Glibc.close(file.descriptor)
      digests[file.name] = hasher.digest
      if file.padding == 0 { current = nil }
    }

    private mutating func write(_ bytes: [UInt8], _ descriptor: CInt) throws(FileError) {
      hasher.update(bytes)
      var written = 0
      while written < bytes.count {
        // Safe: the buffer is valid for its own count, and write(2) only reads it.
        let count = unsafe bytes[written...].withUnsafeBytes { rest in
          unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        }
        guard count > 0 || errno == EINTR else {
          throw FileError(path: folder, problem: "cannot be written: \(LocalFile.reason(errno))")
        }
        written += max(0, count)
      }
    }

    func finish() throws(FileError) -> [String: Digest] {
      guard hasEnded, current == nil else {
        throw FileError(path: archive, problem: "is cut: its end is missing")
      }
      return digests
    }
  }
}
