import CensusCapture

/// Reads the lease files of dnsmasq, odhcpd, ISC dhcpd and Kea (CSV), told apart line by line. What is no
/// lease in any of these forms is counted and skipped: a file may be caught while it is written.
struct LeaseReader {
  /// The last lease of each address that is in force as far as the file says.
  private(set) var leases: [IPAddress: Lease] = [:]
  /// Lines that should be a lease and are none.
  private(set) var badLines = 0
  private var kea: KeaColumns?
  private var block: LeaseBlock?

  /// More leases than this are not kept, and of longer lines nothing.
  private static let most = 65_536
  private static let longestLine = 4096

  /// Takes a whole file.
  mutating func read(_ bytes: [UInt8]) {
    for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    ) {
      guard line.count <= Self.longestLine else {
        badLines += 1
        continue
      }
      read(String(decoding: line, as: UTF8.self))
    }
    // A file of another server may be read next.
    kea = nil
    block = nil
  }

  private mutating func read(_ line: String) {
    if block != nil {
      readInBlock(line)
      return
    }
    if let columns = KeaColumns(header: line) {
      kea = columns
      return
    }
    if let kea {
      take(kea.entry(of: line))
      return
    }
    let words = line.split { $0 == " " || $0 == "\t" }
    switch words.first {
    case nil: break
    case "#":
      // Other comments have no time in this place.
      guard words.count >= 9, let seconds = Int64(words[5]) else { return }
      for entry in Self.odhcpd(words, until: seconds) { take(entry) }
    case "lease": begin(words)
    case "duid": break  // dnsmasq's own identity, above its leases of IPv6
    case let first? where first.allSatisfy(\.isNumber): take(Self.dnsmasq(words))
    // Of ISC's other declarations, and of hosts in odhcpd's file, none is a lease of IPv4.
    default: break
    }
  }

  /// What a line says of an address.
  enum Entry {
    case leased(Lease)
    case free(IPAddress)
  }

  private mutating func take(_ entry: Entry?) {
    switch entry {
    case nil: badLines += 1
    case .free(let address): leases[address] = nil
    case .leased(let lease):
      guard leases[lease.address] != nil || leases.count < Self.most else { return }
      leases[lease.address] = lease
    }
  }

  /// `EXPIRY MAC ADDRESS NAME CLIENT-ID`, for IPv6 `EXPIRY IAID ADDRESS NAME DUID`; expiry 0 is never.
  private static func dnsmasq(_ words: [Substring]) -> Entry? {
    guard words.count == 5, let seconds = Int64(words[0]), seconds >= 0,
      let address = AddressText.address(words[2])
    else { return nil }
    let ends = seconds == 0 ? Int64.max : Lease.time(seconds: seconds)
    guard address.version == .v4 else {
      return .leased(
        Lease(address: address, station: nil, holder: holder(words[4], words[1]), ends: ends))
    }
    // Of links other than Ethernet the type stands before the address, as in 20-…: no station of ours.
    return .leased(
      Lease(
        address: address, station: MACAddress(text: words[1]), holder: holder(words[1]),
        ends: ends, hostName: Lease.name(words[3])))
  }

  /// `# INTERFACE DUID IAID NAME VALID-UNTIL ASSIGNED LENGTH ADDRESS/LENGTH …`; for IPv4 the station stands
  /// in the place of the DUID and `ipv4` in that of the IAID. Valid until -1 is for ever.
  private static func odhcpd(_ words: [Substring], until seconds: Int64) -> [Entry?] {
    let ends = seconds < 0 ? Int64.max : Lease.time(seconds: seconds)
    return words[8...].prefix(64).map { text in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard let first = parts.first, let address = AddressText.address(first) else { return nil }
      guard words[3] == "ipv4" else {
        return .leased(
          Lease(address: address, station: nil, holder: holder(words[2], words[3]), ends: ends))
      }
      return .leased(
        Lease(
          address: address, station: MACAddress(text: words[2]), holder: holder(words[2]),
          ends: ends, hostName: Lease.name(words[4])))
    }
  }

  static func holder(_ parts: Substring...) -> String {
    String(parts.joined(separator: " ").prefix(Lease.longestHolder))
  }

  private mutating func begin(_ words: [Substring]) {
    guard words.count >= 3, words[2] == "{", let address = AddressText.address(words[1]) else {
      badLines += 1
      return
    }
    block = LeaseBlock(address: address)
  }

  private mutating func readInBlock(_ line: String) {
    guard let isOver = block?.read(line) else { return }
    guard isOver else { return }
    take(block?.entry)
    block = nil
  }
}

extension MACAddress {
  /// Six octets of one or two hexadecimal digits with colons between them, or twelve digits. Nil for
  /// anything else, and for what is no address of a single station.
  init?(text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var bits: UInt64 = 0
    if parts.count == 6 {
      for part in parts {
        guard (1...2).contains(part.utf8.count), let octet = UInt8(part, radix: 16),
          part.first != "+"
        else { return nil }
        bits = bits << 8 | UInt64(octet)
      }
    } else {
      guard text.utf8.count == 12, text.first != "+", let value = UInt64(text, radix: 16) else {
        return nil
      }
      bits = value
    }
    // The lowest bit of the first octet marks groups (IEEE 802, clause 8.2).
    guard bits != 0, bits >> 40 & 1 == 0 else { return nil }
    self.init(bits)
  }
}
