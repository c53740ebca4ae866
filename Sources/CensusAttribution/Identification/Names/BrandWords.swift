import CensusProtocol

/// Words by which makers call themselves in names, service records and descriptions.
enum BrandWords {
  /// The brand of a word; the word in lower case, letters and digits alone.
  static func brand(_ word: String) -> String? { table[word] }

  /// The first brand among `words`, and where it stands. Words of two parts (`tp`, `link`) count, too.
  static func first(in words: [String]) -> (brand: String, position: Int)? {
    for position in words.indices {
      let word = words[position].lowercased()
      if position + 1 < words.count,
        let brand = table[word + words[position + 1].lowercased()]
      {
        return (brand, position)
      }
      if let brand = table[word] { return (brand, position) }
    }
    return nil
  }

  private static let table: [String: String] = {
    var table: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":")
      for word in parts[1].split(separator: " ") { table[String(word)] = String(parts[0]) }
    }
    return table
  }()

  private static let lines = [
    "Xiaomi:xiaomi redmi poco pocophone mijia xiaomicommunications", "Samsung:samsung",
    "Apple:apple", "Huawei:huawei", "Honor:honor", "OPPO:oppo", "Vivo:vivo iqoo", "Realme:realme",
    "OnePlus:oneplus", "Google:google chromecast", "Motorola:motorola moto", "Nokia:nokia hmd",
    "LG:lg lge lgelectronics lgwebostv webostv lgsmarttv", "Sony:sony bravia xperia playstation",
    "HTC:htc", "ASUS:asus asustek", "Nothing:nothing", "Meizu:meizu", "Lenovo:lenovo",
    "ZTE:zte nubia", "itel:itel", "Infinix:infinix", "Tecno:tecno", "Alcatel:alcatel", "Wiko:wiko",
    "Fairphone:fairphone", "Doogee:doogee", "Ulefone:ulefone", "Blackview:blackview",
    "Cubot:cubot", "Oukitel:oukitel", "UMIDIGI:umidigi", "TCL:tcl", "Sharp:sharp",
    "Kyocera:kyocera", "Gionee:gionee", "Micromax:micromax", "BlackBerry:blackberry",
    "Microsoft:microsoft xbox xboxone", "Amazon:amazon kindle firetv", "Toshiba:toshiba",
    "Panasonic:panasonic viera", "Philips:philips", "Hisense:hisense", "Vizio:vizio",
    "Haier:haier", "Sharp:aquos", "Skyworth:skyworth", "JVC:jvc", "Grundig:grundig",
    "Vestel:vestel", "HP:hp hewlettpackard laserjet officejet deskjet", "Brother:brother",
    "Epson:epson seikoepson", "Canon:canon", "Xerox:xerox", "Ricoh:ricoh", "Lexmark:lexmark",
    "OKI:oki", "Dell:dell", "Acer:acer", "MSI:msi", "Synology:synology diskstation",
    "QNAP:qnap", "Western Digital:wdmycloud mycloud", "TP-Link:tplink kasa", "Netgear:netgear",
    "D-Link:dlink", "Linksys:linksys", "Ubiquiti:ubiquiti unifi ubnt uap",
    "MikroTik:mikrotik routeros",
    "AVM:avm fritz fritzbox", "Cisco:cisco", "Zyxel:zyxel", "Tenda:tenda", "Aruba:aruba",
    "Ruckus:ruckus", "Belkin:belkin wemo", "Hikvision:hikvision", "Dahua:dahua",
    "Reolink:reolink", "Axis:axis", "Foscam:foscam", "Wyze:wyze wyzecam", "Arlo:arlo",
    "Eufy:eufy", "Amcrest:amcrest", "Sonos:sonos sonoszp", "Bose:bose soundtouch", "Denon:denon",
    "Yamaha:yamaha", "Marantz:marantz", "Onkyo:onkyo", "Pioneer:pioneer", "JBL:jbl",
    "Archos:archos", "Positivo:positivo", "BQ:aquaris", "Marshall:marshall", "Canton:canton",
    "KEF:kef", "Fujitsu:fujitsu", "Avaya:avaya",
    "Heatmiser:heatmiser", "Intelbras:intelbras", "Airtame:airtame", "Tonal:tonal",
    "Harman Kardon:harmankardon", "Bang & Olufsen:bangolufsen beoplay", "Roku:roku",
    "NVIDIA:nvidia", "LIFX:lifx", "Yeelight:yeelight yeelink", "IKEA:ikea tradfri", "Shelly:shelly",
    "Sonoff:sonoff", "Meross:meross", "Broadlink:broadlink", "Ecobee:ecobee", "Dyson:dyson",
    "iRobot:irobot roomba", "Roborock:roborock", "Ecovacs:ecovacs deebot", "Dreame:dreame",
    "Netatmo:netatmo", "Withings:withings", "Aqara:aqara", "Tado:tado", "Nanoleaf:nanoleaf",
    "Tesla:tesla", "Nintendo:nintendo", "Yandex:yandex", "Raspberry Pi:raspberrypi",
    "Elgato:elgato", "Eve:evehome", "SwitchBot:switchbot", "Govee:govee", "Twinkly:twinkly",
    "Blink:blinkcamera", "Honeywell:honeywell", "Bosch:bosch", "Siemens:siemens", "Miele:miele",
    "Polycom:polycom", "Yealink:yealink", "Grandstream:grandstream", "Fitbit:fitbit",
    "Garmin:garmin", "Logitech:logitech", "Insteon:insteon", "Osram:osram lightify",
    "SMA:sma", "Fronius:fronius", "Wahoo:wahoo", "HomeWizard:homewizard", "Loxone:loxone",
  ]
}
