import CensusProtocol

/// Forms of host names that say a system or hide a serial number.
enum HostForms {
  /// The class that a name made by an operating system tells.
  static func system(_ host: String) -> DeviceClass? {
    let lowered = host.lowercased()
    if let rest = after(["android-", "android_"], in: lowered),
      PlainName.isHexadecimal(rest, 8...16) || rest.isEmpty
    {
      return .mobile
    }
    if lowered == "android" { return .mobile }
    for prefix in ["desktop-", "laptop-", "tablet-", "win-", "msedgewin"]
    where lowered.hasPrefix(prefix) {
      let rest = lowered.dropFirst(prefix.count)
      if (2...11).contains(rest.utf8.count), rest.utf8.allSatisfy(PlainName.isLetterOrDigit) {
        return .computer
      }
    }
    for prefix in ["esp_", "esp-", "esp8266", "esp32", "espressif", "tasmota", "wled", "esphome"]
    where lowered.hasPrefix(prefix) { return .iot }
    if ["raspberrypi", "ubuntu", "debian", "fedora", "archlinux", "kali"].contains(lowered) {
      return .computer
    }
    if ["openwrt", "lede", "router", "ddwrt", "dd-wrt"].contains(lowered) { return .network }
    return nil
  }

  private static func after(_ prefixes: [String], in text: String) -> Substring? {
    prefixes.first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
  }

  /// Without the 6 to 12 hexadecimal digits that makers put behind the model to tell devices apart, or the 4
  /// of Samsung's watches (`Galaxy-Watch4-8A3C`).
  static func withoutSerial(_ host: String) -> String {
    guard let cut = host.lastIndex(where: { $0 == "-" || $0 == "_" }) else { return host }
    let tail = host[host.index(after: cut)...]
    let isLong =
      PlainName.isHexadecimal(tail, 6...12) && (PlainName.hasDigit(tail) || tail.utf8.count >= 8)
    let isShort =
      PlainName.isHexadecimal(tail, 4...4) && PlainName.hasDigit(tail) && PlainName.hasLetter(tail)
      && PlainName.hasDigit(host[..<cut])
    return isLong || isShort ? String(host[..<cut]) : host
  }

  /// Whether a word can hardly be anything but the code whose form it has.
  static func isUnmistakable(_ word: String) -> Bool {
    [
      "SM-", "CPH", "RMX", "XQ-", "TA-1", "MFC-", "DCP-", "TL-", "DCS-", "DIR-", "RT-AC", "RT-AX",
      "KDL-", "AFT", "UE", "UN", "OLED",
    ].contains { word.uppercased().hasPrefix($0) }
      || (word.utf8.count >= 9 && (word.hasPrefix("M") || word.hasPrefix("2")))
  }

  /// Whether a brand's word is meant as one: at the beginning, or with little else around it. A person may
  /// be called Honor.
  static func isCredible(_ position: Int, _ words: [String]) -> Bool {
    position == 0 || words.count <= 3
  }
}
