import TestSupport
import Testing

@testable import CensusAttribution
@testable import CensusCapture

@Suite("lease files")
struct LeaseTests {
  private static let station = MACAddress(0x0200_5e00_0010)
  private static let address = IPAddress(v4: 0xc0a8_0164)

  private func leases(_ text: String) -> LeaseReader {
    var reader = LeaseReader()
    reader.read(Array(text.utf8))
    return reader
  }

  @Test(
    "each server's form tells the station behind an address, and until when",
    arguments: [
      "1795600000 02:00:5e:00:00:10 192.168.1.100 phone 01:02:00:5e:00:00:10\n",
      "# br-lan 02005e000010 ipv4 phone 1795600000 c0a80164 32 192.168.1.100/32\n",
      "# br-lan 2:0:5e:0:0:10 ipv4 phone 1795600000 c0a80164 32 192.168.1.100/32\n",
      """
      # The format of this file is documented in the dhcpd.leases(5) manual page.
      authoring-byte-order little-endian;
      lease 192.168.1.100 {
        starts 3 2026/11/25 07:46:40;
        ends 3 2026/11/25 09:46:40;
        cltt 3 2026/11/25 07:46:40;
        binding state active;
        next binding state free;
        hardware ethernet 02:00:5e:00:00:10;
        client-hostname "phone";
      }
      """,
      "lease 192.168.1.100 {\n ends epoch 1795600000; # Wed\n hardware ethernet 02:00:5e:00:00:10;\n}\n",
      """
      address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context
      192.168.1.100,02:00:5e:00:00:10,01:02:00:5e:00:00:10,3600,1795600000,1,0,0,phone,0,

      """,
    ])
  func forms(text: String) {
    let reader = leases(text)
    #expect(reader.leases.count == 1)
    #expect(reader.leases[Self.address]?.station == Self.station)
    #expect(reader.leases[Self.address]?.ends == 1_795_600_000_000_000)
    #expect(reader.badLines == 0)
  }

  @Test("the host name of a lease is kept while the lease is in force")
  func hostNames() {
    for text in [
      "1795600000 02:00:5e:00:00:10 192.168.1.100 Galaxy-A12 *\n",
      "# br-lan 02005e000010 ipv4 Galaxy-A12 1795600000 c0a80164 32 192.168.1.100/32\n",
      "lease 192.168.1.100 {\n ends epoch 1795600000;\n hardware ethernet 02:00:5e:00:00:10;\n client-hostname \"Galaxy-A12\";\n}\n",
    ] {
      var book = AddressBook()
      book.replaceLeases(leases(text).leases)
      #expect(book.hostNames(at: 1_795_600_000_000_000) == [Self.station: "Galaxy-A12"])
      #expect(book.hostNames(at: 1_795_600_000_000_001).isEmpty)
    }
    var nameless = AddressBook()
    nameless.replaceLeases(leases("0 02:00:5e:00:00:10 192.168.1.100 * *\n").leases)
    #expect(nameless.hostNames(at: 0).isEmpty)
  }

  @Test(
    "a lease without an end lasts for ever",
    arguments: [
      "0 02:00:5e:00:00:10 192.168.1.100 * *\n",
      "# br-lan 02005e000010 ipv4 - -1 c0a80164 32 192.168.1.100/32\n",
      "lease 192.168.1.100 {\n  ends never;\n  hardware ethernet 02:00:5e:00:00:10;\n}\n",
    ])
  func forEver(text: String) {
    #expect(leases(text).leases[Self.address]?.ends == .max)
  }

  @Test("the last word on an address counts, also where it is that the address is free")
  func lastWord() {
    let lease = "lease 192.168.1.100 {\n hardware ethernet 02:00:5e:00:00:10;\n binding state "
    #expect(leases(lease + "active;\n}\n" + lease + "free;\n}\n").leases.isEmpty)
    #expect(leases(lease + "free;\n}\n" + lease + "active;\n}\n").leases.count == 1)
    let kea =
      "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state\n"
    let line = "192.168.1.100,02:00:5e:00:00:10,,3600,1795600000,1,0,0,,"
    #expect(leases(kea + line + "0\n" + line + "2\n").leases.isEmpty)
  }

  @Test("a line that ends before the station's column is a lease without a station")
  func shortLine() {
    let text = "address,expire,state,hwaddr,client_id\n192.168.1.100,1795600000,0\n"
    let found = leases(text).leases[Self.address]
    #expect(found != nil && found?.station == nil)
  }

  @Test("a DHCPv6 identity is no station, even where it was made of one")
  func identities() {
    let address = IPAddress(v6: 0xfd00 << 48, 0x100)
    for text in [
      "duid 00:01:00:01:aa\n1795600000 1234 fd00::100 phone 00:01:00:01:2c:44:4e:22:02:00:5e:00:00:10\n",
      "# br-lan 000100012c444e2202005e000010 ffffffff phone 1795600000 100 128 fd00::100/128\n",
      "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,hwaddr,state\n"
        + "fd00::100,00:01:00:01:02:00:5e:00:00:10,3600,1795600000,1,1800,0,1,128,02:00:5e:00:00:10,0\n",
    ] {
      #expect(leases(text).leases[address]?.station == nil)
      #expect(leases(text).leases[address]?.holder.isEmpty == false)
    }
  }

  @Test(
    "what is no lease is counted and skipped, and the good around it stands",
    arguments: [
      "17956000x0 02:00:5e:00:00:10 192.168.1.7 phone *",
      "1795600000 02:00:5e:00:00:10 192.168.1.777 p *",
      "1795600000 02:00:5e:00:00:10", "lease nowhere {", "-1 02:00:5e:00:00:10 192.168.1.9 phone *",
      "99999999999999999999 02:00:5e:00:00:10 192.168.1.7 p *", String(repeating: "1", count: 5000),
    ])
  func bad(line: String) {
    let reader = leases(
      "0 02:00:5e:00:00:10 192.168.1.100 * *\n\(line)\n0 02:00:5e:00:00:11 192.168.1.101 * *\n")
    #expect(reader.leases.count == 2)
  }

  @Test("a station is six octets, of one interface, or it is none")
  func stations() {
    #expect(MACAddress(text: "02:00:5E:00:00:10") == Self.station)
    for text in [
      "", "02:00:5e:00:00", "02:00:5e:00:00:1g", "+2:00:5e:00:00:10", "ff:ff:ff:ff:ff:ff",
      "00:00:00:00:00:00", "01:00:5e:00:00:10", "06-02:00:5e:00:00:10", "2005e000010",
      "+2005e000010",
    ] { #expect(MACAddress(text: text) == nil, "\(text)") }
  }

  @Test("random bytes and damaged files neither trap nor hang", arguments: 0..<4)
  func damaged(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "lease 192.168.1.100 {\n", "ends 3 2026/11/25 09:46:40;", "ends 3 -9/13/99 1:1:1;", "}", "\n",
      "# ",
      "address,hwaddr,expire\n", "192.168.1.100,", "02:00:5e:00:00:10 ", "1795600000 ",
      "fd00::1/128 ", "0 ",
      "-9223372036854775808 ", "ipv4 ", "\u{0}", "é", "hardware ethernet ", ";",
    ]
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &generator)]
      }.joined()
      _ = leases(text)
    }
  }
}

@Suite("who is behind an address")
struct AddressBookTests {
  private static let station = MACAddress(0x0200_5e00_0010)
  private static let other = MACAddress(0x0200_5e00_0011)
  private static let address = IPAddress(v4: 0xc0a8_0164)

  private func lease(_ station: MACAddress?, _ holder: String, ends: Int64 = 100) -> [IPAddress:
    Lease]
  {
    [Self.address: Lease(address: Self.address, station: station, holder: holder, ends: ends)]
  }

  @Test("a lease tells for as long as it lasts, and the neighbour table before it")
  func order() {
    var book = AddressBook()
    #expect(book.identity(of: Self.address, at: 0) == .address(Self.address, generation: 1))
    book.replaceLeases(lease(Self.station, "a"))
    #expect(book.identity(of: Self.address, at: 100) == .station(Self.station))
    #expect(book.identity(of: Self.address, at: 101) == .address(Self.address, generation: 1))
    book.add([.init(address: Self.address, station: Self.other)])
    #expect(book.identity(of: Self.address, at: 50) == .station(Self.other))
    book.add([])
    #expect(
      book.identity(of: Self.address, at: 50) == .station(Self.other), "a silent one is kept")
  }

  @Test("an address that passes to another holder is another device")
  func holders() {
    var book = AddressBook()
    book.replaceLeases(lease(nil, "a"))
    book.replaceLeases(lease(nil, "a", ends: 200))
    #expect(book.identity(of: Self.address, at: 0) == .address(Self.address, generation: 1))
    book.replaceLeases(lease(nil, "b"))
    #expect(book.identity(of: Self.address, at: 0) == .address(Self.address, generation: 2))
  }

  @Test("records without stations are the same device's as packets with them")
  func labels() {
    var book = AddressBook()
    book.replaceLeases(lease(Self.station, "a"))
    var register = DeviceRegister()
    let byStation = register.number(Self.station, Self.address, at: 0, book)
    #expect(register.number(nil, Self.address, at: 0, book) == byStation)
    let afterwards = register.number(nil, Self.address, at: 101, book)
    #expect(register[afterwards].label == "ip:192.168.1.100")
    book.replaceLeases(lease(nil, "b"))
    book.replaceLeases(lease(nil, "c"))
    let next = register.number(nil, Self.address, at: 0, book)
    #expect(register[next].label == "ip:192.168.1.100#3", "the third holder")
  }
}
