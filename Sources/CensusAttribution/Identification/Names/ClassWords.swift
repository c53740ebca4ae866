import CensusProtocol

/// Words that say what sort of thing a device is.
enum ClassWords {
  /// The class that the words of a product's name tell.
  static func read(_ words: [String]) -> DeviceClass? {
    let lowered = words.map { $0.lowercased() }
    for (deviceClass, list) in table where !list.isDisjoint(with: lowered) { return deviceClass }
    if lowered.contains(where: { $0.hasSuffix("tv") && $0.utf8.count > 2 }) { return .tv }
    return nil
  }

  /// In the order in which they decide: `TV Box` is no television, `Printer Server` a printer.
  private static let table: [(DeviceClass, Set<String>)] = [
    (
      .printer,
      [
        "printer", "laserjet", "officejet", "deskjet", "pixma", "envy", "workforce", "ecotank",
        "imagerunner", "mfp", "mfc", "dcp", "jetdirect", "photosmart", "ecosys", "phaser", "bizhub",
      ]
    ),
    (
      .camera,
      [
        "camera", "cam", "ipcam", "ipcamera", "doorbell", "webcam", "wyzecam", "smartcam",
        "dropcam", "nvr",
      ]
    ),
    (
      .mediaPlayer,
      [
        "chromecast", "firestick", "firetv", "shield", "mibox", "appletv", "stick", "bluray",
        "playstation", "xbox", "settopbox", "stb", "nvidia",
      ]
    ),
    (
      .speaker,
      [
        "speaker", "soundbar", "homepod", "echo", "soundtouch", "receiver", "avr", "musiccast",
        "audio", "amplifier",
      ]
    ),
    (.hub, ["hub", "bridge"]),
    (
      .network,
      [
        "router", "repeater", "extender", "accesspoint", "fritz", "fritzbox", "archer",
        "deco", "unifi", "openwrt", "modem", "gateway", "igd", "internetgatewaydevice", "mesh",
        "orbi",
      ]
    ),
    (
      .tv,
      [
        "tv", "bravia", "viera", "television", "smarttv", "webostv", "lgwebostv", "aquos", "oled",
        "qled",
      ]
    ),
    (.watch, ["watch", "applewatch"]),
    (.tablet, ["tablet", "ipad", "tab", "mediapad", "matepad", "pad"]),
    (.light, ["bulb", "light", "lamp", "lightstrip", "lights", "strip"]),
    (.sensor, ["sensor", "thermometer", "weather", "smoke"]),
    (
      .iot,
      [
        "plug", "socket", "outlet", "vacuum", "thermostat", "purifier", "airpurifier", "roomba",
        "humidifier",
        "scale", "insight", "washer", "dishwasher", "fridge", "oven", "inverter",
      ]
    ),
    (
      .computer,
      [
        "laptop", "desktop", "notebook", "macbook", "imac", "macmini", "thinkpad", "ideapad",
        "latitude", "inspiron", "optiplex", "vostro", "elitebook", "probook", "elitedesk",
        "prodesk", "lifebook", "esprimo", "thinkcentre", "thinkstation", "travelmate",
        "surface",
        "nas", "diskstation", "workstation", "raspberrypi", "ubuntu", "debian", "pc", "server",
      ]
    ),
    (.smartphone, ["phone", "smartphone", "iphone"]),
  ]
}
