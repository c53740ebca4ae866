import Glibc

/// Writes a line for people to standard error, so that standard output stays for programs.
func printToErrors(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  // Nobody is left to tell where standard error itself cannot be written.
  _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
