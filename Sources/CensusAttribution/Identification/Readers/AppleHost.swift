import CensusProtocol

/// Apple's devices are named after their owner: `Marias-iPhone`, `iPhone-de-Luc`, `annas-MBP`. What they say is
/// a line of products, of fifteen years' models each: the brand and what it is.
enum AppleHost {
  struct Reading: Equatable {
    /// The family or model; nil where it says no more than the class.
    let name: String?
    let deviceClass: DeviceClass
  }

  private static let families: [(word: String, name: String?, deviceClass: DeviceClass)] = [
    ("iphone", nil, .smartphone), ("ipad", nil, .tablet), ("macbookpro", nil, .computer),
    ("macbookair", nil, .computer), ("macbook", nil, .computer), ("imac", nil, .computer),
    ("macmini", nil, .computer), ("macpro", nil, .computer), ("macstudio", nil, .computer),
    ("appletv", "Apple TV", .mediaPlayer), ("applewatch", nil, .watch),
    ("homepod", "HomePod", .speaker),
  ]

  static func read(_ host: String) -> Reading? {
    let words = PlainName.words(host).map { $0.lowercased() }
    guard words.count <= 24 else { return nil }
    for start in words.indices {
      if ["mbp", "mba"].contains(words[start]) {
        return Reading(name: nil, deviceClass: .computer)
      }
      // A family may be parted over two words, stand at the end of an owner's (`annaipad`), or have more
      // behind it (`iphonedi`).
      for count in [3, 2, 1] where start + count <= words.count {
        let text = words[start..<(start + count)].joined()
        for family in families {
          let rest = Array(words[(start + count)...])
          if text == family.word { return reading(family, behind: rest) }
          guard count == 1, let range = text.range(of: family.word) else { continue }
          let before = text[..<range.lowerBound]
          let behind = String(text[range.upperBound...])
          // `XiaomiPhone` and `MiPad` are Xiaomi's; `imac` within a word is no Mac.
          guard !before.hasSuffix("xiaom"), before != "m" else { continue }
          guard before.isEmpty || behind.isEmpty || family.deviceClass != .computer else {
            continue
          }
          return reading(family, behind: behind.isEmpty ? rest : [behind] + rest)
        }
      }
    }
    return nil
  }

  private static func reading(
    _ family: (word: String, name: String?, deviceClass: DeviceClass), behind words: [String]
  ) -> Reading {
    switch family.word {
    case "iphone": Reading(name: phone(words), deviceClass: .smartphone)
    case "ipad": Reading(name: tablet(words), deviceClass: .tablet)
    case "homepod" where words.first == "mini":
      Reading(name: "HomePod mini", deviceClass: .speaker)
    case "appletv" where words.first == "4k":
      Reading(name: "Apple TV 4K", deviceClass: .mediaPlayer)
    default: Reading(name: family.name, deviceClass: family.deviceClass)
    }
  }

  /// `12`, `13-pro-max`, `xr`, `se`. One digit alone may count the owner's phones.
  private static func phone(_ words: [String]) -> String? {
    guard let first = words.first else { return nil }
    var name = "iPhone "
    switch first {
    case "x", "xr", "xs": name += first.uppercased()
    case "6s", "5s", "5c", "4s", "16e": name += first
    default:
      guard let number = Int(first), (4...29).contains(number) else { return nil }
      name += first
      let isNamed = words.dropFirst().first.map { ["pro", "plus", "max", "mini"].contains($0) }
      if number < 10, isNamed != true { return nil }
    }
    let endings = ["pro": " Pro", "plus": " Plus", "max": " Max", "mini": " mini"]
    for word in words.dropFirst() {
      guard let ending = endings[word] else { break }
      name += ending
    }
    return name
  }

  private static func tablet(_ words: [String]) -> String? {
    guard let first = words.first else { return nil }
    return ["pro": "iPad Pro", "air": "iPad Air", "mini": "iPad mini"][first]
  }
}
