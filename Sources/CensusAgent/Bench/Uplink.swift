/// Whether the bench has a way to the internet: a default route that is up, over an interface whose cable or
/// radio is connected.
enum Uplink {
  private static let up: UInt32 = 0x0001
  private static let reject: UInt32 = 0x0200

  /// From the kernel's tables (proc(5), /proc/net/route and /proc/net/ipv6_route).
  static var isThere: Bool {
    let v4 = lines("/proc/net/route").dropFirst().filter {
      isDefault($0, fields: 8, destination: 1, "00000000", mask: 7, flags: 3)
    }
    let v6 = lines("/proc/net/ipv6_route").filter {
      isDefault(
        $0, fields: 10, destination: 0, String(repeating: "0", count: 32), mask: 1, flags: 8)
    }
    return (v4.map { $0[0] } + v6.map { $0[9] }).contains { $0 != "lo" && hasCarrier($0) }
  }

  /// The route stays where a cable is pulled; the kernel says so here (sysfs-class-net, `carrier`).
  private static func hasCarrier(_ interface: String) -> Bool {
    guard let text = try? LocalFile.read("/sys/class/net/\(interface)/carrier", limit: 16) else {
      return true
    }
    return text.first != UInt8(ascii: "0")
  }

  private static func lines(_ path: String) -> [[String]] {
    guard let bytes = try? LocalFile.read(path, limit: 1 << 22) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      line.split { $0 == "\t" || $0 == " " }.map(String.init)
    }
  }

  private static func isDefault(
    _ line: [String], fields: Int, destination: Int, _ all: String, mask: Int, flags: Int
  ) -> Bool {
    guard line.count >= fields, line[destination] == all, line[mask].allSatisfy({ $0 == "0" }),
      let bits = UInt32(line[flags], radix: 16)
    else { return false }
    return bits & up != 0 && bits & reject == 0
  }
}
