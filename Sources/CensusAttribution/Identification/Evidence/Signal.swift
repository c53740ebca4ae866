/// A kind of evidence. Repeats of one kind count once.
public enum SignalKind: String, Sendable, Hashable, CaseIterable {
  /// What the device's owner chose.
  case label
  case userAgent = "user_agent"
  case serviceRecord = "service_record"
  case description
  case vendorClass = "vendor_class"
  case hostName = "host_name"
  case addressPrefix = "address_prefix"
  case parameterList = "parameter_list"

  /// As people read it.
  public var title: String {
    switch self {
    case .label: "the owner's label"
    case .userAgent: "User-Agent"
    case .serviceRecord: "mDNS service record"
    case .description: "SSDP description"
    case .vendorClass: "DHCP vendor class"
    case .hostName: "host name"
    case .addressPrefix: "address prefix"
    case .parameterList: "DHCP parameter list"
    }
  }
}

/// One piece of evidence.
public struct Signal: Sendable, Hashable {
  public let kind: SignalKind
  /// What was seen, with everything taken out that could steer a terminal, at most `mostBytes` long.
  public let text: String
  /// Whether control characters or line breaks stood between other characters: nothing that sends them names a
  /// model, and what stands on both sides of them is no name.
  public let isBroken: Bool

  /// Longer texts are cut here.
  public static let mostBytes = 512

  public init(_ kind: SignalKind, _ text: String) {
    self.kind = kind
    self.text = DisplayText.clean(text, atMost: Self.mostBytes)
    isBroken = DisplayText.isBroken(text)
  }

  /// From bytes of the network; what is no UTF-8 becomes U+FFFD.
  public init(_ kind: SignalKind, bytes: [UInt8]) {
    self.init(kind, String(decoding: bytes.prefix(Self.mostBytes), as: UTF8.self))
  }
}
