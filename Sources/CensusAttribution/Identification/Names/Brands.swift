import CensusProtocol

/// How brands belong together, and what they mostly make.
enum Brands {
  /// Brands that sell what another one makes, or belong to one house: an address prefix of the one does not
  /// contradict a device of the other.
  private static let houses: [Set<String>] = [
    // The makers of Nexus and of the first Pixel phones.
    ["Google", "LG", "Huawei", "Motorola", "HTC", "ASUS", "Samsung"],
    ["Xiaomi", "Roborock", "Yeelight", "Aqara", "Dreame", "Viomi"],
    ["OPPO", "OnePlus", "Realme"], ["Huawei", "Honor"], ["Nokia", "Microsoft"],
    ["Motorola", "Lenovo"], ["Amazon", "Ring", "Blink"], ["Belkin", "Linksys"],
  ]

  /// Whether a device of one brand may bear an address of the other.
  static func areRelated(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    return houses.contains { house in
      guard house.contains(one), house.contains(other) else { return false }
      // LG does not make Huawei's phones: only Google is related to all of its makers.
      return !house.contains("HTC") || one == "Google" || other == "Google"
    }
  }

  /// The brand under which another one is counted: imported lists have Redmi and LGE beside Xiaomi and LG.
  static func parent(_ brand: String) -> String { BrandWords.brand(PlainName.key(brand)) ?? brand }

  /// What the devices of a brand are that say no more than the brand on the network.
  static func usualClass(_ brand: String) -> DeviceClass {
    switch brand {
    case "Sonos", "Bose", "Denon", "Yamaha", "JBL", "Marshall", "Canton", "Onkyo", "Marantz",
      "Harman Kardon", "Bang & Olufsen", "KEF", "Libratone", "Devialet":
      .speaker
    case "Roku": .mediaPlayer
    case "AVM", "Netgear", "TP-Link", "D-Link", "MikroTik", "Linksys", "Ubiquiti", "Zyxel": .network
    case "Synology", "QNAP": .computer
    case "Belkin": .iot
    case "Brother", "Epson", "Lexmark", "Xerox", "Ricoh": .printer
    default: .unknown
    }
  }

  /// What the devices of a brand are that describe themselves by UPnP: phones do not.
  static func usualRenderer(_ brand: String) -> DeviceClass {
    switch brand {
    case "Google", "Amazon": .mediaPlayer
    case "LG", "Samsung", "Panasonic", "Philips", "Vizio": .tv
    default: usualClass(brand)
    }
  }

  /// A key without the brand in front.
  static func without(_ brand: String, _ key: String) -> String {
    let brand = PlainName.key(brand)
    return key.hasPrefix(brand) && key != brand ? String(key.dropFirst(brand.count)) : key
  }
}
