import CensusProtocol
import Foundation

extension Place {
  /// The name in English, where the system knows one.
  var name: String? {
    switch self {
    case .country(let code):
      Locale(identifier: "en").localizedString(forRegionCode: code.description)
    case .lan: "local network"
    case .multicast: "multicast addresses"
    case .broadcast: "broadcast address"
    case .reserved: "reserved addresses"
    case .unknown: "country not known"
    }
  }
}
