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
  static func number(of organisation: ArraySlice<UInt8>) -> UInt16? {
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

  private static let byBeginning: [UInt32: [UInt16]] = {
    var numbers: [UInt32: [UInt16]] = [:]
    for (number, maker) in all.enumerated() {
      let key = maker.beginning.utf8.prefix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      numbers[key, default: []].append(UInt16(number))
    }
    // Of two that begin alike the longer one decides.
    return numbers.mapValues { list in
      list.sorted { all[Int($0)].beginning.utf8.count > all[Int($1)].beginning.utf8.count }
    }
  }()

  static let all: [Maker] = organisations.map {
    Maker(beginning: $0.0, brand: $0.1, deviceClass: $0.2)
  }

  private static let organisations: [(String, String, DeviceClass)] =
    [
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
      ("sonycomputer", "Sony", .mediaPlayer), ("sonyhome", "Sony", .tv),
      ("htccorp", "HTC", .mobile),
      ("asustek", "ASUS", .unknown), ("meizu", "Meizu", .mobile),
      ("fairphone", "Fairphone", .mobile),
      ("lenovomobile", "Lenovo", .mobile), ("ztecorp", "ZTE", .unknown),
      ("tclcomm", "TCL", .unknown),
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
      ("sharpcorp", "Sharp", .unknown), ("toshiba", "Toshiba", .unknown),
      ("irobot", "iRobot", .iot),
      ("ecobee", "Ecobee", .iot), ("dyson", "Dyson", .iot), ("physicalgraph", "Samsung", .hub),
      ("samjin", "Samsung", .iot), ("hangzhouhikvision", "Hikvision", .camera),
      ("zhejiangdahua", "Dahua", .camera), ("reolink", "Reolink", .camera),
      ("axiscommunications", "Axis", .camera), ("shenzhenfoscam", "Foscam", .camera),
      ("yandex", "Yandex", .unknown), ("roborock", "Roborock", .iot),
      ("beijingroborock", "Roborock", .iot), ("ecovacs", "Ecovacs", .iot),
      ("avmgmbh", "AVM", .network), ("avmaudio", "AVM", .network),
      ("routerboard", "MikroTik", .network),
      ("mikrotik", "MikroTik", .network), ("zyxel", "Zyxel", .network),
      ("tenda", "Tenda", .network),
      ("arubanetworks", "Aruba", .network), ("arubaahewlett", "Aruba", .network),
      ("ruckus", "Ruckus", .network), ("dellinc", "Dell", .computer),
      ("delltechnologies", "Dell", .computer),
      ("acerinc", "Acer", .computer), ("nvidia", "NVIDIA", .unknown),
      ("teslamotors", "Tesla", .iot),
      ("teslainc", "Tesla", .iot),
      ("harman", "Harman Kardon", .speaker), ("denon", "Denon", .speaker),
      ("yamaha", "Yamaha", .speaker), ("onkyo", "Onkyo", .speaker),
      ("pioneer", "Pioneer", .unknown),
      ("logitech", "Logitech", .unknown), ("fitbit", "Fitbit", .watch),
      ("garmin", "Garmin", .unknown),
      ("insteon", "Insteon", .hub), ("smartlabs", "Insteon", .hub),
      ("nanoleaf", "Nanoleaf", .light),
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
    ] + more

  /// Further makers of things that people have at home or in an office, by the registry's names of 2022. Who makes
  /// boxes that network operators sell under their own names is not among them.
  private static let more: [(String, String, DeviceClass)] = [
    ("3com", "3Com", .network),
    ("adtraninc", "Adtran", .network),
    ("airtame", "Airtame", .mediaPlayer), ("airthings", "Airthings", .sensor),
    ("airties", "AirTies", .network), ("alliedtelesis", "Allied Telesis", .network),
    ("anhuihuami", "Amazfit", .watch), ("anova", "Anova", .iot),
    ("aristanetworks", "Arista", .network),
    ("asustor", "ASUSTOR", .computer), ("athom", "Homey", .hub), ("avaya", "Avaya", .iot),
    ("bangolufsen", "Bang & Olufsen", .speaker), ("benq", "BenQ", .unknown),
    ("bluproducts", "BLU", .mobile), ("boschsecurity", "Bosch", .camera),
    ("brocade", "Brocade", .network), ("bticino", "BTicino", .iot),
    ("buffalo", "Buffalo", .network),
    ("cambiumnetworks", "Cambium", .network), ("chamberlain", "Chamberlain", .iot),
    ("chargepoint", "ChargePoint", .iot), ("ciscomeraki", "Cisco", .network),
    ("ciscospvtg", "Cisco", .network),
    ("control4", "Control4", .hub), ("cradlepoint", "Cradlepoint", .network),
    ("crestron", "Crestron", .hub), ("daikin", "Daikin", .iot),
    ("davisinstruments", "Davis", .sensor), ("devialet", "Devialet", .speaker),
    ("devolo", "devolo", .network), ("draytek", "DrayTek", .network), ("dreame", "Dreame", .iot),
    ("dreammultimedia", "Dream Multimedia", .mediaPlayer), ("easee", "Easee", .iot),
    ("edimax", "Edimax", .network), ("elecom", "Elecom", .network),
    ("electrolux", "Electrolux", .iot), ("eltexenterprise", "Eltex", .network),
    ("enphase", "Enphase", .iot), ("evehome", "Eve", .iot),
    ("extremenetworks", "Extreme Networks", .network), ("f5networks", "F5", .network),
    ("fibar", "Fibaro", .hub), ("fortinet", "Fortinet", .network), ("freebox", "Free", .network),
    ("fronius", "Fronius", .iot), ("fujitsuclient", "Fujitsu", .computer),
    ("fujitsulimited", "Fujitsu", .unknown), ("fujitsutechnology", "Fujitsu", .computer),
    ("gdmidea", "Midea", .iot), ("geovision", "GeoVision", .camera), ("gigaset", "Gigaset", .iot),
    ("gionee", "Gionee", .mobile), ("gltechnologies", "GL.iNet", .network),
    ("gnaudio", "Jabra", .unknown), ("gnnetcom", "Jabra", .unknown), ("goodwe", "GoodWe", .iot),
    ("gopro", "GoPro", .camera), ("govee", "Govee", .light), ("growatt", "Growatt", .iot),
    ("grundfos", "Grundfos", .iot), ("haier", "Haier", .iot), ("hangzhouezviz", "EZVIZ", .camera),
    ("hangzhouh3c", "H3C", .network), ("hanwha", "Hanwha", .camera),
    ("heatmiser", "Heatmiser", .iot),
    ("homewizard", "HomeWizard", .iot), ("huami", "Amazfit", .watch), ("hubitat", "Hubitat", .hub),
    ("husqvarna", "Husqvarna", .iot),
    ("intelbras", "Intelbras", .unknown), ("iodata", "I-O DATA", .network),
    ("itead", "Sonoff", .iot), ("itelmobile", "itel", .mobile), ("juniper", "Juniper", .network),
    ("kebagmbh", "KEBA", .iot), ("keenetic", "Keenetic", .network),
    ("konicaminolta", "Konica Minolta", .printer), ("konka", "Konka", .tv),
    ("kyoceracorp", "Kyocera", .unknown), ("lcfchefei", "Lenovo", .computer),
    ("legrand", "Legrand", .iot), ("lenovo", "Lenovo", .unknown),
    ("leshizhixin", "LeEco", .unknown), ("libratone", "Libratone", .speaker),
    ("linnproducts", "Linn", .speaker), ("loewe", "Loewe", .tv), ("lorex", "Lorex", .camera),
    ("loxone", "Loxone", .iot), ("lumiunited", "Aqara", .iot),
    ("marshallgroup", "Marshall", .speaker), ("mercusys", "Mercusys", .network),
    ("midea", "Midea", .iot), ("mideagroup", "Midea", .iot), ("mitelcorp", "Mitel", .iot),
    ("mitelnetworks", "Mitel", .iot), ("mitsubishielectric", "Mitsubishi Electric", .unknown),
    ("mobotix", "Mobotix", .camera), ("mobvoi", "Mobvoi", .watch), ("moen", "Moen", .iot),
    ("motorolawuhan", "Motorola", .mobile), ("necplatforms", "NEC", .network),
    ("newh3c", "H3C", .network), ("nuki", "Nuki", .iot), ("obihai", "Obihai", .iot),
    ("ooma", "Ooma", .iot), ("owlet", "Owlet", .sensor),
    ("paloaltonetworks", "Palo Alto Networks", .network), ("parrotsa", "Parrot", .unknown),
    ("pelotoninteractive", "Peloton", .iot), ("peplink", "Peplink", .network),
    ("phicomm", "Phicomm", .network), ("planex", "Planex", .network),
    ("plantronics", "Plantronics", .unknown), ("plumedesign", "Plume", .network),
    ("polarelectro", "Polar", .watch), ("qingdaohaier", "Haier", .iot), ("rachio", "Rachio", .iot),
    ("ruijie", "Ruijie", .network),
    ("savantsystems", "Savant", .hub), ("schneiderelectric", "Schneider Electric", .unknown),
    ("seagatetech", "Seagate", .computer), ("sennheiser", "Sennheiser", .unknown),
    ("sensibo", "Sensibo", .iot), ("sharkninja", "SharkNinja", .iot),
    ("shenzhenmercury", "Mercury", .network), ("shenzhensonoff", "Sonoff", .iot),
    ("sichuanchanghong", "Changhong", .unknown), ("siemensag", "Siemens", .unknown),
    ("silicondust", "SiliconDust", .mediaPlayer), ("simplisafe", "SimpliSafe", .iot),
    ("skullcandy", "Skullcandy", .unknown), ("smartisan", "Smartisan", .mobile),
    ("snom", "Snom", .iot), ("solaredge", "SolarEdge", .iot), ("somfy", "Somfy", .iot),
    ("stiebeleltron", "Stiebel Eltron", .iot), ("sungrow", "Sungrow", .iot),
    ("supermicro", "Supermicro", .computer), ("suunto", "Suunto", .watch),
    ("swann", "Swann", .camera), ("szdji", "DJI", .camera), ("tclking", "TCL", .tv),
    ("teltonika", "Teltonika", .network),
    ("tivo", "TiVo", .mediaPlayer), ("tonal", "Tonal", .iot), ("trane", "Trane", .iot),
    ("trendnet", "TRENDnet", .network),
    ("vaillant", "Vaillant", .iot), ("valvecorp", "Valve", .computer), ("velux", "Velux", .iot),
    ("verkada", "Verkada", .camera), ("victron", "Victron", .iot), ("viessmann", "Viessmann", .iot),
    ("viewsonic", "ViewSonic", .unknown), ("vivint", "Vivint", .unknown),
    ("vivotek", "Vivotek", .camera), ("vorwerk", "Vorwerk", .iot), ("vtechcomm", "VTech", .iot),
    ("vtechtele", "VTech", .iot), ("wacomco", "Wacom", .unknown), ("wallbox", "Wallbox", .iot),
    ("westerndigital", "Western Digital", .computer), ("whirlpool", "Whirlpool", .iot),
    ("woan", "SwitchBot", .iot), ("wonderlabs", "SwitchBot", .iot), ("yeelink", "Yeelight", .light),
    ("yulongcomputer", "Coolpad", .mobile), ("zebratech", "Zebra", .unknown),
    ("zhejianguniview", "Uniview", .camera),
    ("zoundindustries", "Marshall", .speaker),
  ]
}
