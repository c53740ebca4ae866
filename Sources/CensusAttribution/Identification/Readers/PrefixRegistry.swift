import CensusProtocol

/// Which maker registered an address prefix, as the IEEE's lists say (Debian's ieee-data: `oui.csv`, `mam.csv`,
/// `oui36.csv`), as far as the maker's name tells a brand. Makers of modules that many brands build in tell
/// none, and are not kept.
public struct PrefixRegistry: Sendable {
  /// Prefixes of 24, 28 and 36 bits, at the top of 64 bits, ascending; and the maker of each.
  private var prefixes: [[UInt64]] = [[], [], []]
  private var makers: [[UInt16]] = [[], [], []]
  private static let lengths = [24, 28, 36]

  /// A registry that knows nothing.
  public init() {}

  /// How many prefixes are known.
  public var count: Int { prefixes.reduce(0) { $0 + $1.count } }

  /// Adds a list in the IEEE's CSV form: registry, assignment, organisation, address. Lines that do not fit
  /// are passed over.
  public mutating func add(csv bytes: [UInt8]) {
    var found: [[(UInt64, UInt16)]] = [[], [], []]
    var begin = 0
    while begin < bytes.count {
      let end = bytes[begin...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if let (prefix, kind, organisation) = Self.read(bytes[begin..<end]),
        let maker = PrefixMakers.number(of: organisation)
      {
        found[kind].append((prefix, maker))
      }
      begin = end + 1
    }
    for kind in Self.lengths.indices {
      var known = Dictionary(
        zip(prefixes[kind], makers[kind]), uniquingKeysWith: { _, later in later })
      for (prefix, maker) in found[kind] { known[prefix] = maker }
      let sorted = known.sorted { $0.key < $1.key }
      prefixes[kind] = sorted.map(\.key)
      makers[kind] = sorted.map(\.value)
    }
  }

  private static func read(_ line: ArraySlice<UInt8>) -> (UInt64, Int, ArraySlice<UInt8>)? {
    guard let first = line.firstIndex(of: UInt8(ascii: ",")) else { return nil }
    let rest = line[(first + 1)...]
    guard let second = rest.firstIndex(of: UInt8(ascii: ",")) else { return nil }
    let digits = rest[..<second]
    guard let kind = lengths.firstIndex(of: digits.count * 4),
      let value = hexadecimal(digits)
    else { return nil }
    var organisation = rest[(second + 1)...]
    if organisation.first == UInt8(ascii: "\"") {
      organisation = organisation.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
    } else {
      organisation = organisation.prefix { $0 != UInt8(ascii: ",") }
    }
    return (value << UInt64(64 - digits.count * 4), kind, organisation)
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit & 0x0f)
      case UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f"):
        value = value << 4 | UInt64(digit & 0x0f) + 9
      default: return nil
      }
    }
    return value
  }

  /// What the first octets of an address say: nothing where it is random (the second-lowest bit of the first
  /// octet is set, IEEE 802c) or a group's. `text` is hexadecimal with or without separators, 3 to 6 octets.
  func claim(_ text: String) -> Claim {
    var claim = Claim(.addressPrefix)
    let digits = text.filter { $0 != ":" && $0 != "-" && $0 != "." }
    guard PlainName.isHexadecimal(digits, 6...12), let value = UInt64(digits, radix: 16) else {
      return claim
    }
    let bits = value << UInt64(64 - digits.utf8.count * 4)
    if Self.virtualMachines.contains(bits >> 40) {
      claim.deviceClass = .init(value: .computer, weight: Claim.Weight.prefix)
      return claim
    }
    guard bits >> 56 & 0b11 == 0, let maker = maker(of: bits, known: digits.utf8.count * 4) else {
      return claim
    }
    claim.brand = .init(value: maker.brand, weight: Claim.Weight.prefix)
    if maker.deviceClass != .unknown {
      claim.deviceClass = .init(value: maker.deviceClass, weight: Claim.Weight.prefix)
    }
    return claim
  }

  /// Prefixes that programs give to the machines that they pretend: Hyper-V, VMware, VirtualBox, Xen, Parallels,
  /// QEMU. Their maker made no device.
  private static let virtualMachines: Set<UInt64> = [
    0x00155D, 0x000569, 0x000C29, 0x001C14, 0x005056, 0x080027, 0x00163E, 0x001C42, 0x525400,
  ]

  /// Whether the first octets are a registered maker's, and the registry is there to tell whose.
  func isUniversal(_ text: String) -> Bool {
    let digits = text.filter { $0 != ":" && $0 != "-" && $0 != "." }
    guard count > 0, PlainName.isHexadecimal(digits, 6...12),
      let first = UInt8(digits.prefix(2), radix: 16)
    else { return false }
    return first & 0b11 == 0
  }

  private func maker(of bits: UInt64, known: Int) -> PrefixMakers.Maker? {
    for kind in Self.lengths.indices.reversed() where Self.lengths[kind] <= known {
      let prefix = bits & ~(UInt64.max >> UInt64(Self.lengths[kind]))
      var low = 0
      var high = prefixes[kind].count
      while low < high {
        let middle = (low + high) / 2
        if prefixes[kind][middle] < prefix { low = middle + 1 } else { high = middle }
      }
      if low < prefixes[kind].count, prefixes[kind][low] == prefix {
        return PrefixMakers.all[Int(makers[kind][low])]
      }
    }
    return nil
  }
}
