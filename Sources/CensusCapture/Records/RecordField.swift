/// What a record of NetFlow v9 or IPFIX can say that matters here. The raw value is its place among
/// `RecordValues`; an IPv6 address takes two places.
enum RecordField: UInt8 {
  case octets, packets, octetsTotal, packetsTotal, postOctets, postPackets
  case initiatorOctets, responderOctets, initiatorPackets, responderPackets
  case linkOctets, linkOctetsTotal
  case reverseOctets, reversePackets, reverseOctetsTotal, reversePacketsTotal, reverseTCPFlags
  case transport, sourcePort, destinationPort, tcpFlags, version, fragmentOffset
  case sourceV4, destinationV4, translatedSourceV4, translatedDestinationV4
  case translatedDestinationPort
  case sourceV6, sourceV6Low, destinationV6, destinationV6Low
  case translatedSourceV6, translatedSourceV6Low, translatedDestinationV6,
    translatedDestinationV6Low
  case sourceStation, destinationStation, outgoingDestinationStation, vlan
  case firstUptime, lastUptime, systemStart
  case firstSeconds, lastSeconds, firstMilliseconds, lastMilliseconds
  case firstMicroseconds, lastMicroseconds, firstNanoseconds, lastNanoseconds
  case firstDelta, lastDelta, durationMilliseconds, durationMicroseconds
  case observedSeconds, observedMilliseconds, observedMicroseconds, observedNanoseconds
  case endReason, biflowDirection, interface
  case samplingInterval, samplerInterval, sampler, selector
  case samplingPacketInterval, samplingPacketSpace, samplingSize, samplingPopulation
  case samplingProbability
  case frameSize, frameSection, packetSection

  /// How many places there are.
  static let count = 80

  /// How the bytes of a field are read.
  enum Form: UInt8 {
    /// A number of one to eight bytes.
    case number
    /// An IPv6 address.
    case wide
    /// A floating-point number, whose bits are kept as those of a `Double`.
    case real
    /// A stretch of bytes: its offset in the upper 32 bits, its length in the lower.
    case section
    /// Not of interest.
    case skipped
  }

  /// How a field of `length` bytes is read; `.skipped` where it cannot have that length.
  func form(length: Int) -> Form {
    let isVariable = length == Int(FieldSpecifier.variableLength)
    switch self {
    case .sourceV6, .destinationV6, .translatedSourceV6, .translatedDestinationV6:
      return length == 16 ? .wide : .skipped
    case .sourceV4, .destinationV4, .translatedSourceV4, .translatedDestinationV4:
      return length == 4 ? .number : .skipped
    case .sourceStation, .destinationStation, .outgoingDestinationStation:
      return length == 6 ? .number : .skipped
    case .samplingProbability:
      return length == 4 || length == 8 ? .real : .skipped
    case .frameSection, .packetSection:
      return .section
    default:
      return !isVariable && (1...8).contains(length) ? .number : .skipped
    }
  }
}

/// A field as a template announces it.
struct FieldSpecifier: Hashable {
  /// The number of the information element, without the enterprise bit.
  let element: UInt16
  /// In bytes; `variableLength` where each record says it.
  let length: UInt16
  /// The private enterprise number; 0 for the elements of IANA's registry.
  let enterprise: UInt32

  /// RFC 7011, section 3.2.
  static let variableLength: UInt16 = 65_535
  /// The enterprise number that stands for "the other direction" (RFC 5103, section 6.1).
  private static let reverse: UInt32 = 29_305

  /// What the field says; nil where it does not matter here.
  var field: RecordField? {
    switch enterprise {
    case 0: Self.fields[element]
    case Self.reverse: Self.reverseFields[element]
    default: nil
    }
  }

  private static let reverseFields: [UInt16: RecordField] = [
    1: .reverseOctets, 2: .reversePackets, 85: .reverseOctetsTotal, 86: .reversePacketsTotal,
    6: .reverseTCPFlags,
  ]

  /// The numbers of IANA's registry "IPFIX Information Elements"; up to 127 they are those of NetFlow v9.
  private static let fields: [UInt16: RecordField] = [
    1: .octets, 2: .packets, 4: .transport, 6: .tcpFlags, 7: .sourcePort, 8: .sourceV4,
    10: .interface, 11: .destinationPort, 12: .destinationV4, 21: .lastUptime,
    22: .firstUptime, 23: .postOctets, 24: .postPackets, 27: .sourceV6, 28: .destinationV6,
    34: .samplingInterval, 48: .sampler, 50: .samplerInterval, 56: .sourceStation,
    57: .outgoingDestinationStation, 58: .vlan, 60: .version, 80: .destinationStation,
    85: .octetsTotal, 86: .packetsTotal, 88: .fragmentOffset, 136: .endReason,
    150: .firstSeconds, 151: .lastSeconds, 152: .firstMilliseconds, 153: .lastMilliseconds,
    154: .firstMicroseconds, 155: .lastMicroseconds, 156: .firstNanoseconds,
    157: .lastNanoseconds, 158: .firstDelta, 159: .lastDelta, 160: .systemStart,
    161: .durationMilliseconds, 162: .durationMicroseconds, 180: .sourcePort,
    181: .destinationPort, 182: .sourcePort, 183: .destinationPort,
    225: .translatedSourceV4, 226: .translatedDestinationV4, 228: .translatedDestinationPort,
    231: .initiatorOctets, 232: .responderOctets, 239: .biflowDirection, 243: .vlan,
    281: .translatedSourceV6, 282: .translatedDestinationV6, 298: .initiatorPackets,
    299: .responderPackets, 302: .selector, 305: .samplingPacketInterval,
    306: .samplingPacketSpace, 309: .samplingSize, 310: .samplingPopulation,
    311: .samplingProbability, 312: .frameSize, 313: .packetSection, 315: .frameSection,
    322: .observedSeconds, 323: .observedMilliseconds, 324: .observedMicroseconds,
    325: .observedNanoseconds, 352: .linkOctets, 353: .linkOctetsTotal,
  ]
}
