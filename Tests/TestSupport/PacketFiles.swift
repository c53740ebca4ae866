/// A frame with its time, in microseconds since 1970.
public struct TimedFrame: Sendable {
  public var time: Int64
  public var bytes: [UInt8]
  /// The length on the wire; nil is the length captured.
  public var wireLength: Int?

  public init(_ time: Int64, _ bytes: [UInt8], wireLength: Int? = nil) {
    self.time = time
    self.bytes = bytes
    self.wireLength = wireLength
  }
}

/// Writes pcap files for tests, in any of the four forms.
public struct PcapWriter: Sendable {
  public var isBigEndian = false
  public var hasNanoseconds = false
  public var linkType: UInt32 = 1

  public init() {}

  public func file(_ frames: [TimedFrame]) -> [UInt8] {
    header + frames.flatMap(record)
  }

  public var header: [UInt8] {
    number(hasNanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4, 4) + number(2, 2) + number(4, 2)
      + number(0, 8) + number(262_144, 4) + number(UInt64(linkType), 4)
  }

  public func record(_ frame: TimedFrame) -> [UInt8] {
    let fraction = UInt64(frame.time % 1_000_000)
    return number(UInt64(frame.time / 1_000_000), 4)
      + number(hasNanoseconds ? fraction * 1000 : fraction, 4)
      + number(UInt64(frame.bytes.count), 4)
      + number(UInt64(frame.wireLength ?? frame.bytes.count), 4) + frame.bytes
  }

  private func number(_ value: UInt64, _ length: Int) -> [UInt8] {
    let bytes = Packets.big(value, length)
    return isBigEndian ? bytes : bytes.reversed()
  }
}

/// Writes pcapng blocks for tests.
public struct PcapngWriter: Sendable {
  public var isBigEndian = false

  public init() {}

  public func block(_ type: UInt64, _ body: [UInt8]) -> [UInt8] {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    let length = number(UInt64(12 + padded.count), 4)
    return number(type, 4) + length + padded + length
  }

  public func section() -> [UInt8] {
    block(0x0a0d_0d0a, number(0x1a2b_3c4d, 4) + number(1, 2) + number(0, 2) + number(.max, 8))
  }

  public func interface(linkType: UInt64 = 1, snapLength: UInt64 = 0, options: [UInt8] = [])
    -> [UInt8]
  {
    block(1, number(linkType, 2) + number(0, 2) + number(snapLength, 4) + options)
  }

  public func option(_ code: UInt64, _ value: [UInt8]) -> [UInt8] {
    number(code, 2) + number(UInt64(value.count), 2) + value
      + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
  }

  public func enhanced(_ units: UInt64, _ frame: [UInt8], interface: UInt64 = 0) -> [UInt8] {
    block(
      6,
      number(interface, 4) + number(units >> 32, 4) + number(units & 0xffff_ffff, 4)
        + number(UInt64(frame.count), 4) + number(UInt64(frame.count), 4) + frame)
  }

  public func old(_ units: UInt64, _ frame: [UInt8]) -> [UInt8] {
    block(
      2,
      number(0, 2) + number(0, 2) + number(units >> 32, 4) + number(units & 0xffff_ffff, 4)
        + number(UInt64(frame.count), 4) + number(UInt64(frame.count), 4) + frame)
  }

  public func simple(_ frame: [UInt8]) -> [UInt8] {
    block(3, number(UInt64(frame.count), 4) + frame)
  }

  public func number(_ value: UInt64, _ length: Int) -> [UInt8] {
    let bytes = Packets.big(value, length)
    return isBigEndian ? bytes : bytes.reversed()
  }
}
