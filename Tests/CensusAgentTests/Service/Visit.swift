import TestSupport

enum Visit {
  /// A phone that asks for an address and then speaks with the internet, at two minutes after `time`.
  static func frames(_ station: UInt64, _ name: String, at time: Int64) -> [TimedFrame] {
    let asking = Packets.dhcpFrame(
      of: station,
      [
        (53, [3]), (12, Array(name.utf8)), (55, [1, 3, 6, 15, 26, 28, 51]),
        (60, Array("android-dhcp-13".utf8)),
      ])
    let sending = Packets.udpFrame(
      from: (station, 0xc0a8_0102, 5000), to: (4, 0x2a3e_0001, 123), data: 48)
    return [TimedFrame(time, asking), TimedFrame(time + 120_000_000, sending)]
  }
}
