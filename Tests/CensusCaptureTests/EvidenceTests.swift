import TestSupport
import Testing

@testable import CensusCapture

@Suite("What devices show of themselves on the network")
struct EvidenceTests {
  private static let phone: UInt64 = 0x1ccc_d612_3456
  private static let group: UInt64 = 0x0100_5e00_00fb

  private static func frame(
    _ data: [UInt8], from source: UInt16, to destination: UInt16, sender: UInt64 = phone
  ) -> [UInt8] {
    Packets.ethernet(
      from: sender, to: group, type: 0x0800,
      Packets.ipv4(
        from: 0xc0a8_0117, to: 0xe000_00fb, transport: 17,
        Packets.udp(from: source, to: destination, data)))
  }

  private static func book(
    _ frames: [[UInt8]], userAgents: Bool = false, step: Int64 = 1_000_000
  ) -> EvidenceBook {
    var counter = PacketCounter(limits: FlowLimits())
    counter.readsUserAgents = userAgents
    for (number, frame) in frames.enumerated() {
      let record = CaptureRecord(
        linkType: 1, time: 1_700_000_000_000_000 + Int64(number) * step, frame: 0..<frame.count,
        wireLength: frame.count)
      counter.count(frame.span.bytes, of: record) { _ in }
    }
    return counter.evidence
  }

  private static func texts(_ book: EvidenceBook, _ kind: EvidenceKind) -> Set<String> {
    Set(
      book.devices[MACAddress(phone)]?.pieces.keys.filter { $0.kind == kind }
        .map { String(decoding: $0.bytes, as: UTF8.self) } ?? [])
  }

  private static func dhcp(_ options: [(UInt8, [UInt8])]) -> [UInt8] {
    Packets.dhcp(of: phone, options)
  }

  @Test("DHCPv4: options 12, 55, 60 and 81, the last in either encoding")
  func dhcpv4() {
    let plain = Self.dhcp([
      (12, Array("RedmiNote8Pro".utf8)), (55, [1, 3, 6]), (60, Array("android-dhcp-11".utf8)),
      (81, [0, 0, 0] + Array("pixel.lan".utf8)),
    ])
    let wire = Self.dhcp([(81, [4, 0, 0, 5] + Array("phone".utf8) + [3] + Array("lan".utf8) + [0])])
    let book = Self.book([plain, wire].map { Self.frame($0, from: 68, to: 67) })
    #expect(Self.texts(book, .hostName) == ["RedmiNote8Pro", "pixel", "phone"])
    #expect(Self.texts(book, .vendorClass) == ["android-dhcp-11"])
    #expect(Self.texts(book, .parameterList) == ["\u{1}\u{3}\u{6}"])
  }

  @Test("DHCPv4: what a client said is forgotten a day after it said it last")
  func requestsOfADay() {
    let request = Self.frame(Self.dhcp([(12, Array("Galaxy-A12".utf8))]), from: 68, to: 67)
    var counter = PacketCounter(limits: FlowLimits())
    let time: Int64 = 1_700_000_000_000_000
    for hour in [Int64(0), 10] {
      let record = CaptureRecord(
        linkType: 1, time: time + hour * 3_600_000_000, frame: 0..<request.count,
        wireLength: request.count)
      counter.count(request.span.bytes, of: record) { _ in }
    }
    counter.passTime(to: time + 33 * 3_600_000_000) { _ in }
    #expect(counter.requests.count == 1 && counter.evidence.devices.count == 1)
    counter.passTime(to: time + 35 * 3_600_000_000) { _ in }
    #expect(counter.requests.isEmpty && counter.evidence.devices.isEmpty)
  }

  @Test("DHCPv6: the name without its domain, and the vendor class")
  func dhcpv6() {
    let message: [UInt8] =
      [1, 0, 0, 0] + [0, 39, 0, 11, 0, 5] + Array("phone".utf8) + [3] + Array("lan".utf8)
      + [0, 16, 0, 9, 0, 0, 1, 55, 0, 3] + Array("abc".utf8)
    let book = Self.book([Self.frame(message, from: 546, to: 547)])
    #expect(Self.texts(book, .hostName) == ["phone"])
    #expect(Self.texts(book, .vendorClass) == ["abc"])
  }

  private static func name(_ labels: String...) -> [UInt8] {
    labels.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
  }

  private static func record(_ name: [UInt8], _ type: UInt16, _ data: [UInt8]) -> [UInt8] {
    name + Packets.big(UInt64(type), 2) + [0, 1, 0, 0, 0, 120] + Packets.big(UInt64(data.count), 2)
      + data
  }

  private static func response(_ records: [[UInt8]]) -> [UInt8] {
    [0, 0, 0x84, 0, 0, 0] + Packets.big(UInt64(records.count), 2) + [0, 0, 0, 0]
      + records.flatMap { $0 }
  }

  @Test("mDNS: host names, services and telling keys, never the name that the owner gave")
  func multicastDNS() {
    let text = ["md=Chromecast", "fn=Anna's bedroom", "id=secret"].flatMap {
      [UInt8($0.utf8.count)] + Array($0.utf8)
    }
    let message = Self.response([
      Self.record(Self.name("Annas-box", "_googlecast", "_tcp", "local"), 16, text),
      Self.record(Self.name("_hap", "_tcp", "local"), 12, Self.name("Annas-lamp")),
      Self.record(Self.name("Living-Room", "local"), 1, [192, 168, 1, 23]),
    ])
    let book = Self.book([Self.frame(message, from: 5353, to: 5353)])
    #expect(Self.texts(book, .serviceRecord) == ["_googlecast._tcp md=Chromecast", "_hap._tcp"])
    #expect(Self.texts(book, .hostName) == ["Living-Room"])
  }

  @Test("mDNS: compressed names are read, loops and pointers forwards are refused")
  func compression() {
    // The second record's name points at the first one's `local`.
    let first = Self.record(Self.name("one", "local"), 1, [1, 2, 3, 4])
    let pointing = Self.record([3] + Array("two".utf8) + [0xc0, 16], 1, [1, 2, 3, 4])
    let good = Self.book([Self.frame(Self.response([first, pointing]), from: 5353, to: 5353)])
    #expect(Self.texts(good, .hostName) == ["one", "two"])
    for target in [UInt8(12), 13, 200] {
      let loop = Self.response([Self.record([0xc0, target], 1, [1, 2, 3, 4])])
      let book = Self.book([Self.frame(loop, from: 5353, to: 5353)])
      #expect(book.devices.isEmpty)
    }
  }

  @Test("SSDP: the headers in which players name firm and model")
  func audiovisualHeaders() {
    let answer =
      "HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nx-av-server-info: cn=\"Sony Corporation\"; mn=\"BDP-S480\"\r\n\r\n"
    let book = Self.book([Self.frame(Array(answer.utf8), from: 1900, to: 50_000)])
    #expect(
      Self.texts(book, .description) == [
        "NT: upnp:rootdevice | X-AV-Server-Info: cn=\"Sony Corporation\"; mn=\"BDP-S480\""
      ])
  }

  @Test("SSDP: the telling headers of announcements and answers, not of searches")
  func ssdp() {
    let announcement =
      "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nServer: Linux UPnP/1.0 Sonos/57 (ZPS12)\r\nNT: upnp:rootdevice\r\nUSN: uuid:RINCON_1\r\n\r\n"
    let search = "M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\nSERVER: me\r\n\r\n"
    let book = Self.book(
      [announcement, search].map { Self.frame(Array($0.utf8), from: 50_000, to: 1900) })
    #expect(
      Self.texts(book, .description) == [
        "SERVER: Linux UPnP/1.0 Sonos/57 (ZPS12) | NT: upnp:rootdevice"
      ])
  }

  private static func request(_ text: String, from source: UInt32 = 0xc0a8_0117) -> [UInt8] {
    Packets.ethernet(
      from: phone, to: 2, type: 0x0800,
      Packets.ipv4(
        from: source, to: 0x0808_0808, transport: 6,
        Packets.tcp(from: 40_000, to: 80, flags: 16, Array(text.utf8))))
  }

  @Test("HTTP: the User-Agent alone, only where asked for, and only of local senders")
  func http() {
    let text = "GET /secret HTTP/1.1\r\nCookie: a\r\nuser-agent:  Dalvik/2.1.0 (K)\r\n\r\n"
    #expect(Self.book([Self.request(text)]).devices.isEmpty)
    let asked = Self.book([Self.request(text)], userAgents: true)
    #expect(Self.texts(asked, .userAgent) == ["Dalvik/2.1.0 (K)"])
    // Cut within the header, it is not believed.
    let cut = "GET / HTTP/1.1\r\nUser-Agent: Redmi Note 9"
    #expect(Self.book([Self.request(cut)], userAgents: true).devices.isEmpty)
    #expect(Self.book([Self.request(text, from: 0x0101_0101)], userAgents: true).devices.isEmpty)
  }

  @Test("a device that sends a thousand names costs as much as one that sends eight")
  func flood() {
    let frames = (0..<1000).map { number in
      Self.frame(Self.dhcp([(12, Array("name-\(number)".utf8))]), from: 68, to: 67)
    }
    let book = Self.book(frames, step: 1000)
    let names = Self.texts(book, .hostName)
    #expect(names.count == EvidenceBook.mostOfKind && names.contains("name-999"))
  }

  @Test("a thousand times a thousand addresses are bounded, and a day later all is forgotten")
  func bounds() {
    var book = EvidenceBook()
    for number in 1...10_000 {
      book.note(EvidencePiece(.hostName, [65]), of: MACAddress(UInt64(number) << 8), at: 5)
    }
    #expect(book.devices.count == EvidenceBook.mostDevices)
    book.note(EvidencePiece(.hostName, [66]), of: MACAddress(2), at: EvidenceBook.lifetime + 6)
    #expect(book.devices.count == 1)
  }

  @Test(
    "an announcement that repeats byte for byte is read once in ten minutes, and heard each time")
  func repeats() {
    let message = Self.response([
      Self.record(Self.name("_hap", "_tcp", "local"), 12, Self.name("Annas-lamp"))
    ])
    let frame = Self.frame(message, from: 5353, to: 5353)
    let minute: Int64 = 60_000_000
    let begin: Int64 = 1_700_000_000_000_000
    for (count, noted) in [(2, 0), (10, 0), (11, 10), (15, 10)] as [(Int, Int64)] {
      let book = Self.book([[UInt8]](repeating: frame, count: count), step: minute)
      let device = book.devices[MACAddress(Self.phone)]
      #expect(device?.last == begin + Int64(count - 1) * minute)
      #expect(device?.pieces.values.map { $0 } == [begin + noted * minute])
    }
    // Another station that says the same, and another word of the same station, are read.
    let other = Self.frame(message, from: 5353, to: 5353, sender: Self.phone + 1)
    let more = Self.response([
      Self.record(Self.name("_hue", "_tcp", "local"), 12, Self.name("Annas-lamp"))
    ])
    let book = Self.book([frame, other, Self.frame(more, from: 5353, to: 5353)])
    #expect(book.devices.count == 2)
    #expect(Self.texts(book, .serviceRecord) == ["_hap._tcp", "_hue._tcp"])
  }

  @Test("any bytes on any of the ports are read or passed over")
  func anyBytes() {
    var generator = SeededGenerator(seed: 11)
    let ports: [(UInt16, UInt16)] = [
      (68, 67), (546, 547), (5353, 5353), (1900, 50_000), (50_000, 1900),
    ]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...400, using: &generator)).map { _ in
        UInt8.random(in: .min ... .max, using: &generator)
      }
      let (source, destination) = ports[Int.random(in: 0..<ports.count, using: &generator)]
      _ = Self.book([Self.frame(bytes, from: source, to: destination)])
    }
  }
}
