import CensusAttribution
import CensusCapture
import CensusProtocol
import HTTPTransfer

/// One thing that a bench needs, whether it is so, and how to mend it.
public struct BenchCheck: Sendable, Equatable {
  public enum State: String, Sendable { case ok, warn, fail }

  /// A short name that stays the same: `interface`, `clock`…
  public let name: String
  public let state: State
  /// What was found.
  public let found: String
  /// What to do; empty where all is well.
  public let mend: String
}

/// Looks at a bench for what usually goes wrong there. Reads, and changes nothing.
public struct Doctor {
  private let interface: String
  private let unitAddress: String?
  private let folder: String
  private let databases: [String]
  private let server: String?

  /// `folder` is where sessions are kept; the unit's address and the server may be unknown.
  public init(
    interface: String, unitAddress: String?, folder: String, databases: [String], server: String?
  ) {
    self.interface = interface
    self.unitAddress = unitAddress
    self.folder = folder
    self.databases = databases
    self.server = server
  }

  /// Every check, in the order in which one would mend them.
  public func examine() -> [BenchCheck] {
    guard Self.isName(interface), LocalFile.exists("/sys/class/net/\(interface)") else {
      let names = LocalFile.names(in: "/sys/class/net").joined(separator: ", ")
      return [
        fail("interface", "there is no interface \(interface)", "name one of: \(names)")
      ] + machine
    }
    return [interfaceIsUp, capture, accessPoint, regulatoryCountry, addresses, dhcp, ipv6, clients]
      + machine
  }

  private var machine: [BenchCheck] {
    [forwarding, uplink, clock, disk, geoDatabases] + (server.map { [reach($0)] } ?? [])
  }

  /// What the kernel allows as an interface's name and a shell leaves alone.
  private static func isName(_ text: String) -> Bool {
    (1...15).contains(text.utf8.count) && !text.hasPrefix("-")
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
      && text != "." && text != ".."
  }

  private var interfaceIsUp: BenchCheck {
    let flags = UInt32(text("/sys/class/net/\(interface)/flags").dropFirst(2), radix: 16) ?? 0
    let carrier = text("/sys/class/net/\(interface)/carrier") == "1"
    guard flags & 1 == 1 else {
      return fail("interface", "\(interface) is down", "ip link set \(interface) up")
    }
    return carrier
      ? ok("interface", "\(interface) is up")
      : warn(
        "interface", "\(interface) is up, and nothing is connected to it",
        "start the access point: systemctl start flowcensus-bench-ap")
  }

  private var capture: BenchCheck {
    do {
      _ = try LiveInterface(LiveOptions(interface: interface))
      return ok("capture", "this user may record packets at \(interface)")
    } catch {
      return fail("capture", "packets cannot be recorded", "\(error)")
    }
  }

  private var isRadio: Bool { LocalFile.exists("/sys/class/net/\(interface)/phy80211") }

  private var accessPoint: BenchCheck {
    guard isRadio else {
      return warn(
        "access-point", "\(interface) is no radio",
        "on a bench for phones it is the Wi-Fi adapter that hostapd runs; a cable is for tests")
    }
    let info = ShellCommand.output("iw dev \(interface) info")
    return info.contains("type AP")
      ? ok("access-point", "\(interface) is an access point")
      : fail(
        "access-point", "\(interface) is a radio, but no access point",
        "systemctl status flowcensus-bench-ap; `iw list` must show AP among the supported modes")
  }

  private var regulatoryCountry: BenchCheck {
    guard isRadio else { return ok("regulatory-country", "not needed without a radio") }
    let line =
      ShellCommand.output("iw reg get").split(separator: "\n")
      .first { $0.hasPrefix("country ") } ?? ""
    let country = line.dropFirst("country ".count).prefix(2)
    return CountryCode(country) == nil
      ? warn(
        "regulatory-country", "no country is set, so most channels are forbidden",
        "set country_code in /etc/flowcensus-bench/hostapd.conf, or: iw reg set VN")
      : ok("regulatory-country", "\(country)")
  }

  private var addresses: BenchCheck {
    let routes = text("/proc/net/route").split(separator: "\n").contains {
      $0.hasPrefix(interface + "\t")
    }
    return routes
      ? ok("address", "\(interface) has an IPv4 network")
      : fail(
        "address", "\(interface) has no IPv4 address",
        "install agent/bench/wlan0.network, or: ip address add 192.168.50.1/24 dev \(interface)")
  }

  private var dhcp: BenchCheck {
    // The second field is the local address and port, in hexadecimal: 67.
    let isServed = text("/proc/net/udp").split(separator: "\n").contains {
      $0.split(separator: " ").dropFirst().first?.hasSuffix(":0043") == true
    }
    return isServed
      ? ok("dhcp", "a DHCP server listens")
      : fail(
        "dhcp", "no DHCP server listens, so the phone gets no address",
        "systemctl start flowcensus-bench-names; journalctl -u flowcensus-bench-names says why not")
  }

  private var ipv6: BenchCheck {
    // The fourth field is the scope: 00 is global, 20 the link alone.
    let own = lines("/proc/net/if_inet6").filter { fields in
      fields.count == 6 && fields[5] == interface && fields[3] == "00"
    }
    return own.isEmpty
      ? warn(
        "ipv6", "\(interface) has no IPv6 network; phones that prefer IPv6 behave differently",
        "install agent/bench/wlan0.network, which has one")
      : ok("ipv6", "\(interface) has an IPv6 network")
  }

  /// The neighbours in use (proc(5), /proc/net/arp): flag 2 is a complete entry.
  private var clients: BenchCheck {
    let found = lines("/proc/net/arp").dropFirst().filter { fields in
      fields.count == 6 && fields[5] == interface && fields[2] != "0x0"
    }
    .map { $0[3] }
    let strangers = Set(found).subtracting([unitAddress ?? ""]).sorted()
    let allowed = unitAddress == nil ? 1 : 0
    guard strangers.count > allowed else {
      return ok(
        "clients", found.isEmpty ? "nothing is on the network" : "one device is on the network")
    }
    return fail(
      "clients", "other devices are on the network: \(strangers.joined(separator: ", "))",
      "take them off it and change its passphrase; entries of devices that left go away in minutes")
  }

  private var forwarding: BenchCheck {
    let off = [
      ("IPv4", "/proc/sys/net/ipv4/ip_forward"), ("IPv6", "/proc/sys/net/ipv6/conf/all/forwarding"),
    ].filter { text($0.1) != "1" }.map(\.0)
    return off.isEmpty
      ? ok("forwarding", "on for IPv4 and IPv6")
      : fail(
        "forwarding", "off for \(off.joined(separator: " and "))",
        "install agent/bench/sysctl.conf as /etc/sysctl.d/60-flowcensus-bench.conf, then: sysctl --system"
      )
  }

  private var uplink: BenchCheck {
    Uplink.isThere
      ? ok("uplink", "there is a default route over a connected interface")
      : fail(
        "uplink", "no default route over a connected interface, so nothing reaches the internet",
        "connect the bench's other interface; `ip route` must show a default, `ip link` no NO-CARRIER"
      )
  }

  private var clock: BenchCheck {
    BenchClock.isSynchronised
      ? ok("clock", "a time service keeps it right")
      : warn(
        "clock",
        "no time service keeps it right: hours of different benches would not fit together",
        "apt install systemd-timesyncd, or chrony; timedatectl must say: synchronized: yes")
  }

  private static let enough: Int64 = 10_000_000_000
  private static let least: Int64 = 1_000_000_000

  private var disk: BenchCheck {
    guard let free = LocalFile.freeBytes(around: folder) else {
      return fail("disk", "\(folder) cannot be examined", "name another folder with --sessions")
    }
    let found = "\(free / 1_000_000) MB are free for \(folder)"
    if free >= Self.enough { return ok("disk", found) }
    let mend = "free some space, or name a folder on another disk with --sessions"
    return free < Self.least ? fail("disk", found, mend) : warn("disk", found, mend)
  }

  private static let oldestDays: Int64 = 120

  private var geoDatabases: BenchCheck {
    do {
      let labels = try GeoDatabase.load(databases).map(\.label)
      let today = WallClock.microseconds / 86_400_000_000
      let old = labels.filter { label in
        guard let day = CalendarDay(String(label.version.prefix(10))) else { return true }
        return today - day.daysSince1970 > Self.oldestDays
      }
      let found = labels.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
      return old.isEmpty
        ? ok("databases", found)
        : warn(
          "databases", "\(found): older than \(Self.oldestDays) days, or without a date",
          "apt update && apt install --only-upgrade tor-geoipdb")
    } catch {
      return fail("databases", "\(error)", "apt install tor-geoipdb, or name others with --geo")
    }
  }

  private func reach(_ server: String) -> BenchCheck {
    do {
      let response = try HTTPRequest(url: server + "/v1/catalogue").perform()
      return response.status == 200
        ? ok("server", "\(server) answers")
        : warn(
          "server", "\(server) answers \(response.status)",
          "is this the address of a FlowCensus server?")
    } catch {
      return fail(
        "server", "\(server) cannot be reached: \(error)",
        "check the address and the uplink; sessions wait in the spool meanwhile")
    }
  }

  private func text(_ path: String) -> String {
    guard let bytes = try? LocalFile.read(path, limit: 1 << 22) else { return "" }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// The fields of each line.
  private func lines(_ path: String) -> [[String]] {
    text(path).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  private func ok(_ name: String, _ found: String) -> BenchCheck {
    BenchCheck(name: name, state: .ok, found: found, mend: "")
  }

  private func warn(_ name: String, _ found: String, _ mend: String) -> BenchCheck {
    BenchCheck(name: name, state: .warn, found: found, mend: mend)
  }

  private func fail(_ name: String, _ found: String, _ mend: String) -> BenchCheck {
    BenchCheck(name: name, state: .fail, found: found, mend: mend)
  }
}
