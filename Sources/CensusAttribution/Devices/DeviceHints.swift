import CensusCapture

/// What is known of a device beside its label, for its owner's eyes only.
public struct DeviceHint: Hashable, Sendable {
  /// The host name that it gave when it asked for an address, fit for display; nil where it gave none.
  public var hostName: String?

  init(_ request: DHCPRequest) {
    let name = Self.displayable(request.hostName)
    hostName = name.isEmpty ? nil : name
  }

  /// A name comes from the network: what could steer a terminal or a table is taken out.
  private static func displayable(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(255), as: UTF8.self)
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
          default: true
          }
        }))
  }
}
