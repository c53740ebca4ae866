/// Words with which the names of model families begin: such a name tells the brand by itself.
enum Families {
  /// The brand of each family word; in lower case.
  static let brands: [String: String] = [
    "redmi": "Xiaomi", "poco": "Xiaomi", "pocophone": "Xiaomi", "mi": "Xiaomi", "hm": "Xiaomi",
    "galaxy": "Samsung", "iphone": "Apple", "ipad": "Apple", "macbook": "Apple", "shield": "NVIDIA",
    "imac": "Apple",
    "homepod": "Apple", "pixel": "Google", "nexus": "Google", "chromecast": "Google",
    "xperia": "Sony", "bravia": "Sony", "moto": "Motorola", "zenfone": "ASUS", "zenpad": "ASUS",
    "lumia": "Microsoft", "surface": "Microsoft", "xbox": "Microsoft", "mediapad": "Huawei",
    "matepad": "Huawei", "narzo": "Realme", "kindle": "Amazon", "roomba": "iRobot",
    "archer": "TP-Link", "deco": "TP-Link", "tapo": "TP-Link", "kasa": "TP-Link",
    "wemo": "Belkin", "playstation": "Sony", "dropcam": "Google", "diskstation": "Synology",
    "roborock": "Roborock", "shelly": "Shelly", "yeelight": "Yeelight", "viera": "Panasonic",
    "aquos": "Sharp", "fritz": "AVM", "optimus": "LG", "webostv": "LG", "tradfri": "IKEA",
    "laserjet": "HP", "officejet": "HP", "deskjet": "HP", "pixma": "Canon", "stylus": "Epson",
    "ideapad": "Lenovo", "thinkpad": "Lenovo", "yoga": "Lenovo", "aspire": "Acer",
    "inspiron": "Dell", "latitude": "Dell", "optiplex": "Dell", "vostro": "Dell",
    "transformer": "ASUS", "aquaris": "BQ",
    "elitebook": "HP", "probook": "HP", "elitedesk": "HP", "prodesk": "HP", "lifebook": "Fujitsu",
    "esprimo": "Fujitsu", "thinkcentre": "Lenovo", "thinkstation": "Lenovo",
    "travelmate": "Acer", "versalink": "Xerox", "workcentre": "Xerox", "soundtouch": "Bose",
    "pocofone": "Xiaomi",
    "blackshark": "Xiaomi", "iqoo": "Vivo", "wildfire": "HTC", "zenbook": "ASUS",
    "vivobook": "ASUS",
  ]

  /// Beginnings of more than one word that tell the brand, too.
  private static let phrases: [(beginning: String, brand: String)] = [
    ("macmini", "Apple"), ("macpro", "Apple"), ("macstudio", "Apple"), ("appletv", "Apple"),
    ("applewatch", "Apple"), ("ipod", "Apple"), ("echodot", "Amazon"), ("echoplus", "Amazon"),
    ("echoshow", "Amazon"), ("echospot", "Amazon"), ("echostudio", "Amazon"),
    ("echoflex", "Amazon"), ("firetv", "Amazon"), ("firehd", "Amazon"), ("fire7", "Amazon"),
    ("googlehome", "Google"), ("googlenest", "Google"), ("nesthub", "Google"),
    ("nestmini", "Google"), ("nestaudio", "Google"), ("nestcam", "Google"),
    ("nestprotect", "Google"), ("nesthello", "Google"), ("nestwifi", "Google"),
    ("nestlearning", "Google"), ("nestthermostat", "Google"), ("galaxynexus", "Google"),
    ("huebridge", "Philips"), ("psmart", "Huawei"), ("findx", "OPPO"), ("reno", "OPPO"),
    ("nord", "OnePlus"), ("smartthings", "Samsung"), ("rogphone", "ASUS"), ("wyzecam", "Wyze"),
    ("ringdoorbell", "Ring"), ("nintendoswitch", "Nintendo"), ("ps3", "Sony"), ("ps4", "Sony"),
    ("ps5", "Sony"),
  ]

  /// The brand that a name tells by its first word or words.
  static func brand(of name: String) -> String? {
    guard let whole = PlainName.words(name).first?.lowercased(),
      let first = PlainName.words(name, camel: true).first?.lowercased()
    else { return nil }
    let key = PlainName.key(name)
    if key.hasPrefix("galaxynexus") { return "Google" }
    if let brand = brands[whole] ?? brands[first] { return brand }
    return phrases.first { key.hasPrefix($0.beginning) }?.brand
  }

  /// Whether a catalogue's name without the brand is found by itself: it tells the brand, and is long enough
  /// that no other word looks like it.
  static func isDistinct(_ name: String) -> Bool {
    let key = PlainName.key(name)
    return key.utf8.count >= 3 && brand(of: name) != nil
  }
}
