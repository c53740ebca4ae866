/// Builds packets for tests, from the inside out, with nothing taken from the decoders under test.
public enum Packets {
  /// Numbers of one to eight bytes in network order.
  public static func big(_ value: UInt64, _ length: Int) -> [UInt8] {
    (0..<length).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
  }

  /// An Ethernet frame; addresses as 48-bit numbers.
  public static func ethernet(
    from source: UInt64, to destination: UInt64, type: UInt16, _ payload: [UInt8]
  ) -> [UInt8] {
    big(destination, 6) + big(source, 6) + big(UInt64(type), 2) + payload
  }

  /// An IPv4 packet; `fragment` is the 16 bits of flags and offset.
  public static func ipv4(
    from source: UInt32, to destination: UInt32, transport: UInt8, fragment: UInt16 = 0,
    _ payload: [UInt8]
  ) -> [UInt8] {
    [0x45, 0] + big(UInt64(20 + payload.count), 2) + [0, 0] + big(UInt64(fragment), 2)
      + [64, transport, 0, 0] + big(UInt64(source), 4) + big(UInt64(destination), 4) + payload
  }

  /// An IPv6 packet; addresses as pairs of 64-bit numbers.
  public static func ipv6(
    from source: (UInt64, UInt64), to destination: (UInt64, UInt64), next: UInt8,
    _ payload: [UInt8]
  ) -> [UInt8] {
    [0x60, 0, 0, 0] + big(UInt64(payload.count), 2) + [next, 64]
      + big(source.0, 8) + big(source.1, 8) + big(destination.0, 8) + big(destination.1, 8)
      + payload
  }

  /// A UDP datagram.
  public static func udp(from source: UInt16, to destination: UInt16, _ data: [UInt8] = [])
    -> [UInt8]
  {
    big(UInt64(source), 2) + big(UInt64(destination), 2) + big(UInt64(8 + data.count), 2) + [0, 0]
      + data
  }

  /// A DHCP message of a client (RFC 2131) with options as numbers and values.
  public static func dhcp(of client: UInt64, _ options: [(UInt8, [UInt8])]) -> [UInt8] {
    [1, 1, 6, 0] + [UInt8](repeating: 0, count: 24) + big(client, 6)
      + [UInt8](repeating: 0, count: 202) + [0x63, 0x82, 0x53, 0x63]
      + options.flatMap { [$0.0, UInt8($0.1.count)] + $0.1 } + [255]
  }

  /// A frame in which a client without an address asks for one.
  public static func dhcpFrame(of client: UInt64, _ options: [(UInt8, [UInt8])]) -> [UInt8] {
    ethernet(
      from: client, to: 0xffff_ffff_ffff, type: 0x0800,
      ipv4(
        from: 0, to: 0xffff_ffff, transport: 17, udp(from: 68, to: 67, dhcp(of: client, options))))
  }

  /// A TCP segment; flags as on the wire (SYN 2, RST 4, ACK 16).
  public static func tcp(
    from source: UInt16, to destination: UInt16, flags: UInt8, _ data: [UInt8] = []
  ) -> [UInt8] {
    big(UInt64(source), 2) + big(UInt64(destination), 2) + big(1, 4) + big(1, 4) + [0x50, flags]
      + [255, 255, 0, 0, 0, 0] + data
  }

  /// A frame of a UDP datagram over IPv4 over Ethernet.
  public static func udpFrame(
    from source: (mac: UInt64, address: UInt32, port: UInt16),
    to destination: (mac: UInt64, address: UInt32, port: UInt16), data: Int = 0
  ) -> [UInt8] {
    ethernet(
      from: source.mac, to: destination.mac, type: 0x0800,
      ipv4(
        from: source.address, to: destination.address, transport: 17,
        udp(from: source.port, to: destination.port, [UInt8](repeating: 0, count: data))))
  }

  /// A frame of a TCP segment over IPv4 over Ethernet.
  public static func tcpFrame(
    from source: (mac: UInt64, address: UInt32, port: UInt16),
    to destination: (mac: UInt64, address: UInt32, port: UInt16), flags: UInt8, data: Int = 0
  ) -> [UInt8] {
    ethernet(
      from: source.mac, to: destination.mac, type: 0x0800,
      ipv4(
        from: source.address, to: destination.address, transport: 6,
        tcp(
          from: source.port, to: destination.port, flags: flags,
          [UInt8](repeating: 0, count: data))))
  }
}
