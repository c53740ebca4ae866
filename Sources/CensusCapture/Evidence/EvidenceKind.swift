/// What a piece of evidence is.
public enum EvidenceKind: UInt8, Hashable, Sendable, CaseIterable {
  /// DHCP option 12 or 81, DHCPv6 option 39, or the host name of an mDNS address record.
  case hostName
  /// DHCP option 55: one byte for each option asked for, in the order of asking.
  case parameterList
  /// DHCP option 60 or DHCPv6 option 16.
  case vendorClass
  /// The User-Agent header of HTTP in clear.
  case userAgent
  /// A DNS-SD service with the telling keys of its TXT record: `_googlecast._tcp md=Chromecast`.
  case serviceRecord
  /// The telling headers of an SSDP message: `SERVER: … | NT: …`.
  case description
}

/// One thing that a device showed of itself.
public struct EvidencePiece: Hashable, Sendable {
  public let kind: EvidenceKind
  /// As sent: any bytes, at most `mostBytes`.
  public let bytes: [UInt8]

  /// Longer pieces are cut here.
  public static let mostBytes = 512

  init(_ kind: EvidenceKind, _ bytes: some Sequence<UInt8>) {
    self.kind = kind
    self.bytes = Array(bytes.prefix(Self.mostBytes))
  }
}
