import CensusProtocol

/// How vendors form model codes: what a code says that no catalogue has.
enum CodeForms {
  struct Reading: Equatable {
    let brand: String
    let deviceClass: DeviceClass
  }

  /// The first form that matches decides.
  static func read(_ code: String) -> Reading? {
    for (form, brand, deviceClass) in table where form.matches(code) {
      return Reading(brand: brand, deviceClass: deviceClass)
    }
    return isDated(code) ? Reading(brand: "Xiaomi", deviceClass: .mobile) : nil
  }

  /// Xiaomi's codes since 2021 begin with the year and month of the design: `22120RN86G`.
  private static func isDated(_ code: String) -> Bool {
    let bytes = Array(code.utf8)
    guard (8...12).contains(bytes.count), bytes.prefix(4).allSatisfy(PlainName.isDigit),
      bytes.allSatisfy({ PlainName.isDigit($0) || PlainName.isCapital($0) }),
      let last = bytes.last, PlainName.isCapital(last),
      let year = Int(code.prefix(2)), let month = Int(code.dropFirst(2).prefix(2))
    else { return false }
    return (20...29).contains(year) && (1...12).contains(month)
  }

  private static let table: [(Form, String, DeviceClass)] = forms.map { (Form($0.0), $0.1, $0.2) }

  private static let forms: [(String, String, DeviceClass)] = [
    ("SM-T###*", "Samsung", .tablet), ("SM-P###*", "Samsung", .tablet),
    ("SM-X###*", "Samsung", .tablet), ("SM-R###*", "Samsung", .watch),
    ("SM-@###*", "Samsung", .smartphone), ("GT-P####*", "Samsung", .tablet),
    ("GT-@####*", "Samsung", .smartphone), ("SGH-@###*", "Samsung", .smartphone),
    ("SCH-@###*", "Samsung", .smartphone), ("SPH-@###*", "Samsung", .smartphone),
    ("SHV-E###*", "Samsung", .smartphone), ("SHW-M###*", "Samsung", .smartphone),
    ("SC-##@", "Samsung", .smartphone), ("SCV##", "Samsung", .smartphone),
    ("SCG##", "Samsung", .smartphone),
    ("iPhone#*", "Apple", .smartphone), ("iPad#*", "Apple", .tablet),
    ("AppleTV#*", "Apple", .mediaPlayer), ("AudioAccessory#*", "Apple", .speaker),
    ("Watch#,*", "Apple", .watch), ("MacBook*", "Apple", .computer), ("iMac*", "Apple", .computer),
    ("Macmini#*", "Apple", .computer), ("MacPro#*", "Apple", .computer),
    ("Mac##,*", "Apple", .computer), ("AirPort#*", "Apple", .network),
    ("M18##@#*", "Xiaomi", .mobile), ("M19##@#*", "Xiaomi", .mobile),
    ("M20##@#*", "Xiaomi", .mobile), ("M21##@#*", "Xiaomi", .mobile),
    ("HM NOTE*", "Xiaomi", .smartphone), ("HM #*", "Xiaomi", .smartphone),
    ("HM####*", "Xiaomi", .smartphone), ("MZB????IN", "Xiaomi", .smartphone),
    ("MIBOX*", "Xiaomi", .mediaPlayer),
    ("MiTV*", "Xiaomi", .tv),
    ("RMX####", "Realme", .smartphone), ("RMP####", "Realme", .tablet),
    ("CPH1###", "OPPO", .smartphone), ("CPH20##", "OPPO", .smartphone),
    ("CPH21##", "OPPO", .smartphone), ("CPH22##", "OPPO", .smartphone),
    ("CPH23##", "OPPO", .smartphone),
    ("PA@@#0", "OPPO", .smartphone), ("PB@@#0", "OPPO", .smartphone),
    ("PC@@#0", "OPPO", .smartphone), ("PD@@#0", "OPPO", .smartphone),
    ("PE@@#0", "OPPO", .smartphone), ("PF@@#0", "OPPO", .smartphone),
    ("vivo ####*", "Vivo", .smartphone), ("V####@", "Vivo", .smartphone),
    ("V1###*", "Vivo", .smartphone), ("V2###", "Vivo", .smartphone),
    ("V2###@@", "Vivo", .smartphone), ("V2###_##", "Vivo", .smartphone),
    ("I1###", "Vivo", .smartphone),
    ("I2###", "Vivo", .smartphone), ("iPA2###", "Vivo", .tablet),
    ("ONEPLUS A####", "OnePlus", .smartphone), ("ONE A####", "OnePlus", .smartphone),
    ("GM19##", "OnePlus", .smartphone), ("HD19##", "OnePlus", .smartphone),
    ("IN20##", "OnePlus", .smartphone), ("KB200#", "OnePlus", .smartphone),
    ("LE21##", "OnePlus", .smartphone), ("NE22##", "OnePlus", .smartphone),
    ("LG-V###*", "LG", .mobile), ("LG-@###*", "LG", .smartphone), ("LG@###*", "LG", .smartphone),
    ("LM-@###*", "LG", .smartphone), ("LGLS###*", "LG", .smartphone),
    ("LGMS###*", "LG", .smartphone), ("LGUS###*", "LG", .smartphone),
    ("LGL###*", "LG", .smartphone), ("LGM-@###*", "LG", .smartphone),
    ("LG-LS###*", "LG", .smartphone), ("LG-MS###*", "LG", .smartphone),
    ("LG-US###*", "LG", .smartphone), ("LGMP###*", "LG", .smartphone),
    ("YL@@##YL", "Yeelight", .light), ("A###SH", "Sharp", .smartphone),
    ("TPM###E", "Philips", .tv), ("BBA###-#", "BlackBerry", .smartphone),
    ("BBB###-#", "BlackBerry", .smartphone), ("BBD###-#", "BlackBerry", .smartphone),
    ("BBE###-#", "BlackBerry", .smartphone), ("BBF###-#", "BlackBerry", .smartphone),
    ("TF###", "ASUS", .tablet), ("TF###@*", "ASUS", .tablet),
    ("XT####*", "Motorola", .smartphone),
    ("TA-1###", "Nokia", .smartphone),
    ("XQ-@@##*", "Sony", .smartphone), ("SO-##@", "Sony", .smartphone),
    ("LT##i*", "Sony", .smartphone),
    ("ST##i*", "Sony", .smartphone), ("MT##i*", "Sony", .smartphone),
    ("SOV##", "Sony", .smartphone), ("SOG##", "Sony", .smartphone), ("SGP###*", "Sony", .tablet),
    ("SH-##@", "Sharp", .smartphone), ("SHV##", "Sharp", .smartphone),
    ("SHG##", "Sharp", .smartphone), ("KYV##", "Kyocera", .smartphone),
    ("AFT?*", "Amazon", .mediaPlayer), ("KF@@WI", "Amazon", .tablet),
    ("KF@@@WI", "Amazon", .tablet), ("KFTT", "Amazon", .tablet), ("KFOT", "Amazon", .tablet),
    ("KFJW*", "Amazon", .tablet), ("AEO@@*", "Amazon", .speaker),
    ("ASUS_*", "ASUS", .mobile), ("ZTE *", "ZTE", .smartphone), ("NX###J", "ZTE", .smartphone),
    ("TECNO *", "Tecno", .smartphone), ("Infinix *", "Infinix", .smartphone),
    ("itel *", "itel", .smartphone), ("Lenovo TB*", "Lenovo", .tablet),
    ("TB-####*", "Lenovo", .tablet),
    ("TB-@###*", "Lenovo", .tablet), ("Lenovo *", "Lenovo", .mobile),
    ("YT-X###*", "Lenovo", .tablet), ("YT#-X##*", "Lenovo", .tablet),
    ("YT#-8##*", "Lenovo", .tablet),
    ("TL-W@###*", "TP-Link", .network), ("TL-S*", "TP-Link", .network),
    ("TL-MR###*", "TP-Link", .network), ("TL-PA###*", "TP-Link", .network),
    ("DCS-###*", "D-Link", .camera), ("DIR-###*", "D-Link", .network),
    ("DSP-W###*", "D-Link", .iot), ("DAP-####*", "D-Link", .network),
    ("RT-AC##*", "ASUS", .network), ("RT-AX##*", "ASUS", .network), ("RT-N##*", "ASUS", .network),
    ("KDL-##*", "Sony", .tv), ("KD-##*", "Sony", .tv), ("XBR-##*", "Sony", .tv),
    ("XR-##*", "Sony", .tv), ("UE##*", "Samsung", .tv), ("UN##@*", "Samsung", .tv),
    ("QE##Q*", "Samsung", .tv), ("QN##Q*", "Samsung", .tv), ("OLED##@#*", "LG", .tv),
    ("##UK####*", "LG", .tv), ("##UJ###*", "LG", .tv), ("##UM####*", "LG", .tv),
    ("##UN####*", "LG", .tv), ("##SK####*", "LG", .tv), ("##SM####*", "LG", .tv),
    ("##PUS####*", "Philips", .tv), ("##PFS####*", "Philips", .tv), ("##OLED###*", "Philips", .tv),
    ("MFC-*", "Brother", .printer), ("DCP-*", "Brother", .printer), ("HL-*", "Brother", .printer),
    ("ZPS#*", "Sonos", .speaker), ("BSB00#", "Philips", .hub), ("SH@@@-*", "Shelly", .iot),
    ("WNDR####*", "Netgear", .network), ("WNR####*", "Netgear", .network),
  ]

  /// The part of a code that names the hardware whatever the market, where the vendor's form has one:
  /// `SM-G991` of `SM-G991B/DS`, `XT1925` of `XT1925-5`, `LG-H870` of `LG-H870DS`.
  static func shortened(_ code: String) -> [String] {
    var candidates: [String] = []
    // Korea's first operator (`S`) has names of its own for one in four.
    // So have America's prepaid ones (`SM-S906L`) in a series whose numbers came again.
    if Form("SM-@###S*").matches(code) || Form("SM-S###L*").matches(code) { return [] }
    if Form("SM-@###*").matches(code) || Form("GT-@####*").matches(code) {
      candidates.append(String(code.prefix(code.hasPrefix("G") || code.hasPrefix("g") ? 8 : 7)))
    }
    if Form("XT####*").matches(code) { candidates.append(String(code.prefix(6))) }
    if Form("LG*-@###*").matches(code) || Form("LM-@###*").matches(code) {
      candidates.append(String(code.prefix(7)))
    }
    // Lenovo's tablets give their code with the brand and without.
    if Form("TB-*").matches(code) || Form("TB###*").matches(code) || Form("YT-*").matches(code) {
      candidates.append("Lenovo " + code)
    }
    if Form("Lenovo *").matches(code) { candidates.append(String(code.dropFirst(7))) }
    return candidates
  }
}
