import CensusCapture

/// One declaration of ISC's dhcpd.leases(5): from `lease ADDRESS {` to `}`.
struct LeaseBlock {
  private let address: IPAddress
  private var station: MACAddress?
  private var holder = ""
  private var hostName: String?
  private var ends: Int64 = .max
  private var isActive = true

  init(address: IPAddress) {
    self.address = address
  }

  /// Takes one line; true where the declaration ends with it.
  mutating func read(_ line: String) -> Bool {
    let words = line.split { $0 == " " || $0 == "\t" || $0 == ";" }
    guard let first = words.first else { return false }
    switch first {
    case "}": return true
    case "hardware" where words.count >= 3 && words[1] == "ethernet":
      station = MACAddress(text: words[2])
      holder = LeaseReader.holder(words[2])
    case "uid" where words.count >= 2 && holder.isEmpty: holder = LeaseReader.holder(words[1])
    case "client-hostname": hostName = Lease.name(Self.quoted(line))
    case "binding" where words.count >= 3 && words[1] == "state": isActive = words[2] == "active"
    case "ends": ends = Self.time(words) ?? .min
    default: break
    }
    return false
  }

  /// What the declaration says.
  var entry: LeaseReader.Entry {
    guard isActive else { return .free(address) }
    return .leased(
      Lease(address: address, station: station, holder: holder, ends: ends, hostName: hostName))
  }

  /// What stands between the first quote and the last.
  private static func quoted(_ line: String) -> Substring? {
    guard let first = line.firstIndex(of: "\""), let last = line.lastIndex(of: "\""), first < last
    else { return nil }
    return line[line.index(after: first)..<last]
  }

  /// `ends never`, `ends epoch SECONDS`, or `ends WEEKDAY YEAR/MONTH/DAY HOUR:MINUTE:SECOND` in UTC.
  private static func time(_ words: [Substring]) -> Int64? {
    guard words.count >= 2 else { return nil }
    if words[1] == "never" { return .max }
    guard words.count >= 3 else { return nil }
    if words[1] == "epoch" { return Int64(words[2]).map(Lease.time(seconds:)) }
    guard words.count >= 4 else { return nil }
    let date = words[2].split(separator: "/").compactMap { Int64($0) }
    let clock = words[3].split(separator: ":").compactMap { Int64($0) }
    guard date.count == 3, clock.count == 3, (1970...9999).contains(date[0]),
      (1...12).contains(date[1]), (1...31).contains(date[2]), (0...23).contains(clock[0]),
      (0...59).contains(clock[1]), (0...60).contains(clock[2])
    else { return nil }
    let seconds = clock[0] * 3600 + clock[1] * 60 + clock[2]
    return Lease.time(seconds: days(date[0], date[1], date[2]) * 86_400 + seconds)
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar; the year begins in March, so that the leap
  /// day is its last.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}
