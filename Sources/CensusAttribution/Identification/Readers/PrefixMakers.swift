import CensusProtocol

/// Organisations of the IEEE's registry whose name tells the brand on the device.
enum PrefixMakers {
  struct Maker: Sendable {
    /// How the organisation's name begins: letters and digits alone, in lower case.
    let beginning: String
    let brand: String
    let deviceClass: DeviceClass
  }

  /// The number of the maker in `all`; nil where the name tells no brand. Asked for each of 40,000 lines: most
  /// names are put aside by their first three letters.
  static func number(of organisation: ArraySlice<UInt8>) -> UInt8? {
    var beginning: UInt32 = 0
    var count = 0
    for byte in organisation where PlainName.isLetterOrDigit(byte) {
      beginning = beginning << 8 | UInt32(PlainName.lowered(byte))
      count += 1
      if count == 3 { break }
    }
    guard count == 3, let candidates = byBeginning[beginning] else { return nil }
    return candidates.first { begins(organisation, with: all[Int($0)].beginning) }
  }

  /// Whether the letters and digits of a name begin so.
  private static func begins(_ name: ArraySlice<UInt8>, with beginning: String) -> Bool {
    var wanted = beginning.utf8.makeIterator()
    var next = wanted.next()
    for byte in name where PlainName.isLetterOrDigit(byte) {
      guard let expected = next else { return true }
      guard PlainName.lowered(byte) == expected else { return false }
      next = wanted.next()
    }
    return next == nil
  }

  private static let byBeginning: [UInt32: [UInt8]] = {
    var numbers: [UInt32: [UInt8]] = [:]
    for (number, maker) in all.enumerated() {
      let key = maker.beginning.utf8.prefix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      numbers[key, default: []].append(UInt8(number))
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
