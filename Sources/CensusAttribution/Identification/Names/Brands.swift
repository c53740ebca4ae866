/// How brands belong together.
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

  /// A key without the brand in front.
  static func without(_ brand: String, _ key: String) -> String {
    let brand = PlainName.key(brand)
    return key.hasPrefix(brand) && key != brand ? String(key.dropFirst(brand.count)) : key
  }
}
