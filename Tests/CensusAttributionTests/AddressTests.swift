import CensusCapture
import Foundation
import TestSupport
import Testing

@testable import CensusAttribution

@Suite("addresses")
struct AddressTests {
  private func address(_ text: String) throws -> IPAddress {
    try #require(AddressText.address(text), "\(text)")
  }

  @Test(
    "text forms are read, and written as RFC 5952 has it",
    arguments: [
      ("1.2.3.4", "1.2.3.4"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
      ("::1", "::1"), ("2001:DB8::", "2001:db8::"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
      ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
      ("::ffff:1.2.3.4", "::ffff:102:304"), ("fe80::1:2", "fe80::1:2"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ])
  func forms(text: String, written: String) throws {
    #expect(try address(text).text == written)
  }

  @Test(
    "what is no address is refused",
    arguments: [
      "", ".", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", ":", ":::", "1:", ":1", "1::2::3",
      "12345::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "g::", "::1.2.3", "1.2.3.4::",
      "::1%eth0",
    ])
  func refused(text: String) {
    #expect(AddressText.address(text) == nil)
  }

  @Test("every random address reads back as itself")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      let mask: UInt64 = Bool.random(using: &generator) ? .max : 0xffff_0000_0000_ffff
      let six = IPAddress(
        v6: UInt64.random(in: 0 ... .max, using: &generator) & mask,
        UInt64.random(in: 0 ... .max, using: &generator) & ~mask)
      #expect(try address(six.text) == six)
      let four = IPAddress(v4: UInt32.random(in: 0 ... .max, using: &generator))
      #expect(try address(four.text) == four)
    }
  }

  @Test(
    "blocks that are no country",
    arguments: [
      ("10.1.2.3", "local"), ("172.16.0.1", "local"), ("172.31.255.255", "local"),
      ("172.32.0.0", "global"), ("192.168.9.9", "local"), ("100.64.0.1", "local"),
      ("100.128.0.0", "global"), ("169.254.1.1", "local"), ("127.0.0.1", "local"),
      ("0.0.0.0", "unspecified"), ("0.1.2.3", "reserved"), ("192.0.0.8", "reserved"),
      ("192.0.1.0", "global"), ("192.0.2.1", "reserved"), ("198.18.0.1", "reserved"),
      ("198.19.255.255", "reserved"), ("198.20.0.0", "global"), ("198.51.100.7", "reserved"),
      ("203.0.113.7", "reserved"), ("224.0.0.1", "multicast"), ("240.0.0.1", "reserved"),
      ("255.255.255.255", "limitedBroadcast"), ("8.8.8.8", "global"), ("::", "unspecified"),
      ("::1", "local"), ("fc00::1", "local"), ("fdff::", "local"), ("fe80::1", "local"),
      ("fec0::1", "local"), ("ff02::1", "multicast"), ("100::1", "reserved"),
      ("2001:db8::1", "reserved"), ("3fff:fff::1", "reserved"), ("3fff:1000::", "global"),
      ("2606:4700::1", "global"), ("::ffff:192.168.1.1", "local"), ("64:ff9b::8.8.8.8", "global"),
    ])
  func classes(text: String, name: String) throws {
    #expect("\(AddressClass(try address(text)))" == name)
  }

  @Test(
    "prefixes given by the user",
    arguments: [
      ("203.0.113.0/24", "203.0.113.9", true), ("203.0.113.0/24", "203.0.114.0", false),
      ("0.0.0.0/0", "9.9.9.9", true), ("8.8.8.8", "8.8.8.8", true), ("8.8.8.8", "8.8.8.9", false),
      ("2001:db8::/33", "2001:db8:7fff::", true), ("2001:db8::/33", "2001:db8:8000::", false),
      ("2001:db8::/100", "2001:db8::fff:ffff", true), ("2001:db8::/100", "2001:db8::1:0:0", false),
      ("::/0", "8.8.8.8", false),
    ])
  func prefixes(prefix: String, address text: String, isInside: Bool) throws {
    #expect(try #require(AddressPrefix(prefix)).contains(try address(text)) == isInside)
  }

  @Test(
    "prefixes that cannot be",
    arguments: ["", "/", "1.2.3.4/33", "::/129", "1.2.3.4/-1", "x/8", "::/"])
  func noPrefix(text: String) {
    #expect(AddressPrefix(text) == nil)
  }
}
