/// The rules for the few texts in a bundle that come from a phone's screen or a program.
public enum Label {
  /// 1 to 64 printable ASCII characters, without spaces at either end: a build, a system version.
  public static func accepts(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
      && text.first != " " && text.last != " "
  }

  /// 2 to 8 lower-case letters: the market of a firmware.
  public static func isRegion(_ text: String) -> Bool {
    (2...8).contains(text.utf8.count)
      && text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
  }
}
