import CensusProtocol

/// Organisations of the IEEE's registry whose name tells the brand on the device.
enum PrefixMakers {
  struct Maker: Sendable {
    /// How the organisation's name begins: letters and digits alone, in lower case.
    let beginning: String
    let brand: String
    let deviceClass: DeviceClass
  }

  /// The number of the maker in `all`; nil where the name tells no brand.
  static func number(of organisation: ArraySlice<UInt8>) -> UInt8? {
    var key: [UInt8] = []
    for byte in organisation where PlainName.isLetterOrDigit(byte) {
      key.append(PlainName.lowered(byte))
      if key.count == 40 { break }
    }
    guard key.count >= 3,
      let candidates = byBeginning[String(decoding: key.prefix(3), as: UTF8.self)]
    else { return nil }
    let text = String(decoding: key, as: UTF8.self)
    return candidates.first { text.hasPrefix(all[Int($0)].beginning) }
  }

  private static let byBeginning: [String: [UInt8]] = {
    var numbers: [String: [UInt8]] = [:]
    for (number, maker) in all.enumerated() {
      numbers[String(maker.beginning.prefix(3)), default: []].append(UInt8(number))
    }
    // Of two that begin alike the longer one decides.
    return numbers.mapValues { list in
      list.sorted { all[Int($0)].beginning.utf8.count > all[Int($1)].beginning.utf8.count }
    }
  }()

  static let all: [Maker] = organisations.map {
    Maker(beginning: $0.0, brand: $0.1, deviceClass: $0.2)
  }

  private static let organisations: [(String, String, DeviceClass)] = [
    ("appleinc", "Apple", .unknown), ("xiaomi", "Xiaomi", .unknown),
    ("beijingxiaomi", "Xiaomi", .unknown), ("samsungelectronics", "Samsung", .unknown),
    ("huaweitechnologies", "Huawei", .unknown), ("huaweidevice", "Huawei", .unknown),
    ("honordevice", "Honor", .mobile), ("guangdongoppo", "OPPO", .mobile),
    ("oppodigital", "OPPO", .unknown), ("oneplus", "OnePlus", .mobile),
    ("vivomobile", "Vivo", .mobile), ("realmechongqing", "Realme", .mobile),
    ("googleinc", "Google", .unknown), ("googlellc", "Google", .unknown),
    ("nestlabs", "Google", .iot), ("dropcam", "Google", .camera),
    ("motorolamobility", "Motorola", .mobile), ("hmdglobal", "Nokia", .mobile),
    ("lgelectronics", "LG", .unknown), ("sonymobile", "Sony", .mobile),
    ("sonycorporation", "Sony", .unknown), ("sonyinteractive", "Sony", .mediaPlayer),
    ("sonycomputer", "Sony", .mediaPlayer), ("sonyhome", "Sony", .tv), ("htccorp", "HTC", .mobile),
    ("asustek", "ASUS", .unknown), ("meizu", "Meizu", .mobile), ("fairphone", "Fairphone", .mobile),
    ("lenovomobile", "Lenovo", .mobile), ("ztecorp", "ZTE", .unknown), ("tclcomm", "TCL", .unknown),
    ("tctmobile", "TCL", .mobile), ("nothingtechnology", "Nothing", .mobile),
    ("infinixmobility", "Infinix", .mobile), ("tecnomobile", "Tecno", .mobile),
    ("blackberryrts", "BlackBerry", .mobile), ("microsoft", "Microsoft", .unknown),
    ("nokiacorp", "Nokia", .unknown), ("amazontech", "Amazon", .unknown),
    ("rokuinc", "Roku", .mediaPlayer), ("sonos", "Sonos", .speaker), ("bose", "Bose", .speaker),
    ("netatmo", "Netatmo", .unknown), ("withings", "Withings", .unknown),
    ("philipslighting", "Philips", .hub), ("signify", "Philips", .hub),
    ("philips", "Philips", .unknown), ("lifx", "LIFX", .light), ("lifilabs", "LIFX", .light),
    ("ringllc", "Ring", .camera), ("ringsolutions", "Ring", .camera),
    ("wyzelabs", "Wyze", .unknown),
    ("arlo", "Arlo", .camera), ("belkin", "Belkin", .unknown), ("ubiquiti", "Ubiquiti", .network),
    ("raspberrypi", "Raspberry Pi", .computer), ("nintendo", "Nintendo", .mediaPlayer),
    ("netgear", "Netgear", .network), ("dlink", "D-Link", .unknown),
    ("tplink", "TP-Link", .unknown), ("linksys", "Linksys", .network),
    ("ciscolinksys", "Linksys", .network), ("ciscosystems", "Cisco", .network),
    ("brotherindustries", "Brother", .printer), ("seikoepson", "Epson", .printer),
    ("canon", "Canon", .unknown), ("hewlettpackard", "HP", .unknown), ("hpinc", "HP", .unknown),
    ("lexmark", "Lexmark", .printer), ("xerox", "Xerox", .printer), ("ricoh", "Ricoh", .printer),
    ("kyoceradocument", "Kyocera", .printer), ("okielectric", "OKI", .printer),
    ("synology", "Synology", .computer), ("qnap", "QNAP", .computer), ("vizio", "Vizio", .tv),
    ("hisense", "Hisense", .unknown), ("panasonic", "Panasonic", .unknown),
    ("sharpcorp", "Sharp", .unknown), ("toshiba", "Toshiba", .unknown), ("irobot", "iRobot", .iot),
    ("ecobee", "Ecobee", .iot), ("dyson", "Dyson", .iot), ("physicalgraph", "Samsung", .hub),
    ("samjin", "Samsung", .iot), ("hangzhouhikvision", "Hikvision", .camera),
    ("zhejiangdahua", "Dahua", .camera), ("reolink", "Reolink", .camera),
    ("axiscommunications", "Axis", .camera), ("shenzhenfoscam", "Foscam", .camera),
    ("yandex", "Yandex", .unknown), ("roborock", "Roborock", .iot),
    ("beijingroborock", "Roborock", .iot), ("ecovacs", "Ecovacs", .iot),
    ("avmgmbh", "AVM", .network), ("avmaudio", "AVM", .network),
    ("routerboard", "MikroTik", .network),
    ("mikrotik", "MikroTik", .network), ("zyxel", "Zyxel", .network), ("tenda", "Tenda", .network),
    ("arubanetworks", "Aruba", .network), ("arubaahewlett", "Aruba", .network),
    ("ruckus", "Ruckus", .network), ("dellinc", "Dell", .computer),
    ("delltechnologies", "Dell", .computer),
    ("acerinc", "Acer", .computer), ("nvidia", "NVIDIA", .unknown), ("teslamotors", "Tesla", .iot),
    ("teslainc", "Tesla", .iot),
    ("harman", "Harman Kardon", .speaker), ("denon", "Denon", .speaker),
    ("yamaha", "Yamaha", .speaker), ("onkyo", "Onkyo", .speaker), ("pioneer", "Pioneer", .unknown),
    ("logitech", "Logitech", .unknown), ("fitbit", "Fitbit", .watch),
    ("garmin", "Garmin", .unknown),
    ("insteon", "Insteon", .hub), ("smartlabs", "Insteon", .hub), ("nanoleaf", "Nanoleaf", .light),
    ("ikea", "IKEA", .unknown), ("lutron", "Lutron", .hub), ("tado", "Tado", .iot),
    ("eeroinc", "eero", .network), ("blinkbyamazon", "Blink", .camera),
    ("invoxia", "Invoxia", .speaker),
    ("polycom", "Polycom", .iot), ("grandstream", "Grandstream", .iot),
    ("yealink", "Yealink", .iot),
    ("honeywell", "Honeywell", .unknown), ("miele", "Miele", .iot), ("bshhaus", "Bosch", .iot),
    ("robertbosch", "Bosch", .unknown), ("smatechnology", "SMA", .iot),
    ("wizconnected", "WiZ", .light), ("wizlighting", "WiZ", .light), ("meross", "Meross", .iot),
    ("hangzhoubroadlink", "Broadlink", .iot),
    ("hangzhougaoke", "Broadlink", .iot), ("elgato", "Elgato", .light),
    ("amcrest", "Amcrest", .camera),
    ("eufy", "Eufy", .unknown), ("anker", "Anker", .unknown), ("chuango", "Chuango", .iot),
    ("doorbird", "DoorBird", .camera), ("birdhome", "DoorBird", .camera),
    ("allterco", "Shelly", .iot), ("shelly", "Shelly", .iot),
    ("skyworth", "Skyworth", .unknown), ("vestel", "Vestel", .tv), ("tpvision", "Philips", .tv),
    ("canary", "Canary", .camera), ("augusthome", "August", .iot), ("wahoo", "Wahoo", .sensor),
  ]
}
