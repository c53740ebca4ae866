import TestSupport

enum Visit {
  /// A phone that asks for an address and then speaks with the internet, at two minutes after `time`.
  static func frames(_ station: UInt64, _ name: String, at time: Int64) -> [TimedFrame] {
    let options: [(UInt8, [UInt8])] = [
      (53, [3]), (12, Array(name.utf8)), (55, [1, 3, 6, 15, 26, 28, 51]),
      (60, Array("android-dhcp-13".utf8)),
    ]
    let request =
      [1, 1, 6, 0] + [UInt8](repeating: 0, count: 24) + Packets.big(station, 6)
      + [UInt8](repeating: 0, count: 202) + [0x63, 0x82, 0x53, 0x63]
      + options.flatMap { [$0.0, UInt8($0.1.count)] + $0.1 } + [255]
    let asking = Packets.ethernet(
      from: station, to: 0xffff_ffff_ffff, type: 0x0800,
      Packets.ipv4(
        from: 0, to: 0xffff_ffff, transport: 17, Packets.udp(from: 68, to: 67, request)))
    let sending = Packets.udpFrame(
      from: (station, 0xc0a8_0102, 5000), to: (4, 0x2a3e_0001, 123), data: 48)
    return [TimedFrame(time, asking), TimedFrame(time + 120_000_000, sending)]
  }
}
