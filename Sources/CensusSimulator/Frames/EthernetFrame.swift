/// Ethernet frames.
enum EthernetFrame {
  static let internetFour: UInt16 = 0x0800
  static let addressResolution: UInt16 = 0x0806
  static let internetSix: UInt16 = 0x86dd

  /// A frame, with an IEEE 802.1Q tag where `vlan` is given; without padding and check sequence, as
  /// a host captures what it sends.
  static func bytes(
    from source: EthernetAddress, to destination: EthernetAddress, vlan: UInt16?,
    type: UInt16, _ payload: [UInt8]
  ) -> [UInt8] {
    let tag = vlan.map { [0x81, 0x00] + $0.networkBytes } ?? []
    return destination.bytes + source.bytes + tag + type.networkBytes + payload
  }

  /// The payload of an ARP packet: RFC 826. Operation 1 asks who has `target`, 2 answers.
  static func addressResolution(
    operation: UInt8, from sender: EthernetAddress, _ senderAddress: InternetAddress,
    to receiver: EthernetAddress, _ target: InternetAddress
  ) -> [UInt8] {
    let asked = operation == 1 ? EthernetAddress(bytes: [0, 0, 0, 0, 0, 0]) : receiver
    return [0, 1, 8, 0, 6, 4, 0, operation] + sender.bytes + senderAddress.bytes + asked.bytes
      + target.bytes
  }
}
