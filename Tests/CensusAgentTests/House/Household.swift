import CensusAttribution
import CensusCapture
import CensusProtocol
import Foundation
import TestSupport

@testable import CensusAgent

/// A household whose traffic is described by what counts, and captured with secrets that must not count.
struct Household {
  /// What counts: which device did what, in which hour of the epoch.
  struct Deed: Sendable {
    var device: Int
    var country: String
    var service: (transport: UInt8, port: UInt16)
    var hour: Int64
    var bytes: Int
  }

  /// What must not count: everything by which one could tell the household, its people or its habits.
  struct Secrets: Sendable {
    var macs: [UInt64]
    var gateway: UInt64
    var lanHosts: [UInt32]
    /// Where in the country's block the remote host is.
    var remoteHost: UInt32
    var clientPort: UInt16
    /// A port of the same class of service in place of 443.
    var tlsPort: UInt16
    /// Carried in the payload, as a name of a host or of a server would be.
    var name: [UInt8]
    /// Seconds into the hour, and the order in which devices take turns.
    var second: Int64
    var isReversed: Bool
  }

  static let epoch: Epoch = {
    guard let epoch = Epoch("2026-W47") else { preconditionFailure("a week of 2026") }
    return epoch
  }()
  /// Two countries' blocks, and a database of both.
  static let blocks: [String: UInt32] = ["CN": 0x2a3e_0000, "VN": 0x0e00_0000, "US": 0x0800_0000]

  static func database(in folder: URL) throws -> [GeoDatabase] {
    let lines = blocks.sorted { $0.value < $1.value }
      .map { "\($0.value),\($0.value + 0xffff),\($0.key)" }
    let text = """
      # This file has been converted from the IPFire Location database
      # Generated: Thu, 25 Jun 2026 04:33:59 GMT
      \(lines.joined(separator: "\n"))

      """
    let path = folder.appending(path: "geoip").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try GeoDatabase.load([path])
  }

  /// The capture's bytes.
  static func capture(_ deeds: [Deed], _ secrets: Secrets) -> [UInt8] {
    var frames: [TimedFrame] = []
    for device in secrets.macs.indices { frames.append(joining(device, secrets)) }
    for (number, deed) in (secrets.isReversed ? deeds.reversed() : deeds).enumerated() {
      let second = epoch.start.seconds + deed.hour * 3600 + secrets.second
      let time = second * 1_000_000 + Int64(number) * 1000
      frames += frame(deed, secrets, at: time, flow: UInt16(number))
    }
    return PcapWriter().file(frames.sorted { $0.time < $1.time })
  }

  /// A device asks for an address, and says its name (RFC 2131, RFC 2132 section 3.14).
  private static func joining(_ device: Int, _ secrets: Secrets) -> TimedFrame {
    let mac = Packets.big(secrets.macs[device], 6)
    let fixed = [1, 1, 6, 0, 9, 9, 9, 9] + [UInt8](repeating: 0, count: 20)
    let name = secrets.named(40)
    let options: [UInt8] = [99, 130, 83, 99, 53, 1, 3, 12, UInt8(name.count)] + name + [255]
    let message = fixed + mac + [UInt8](repeating: 0, count: 202) + options
    let packet = Packets.ipv4(
      from: 0, to: 0xffff_ffff, transport: 17, Packets.udp(from: 68, to: 67, message))
    return TimedFrame(
      (epoch.start.seconds + secrets.second) * 1_000_000,
      Packets.ethernet(
        from: secrets.macs[device], to: 0xffff_ffff_ffff, type: 0x0800, packet))
  }

  /// What a client says first on an encrypted connection, with the server's name in clear (RFC 8446,
  /// section 4.1.2; RFC 6066, section 3).
  private static func hello(_ secrets: Secrets) -> [UInt8] {
    func vector(_ length: Int, _ bytes: [UInt8]) -> [UInt8] {
      Packets.big(UInt64(bytes.count), length) + bytes
    }
    let server = vector(2, [0] + vector(2, secrets.named(40)))
    let random = [UInt8](repeating: 5, count: 32)
    let body =
      [3, 3] + random + [0] + vector(2, [0x13, 0x01]) + [1, 0]
      + vector(2, [0, 0] + vector(2, server))
    return [22, 3, 1] + vector(2, [1] + vector(3, body))
  }

  private static func frame(
    _ deed: Deed, _ secrets: Secrets, at time: Int64, flow: UInt16
  ) -> [TimedFrame] {
    let mac = secrets.macs[deed.device]
    let local = secrets.lanHosts[deed.device]
    let remote = (blocks[deed.country] ?? 0) + secrets.remoteHost
    let port = deed.service.port == 443 ? secrets.tlsPort : deed.service.port
    let client = secrets.clientPort &+ flow
    // The payload is as long whatever is in it: lengths count.
    let name = deed.service.port == 443 ? hello(secrets) : secrets.named(64)
    let data = name + [UInt8](repeating: 7, count: deed.bytes)
    func segment(_ source: UInt16, _ destination: UInt16) -> [UInt8] {
      deed.service.transport == 6
        ? Packets.tcp(from: source, to: destination, flags: 24, data)
        : Packets.udp(from: source, to: destination, data)
    }
    return [
      TimedFrame(
        time,
        Packets.ethernet(
          from: mac, to: secrets.gateway, type: 0x0800,
          Packets.ipv4(
            from: local, to: remote, transport: deed.service.transport, segment(client, port)))),
      TimedFrame(
        time + 500,
        Packets.ethernet(
          from: secrets.gateway, to: mac, type: 0x0800,
          Packets.ipv4(
            from: remote, to: local, transport: deed.service.transport, segment(port, client)))),
    ]
  }

  /// The store after the capture was counted, with the database that counted it.
  static func store(
    _ deeds: [Deed], _ secrets: Secrets, in folder: URL
  ) throws -> LocalStore {
    let path = folder.appending(path: "house.pcap").path
    try Data(capture(deeds, secrets)).write(to: URL(filePath: path))
    let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
    let capture = CaptureImport(
      store: store, networks: LocalNetworks(), databases: try database(in: folder),
      limits: FlowLimits())
    _ = try capture.add(path)
    return store
  }

  /// What the store knows of the epoch, with the models of the devices.
  static func record(
    of store: LocalStore, _ secrets: Secrets, models: [ModelIdentifier]
  ) throws -> EpochRecord {
    let devices = zip(secrets.macs, models).map { (Device(label: text($0.0)), $0.1) }
    return EpochRecord(
      epoch: epoch, tallies: try store.tallies(in: epoch.hours),
      watched: try store.watched(in: epoch.hours),
      models: Dictionary(uniqueKeysWithValues: devices))
  }

  static func text(_ mac: UInt64) -> String {
    Packets.big(mac, 6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }
}

extension Household.Deed {
  /// A household of `devices` devices, by chance.
  static func random(
    devices: Int, count: Int, using generator: inout SeededGenerator
  ) -> [Household.Deed] {
    let services: [(UInt8, UInt16)] = [(6, 443), (17, 123), (6, 80), (17, 53), (6, 5228)]
    let countries = Household.blocks.keys.sorted()
    return (0..<count).map { _ in
      Household.Deed(
        device: Int.random(in: 0..<devices, using: &generator),
        country: countries.randomElement(using: &generator) ?? "CN",
        service: services.randomElement(using: &generator) ?? (6, 443),
        hour: Int64.random(in: 0..<168, using: &generator),
        bytes: Int.random(in: 0..<1200, using: &generator))
    }
  }
}

extension Household.Secrets {
  /// The name in so many bytes.
  func named(_ length: Int) -> [UInt8] {
    Array((name + [UInt8](repeating: 0x78, count: length)).prefix(length))
  }

  /// Secrets by chance, for `devices` devices.
  static func random(
    devices: Int, using generator: inout SeededGenerator
  ) -> Household.Secrets {
    let numbers = (0..<devices).map { _ in UInt64.random(in: 0..<1 << 32, using: &generator) }
    return Household.Secrets(
      macs: numbers.enumerated().map { 0x02_00_00_00_00_00 | $0.element << 8 | UInt64($0.offset) },
      gateway: 0x06_00_00_00_00_00 | UInt64.random(in: 0..<1 << 32, using: &generator),
      lanHosts: (0..<devices).map {
        0xc0a8_0000 | UInt32($0 + 2) << 8 | UInt32.random(in: 1..<255, using: &generator)
      },
      remoteHost: UInt32.random(in: 1..<0xffff, using: &generator),
      clientPort: UInt16.random(in: 32768..<60000, using: &generator),
      tlsPort: [443, 8443].randomElement(using: &generator) ?? 443,
      name: (0..<40).map { _ in UInt8.random(in: 97...122, using: &generator) },
      second: Int64.random(in: 0..<3500, using: &generator),
      isReversed: Bool.random(using: &generator))
  }
}
