import TestSupport
import Testing

@testable import CensusCapture

/// What a kernel (Linux 6.18) sent, recorded in a network namespace whose machines were asked one question
/// over IPv4 and one over IPv6; conntrack(8) and ip(8) said the same of it.
enum KernelSaid {
  static let connections = bytes(
    """
    ec0000000001020001000000f91b000002000000340001801400018008000100c0a84d0a08000200c0a84d011c0002800500
    01001100000006000200ebf400000600030000350000340002801400018008000100c0a84d0108000200c0a84d0a1c000280
    0500010011000000060002000035000006000300ebf40000080003000000000a080008000000000008000c007b283d310800
    0b0000000001080007000000001d1c0009800c00010000000000000000010c000200000000000000003a1c000a800c000100
    00000000000000010c000200000000000000003a100014800c00010018eb3b29cf71b8531c0100000001020001000000f91b
    00000a0000004c0001802c0001801400030020010db80077000000000000000000101400040020010db80077000000000000
    000000011c000280050001001100000006000200d5bb000006000300007b00004c0002802c0001801400030020010db80077
    000000000000000000011400040020010db80077000000000000000000101c00028005000100110000000600020000
    7b000006000300d5bb0000080003000000000a080008000000000008000c006658e64608000b00000000010800070000
    00001d1c0009800c00010000000000000000010c00020000000000000000581c000a800c00010000000000000000010c
    0002000000000000000080100014800c00010018eb3b29cf774e42
    """)

  static let neighbours = bytes(
    """
    4c0000001c00020001000000f91b000002000000020000000800000108000100c0a84d0a0a00020002005e00001000000800
    040000000000140003007e1700000e0000000e00000001000000580000001c00020001000000f91b00000a00000002000000
    4000000514000100ff0200000000000000000000000000160a00020033330000001600000800040000000000140003002118
    0000b1000000b100000000000000580000001c00020001000000f91b00000a00000002000000080000011400010020010db8
    0077000000000000000000100a00020002005e00001000000800040000000000140003007e1700000e0000000e0000000100
    0000140000000300020001000000f91b000000000000
    """)

  private static func bytes(_ digits: String) -> [UInt8] {
    let digits = digits.filter { !$0.isWhitespace }
    return stride(from: 0, to: digits.utf8.count, by: 2).compactMap { offset in
      let start = digits.index(digits.startIndex, offsetBy: offset)
      return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
    }
  }
}

@Suite("the kernel's tables")
struct NetlinkTests {
  private func connections(_ bytes: [UInt8]) -> [ConnectionMessage] {
    var messages: [ConnectionMessage] = []
    NetlinkMessage.forEach(in: bytes.span.bytes) { type, flags, body in
      if let message = ConnectionDecoder.decode(type: type, flags: flags, body) {
        messages.append(message)
      }
    }
    return messages
  }

  private func neighbours(_ bytes: [UInt8]) -> [NeighbourTable.Neighbour] {
    var list: [NeighbourTable.Neighbour] = []
    NetlinkMessage.forEach(in: bytes.span.bytes) { type, _, body in
      if let neighbour = NeighbourTable.decode(type: type, body) { list.append(neighbour) }
    }
    return list
  }

  @Test("tracked connections are read as the kernel counted them")
  func recordedConnections() {
    let device = IPAddress(v4: 0xc0a8_4d0a)
    let router = IPAddress(v4: 0xc0a8_4d01)
    let device6 = IPAddress(v6: 0x2001_0db8_0077_0000, 0x10)
    let router6 = IPAddress(v6: 0x2001_0db8_0077_0000, 0x01)
    #expect(
      connections(KernelSaid.connections) == [
        .stands(
          Connection(
            identity: 2_066_234_673,
            original: .init(
              source: device, destination: router, sourcePort: 60_404, destinationPort: 53,
              transport: 17),
            reply: .init(
              source: router, destination: device, sourcePort: 53, destinationPort: 60_404,
              transport: 17),
            originalCounters: .init(packets: 1, bytes: 58),
            replyCounters: .init(packets: 1, bytes: 58), began: 1_795_593_927_197_309)),
        .stands(
          Connection(
            identity: 1_717_102_150,
            original: .init(
              source: device6, destination: router6, sourcePort: 54_715, destinationPort: 123,
              transport: 17),
            reply: .init(
              source: router6, destination: device6, sourcePort: 123, destinationPort: 54_715,
              transport: 17),
            originalCounters: .init(packets: 1, bytes: 88),
            replyCounters: .init(packets: 1, bytes: 128), began: 1_795_593_927_197_675)),
      ])
  }

  @Test("neighbours are read, and groups and the unreachable are none")
  func recordedNeighbours() {
    let station = MACAddress(0x0200_5e00_0010)
    #expect(
      neighbours(KernelSaid.neighbours) == [
        .init(address: IPAddress(v4: 0xc0a8_4d0a), station: station),
        .init(address: IPAddress(v6: 0x2001_0db8_0077_0000, 0x10), station: station),
      ])
  }

  @Test("a dump's end is told from its messages, well or with an error")
  func status() {
    #expect(NetlinkMessage.status(type: 3, [UInt8](repeating: 0, count: 4).span.bytes) == 0)
    let refused = NetlinkMessage.native32(UInt32(bitPattern: -1))
    #expect(NetlinkMessage.status(type: 2, refused.span.bytes) == -1)
    #expect(NetlinkMessage.status(type: 0x100, refused.span.bytes) == nil)
  }

  @Test("every beginning, and messages damaged at random, neither trap nor hang", arguments: 0..<4)
  func damaged(seed: Int) {
    for length in 0...KernelSaid.connections.count {
      _ = connections(Array(KernelSaid.connections.prefix(length)))
      _ = neighbours(Array(KernelSaid.neighbours.prefix(length)))
    }
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<2000 {
      var bytes = Bool.random(using: &generator) ? KernelSaid.connections : KernelSaid.neighbours
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      _ = connections(bytes)
      _ = neighbours(bytes)
    }
  }

  @Test("this machine's own neighbour table can be read without any privilege")
  func ownNeighbours() throws {
    _ = try NeighbourTable.read()
  }
}
