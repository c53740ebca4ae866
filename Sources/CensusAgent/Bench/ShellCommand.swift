import Glibc

/// What another program prints, for the few facts that the kernel tells through tools alone.
enum ShellCommand {
  /// Standard output, at most 64 KiB; empty where the program is missing or fails. `line` is made of
  /// constants and of checked names.
  static func output(_ line: String) -> String {
    guard let stream = unsafe popen(line + " 2>/dev/null", "re") else { return "" }
    // Safe: the stream is open until `pclose`, and the buffer is valid for its own count.
    defer { unsafe pclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 64 * 1024)
    let count = unsafe bytes.withUnsafeMutableBytes { room in
      unsafe fread(room.baseAddress, 1, room.count, stream)
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
