import CensusAttribution
import CensusProtocol
import Testing

@testable import CensusAgent

@Suite("How vendors form names and codes")
struct VendorFormTests {
  private static let identifier = DeviceIdentifier(prefixes: PrefixFiles.load().registry)

  private func identify(_ kind: SignalKind, _ text: String, _ prefix: String? = nil)
    -> Identification
  {
    Self.identifier.identify([Signal(kind, text)], addressPrefix: prefix)
  }

  private func agent(_ version: Int, _ token: String, build: String = "") -> Identification {
    identify(
      .userAgent,
      "Mozilla/5.0 (Linux; Android \(version); \(token)\(build.isEmpty ? "" : " Build/" + build)) "
        + "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.43 Mobile Safari/537.36")
  }

  @Test("a code in a host name tells the model, whatever stands beside it")
  func codeInHostName() {
    #expect(identify(.hostName, "M2101K6G-Redmi").names.contains("Redmi Note 10 Pro"))
    #expect(identify(.hostName, "M2006C3MG-Redmi").brand == "Xiaomi")
    #expect(identify(.hostName, "Z-Flip5-von-Anna").model == "Galaxy Z Flip5")
  }

  @Test(
    "a line of Apple's computers is no model, and a better product not the one that it is named after"
  )
  func lines() {
    for name in ["Annas-MacBook-Pro", "annas-MBP", "iMac-Pro", "Mac-mini", "MacBook-Pro-von-Anna"] {
      let said = identify(.hostName, name)
      #expect(said.level == .brand && said.brand == "Apple" && said.deviceClass == .computer)
    }
    #expect(identify(.hostName, "HomePod-mini").model == "HomePod mini")
    #expect(identify(.hostName, "AppleTV-4K").model == "Apple TV 4K")
    #expect(identify(.hostName, "ring_doorbell_pro").model == nil)
  }

  @Test("a serial of letters alone is no part of a Shelly's name")
  func serialOfLetters() {
    #expect(identify(.hostName, "shelly1-AABBCC").names.contains("Shelly 1"))
    #expect(identify(.hostName, "shellyplug-s-FACADE").model == "Plug S")
  }

  @Test("a model is called as it was asked for")
  func otherNames() {
    let said = identify(.hostName, "OPPO-A74")
    #expect(said.model == "A74" && said.names.contains("F19"))
  }

  @Test("the four digits behind a watch are its own, not the model's")
  func shortSerial() {
    let watch = identify(.hostName, "Galaxy-Watch4-8A3C")
    #expect(watch.brand == "Samsung" && watch.model?.contains("8A3C") != true)
  }

  @Test("names of Xiaomi's protocol tell the brand and what it is, never the model")
  func protocolNames() {
    for name in ["yeelink-light-color1_miio71234567", "roborock-vacuum-s5_miio260426251"] {
      for kind in [SignalKind.hostName, .serviceRecord] {
        let said = identify(kind, name)
        #expect(said.level == .brand && said.model == nil)
      }
    }
    #expect(identify(.hostName, "chuangmi-plug-m1_miio55667788").deviceClass == .iot)
  }

  @Test("a code that no catalogue has is no model: the phone is sold by another name")
  func codes() {
    for (token, brand) in [
      ("Infinix X6999", "Infinix"), ("LG-V599", "LG"), ("ASUS_X09Z", "ASUS"), ("ZTE 9999", "ZTE"),
      ("Lenovo K99a42", "Lenovo"), ("vivo 1999", "Vivo"), ("V2999KA", "Vivo"),
      ("RMX9999", "Realme"),
      ("MZB9999IN", "Xiaomi"), ("I2999", "Vivo"), ("realme C25 Series", "Realme"),
    ] {
      let said = agent(12, token)
      #expect(said.brand == brand && said.model == nil, "\(token)")
    }
  }

  @Test("Huawei and Honor share a form: build, system and version tell which, or nothing does")
  func houses() {
    #expect(agent(14, "QZX-LX1").brand == "Honor")
    #expect(agent(12, "QZX-AN00").brand == "Honor")
    #expect(agent(12, "QZX-AL00").brand == "Huawei")
    #expect(agent(10, "QZX-L29").brand == nil)
    #expect(agent(10, "QZX-L29", build: "HONORQZX-L29").brand == "Honor")
    #expect(agent(9, "QZX-L29", build: "HUAWEIQZX-L29").brand == "Huawei")
    #expect(agent(10, "STK-LX1", build: "HONORSTK-LX1").brand == "Honor")
  }

  @Test("letters that several phones share are no model")
  func stems() {
    let said = agent(10, "HRY-AL99X", build: "HONORHRY-AL99X")
    #expect(said.brand == "Honor" && said.model == nil)
  }

  @Test("a browser that writes its own maker in front changes nothing")
  func foreignMaker() {
    let said = agent(11, "SAMSUNG Redmi Note 9S")
    #expect(said.brand == "Xiaomi" && said.names.contains("Redmi Note 9S"))
  }

  @Test(
    "a pretended machine's address names no maker",
    arguments: ["00:15:5d", "00:50:56", "08:00:27", "00:1c:42"])
  func virtualMachines(prefix: String) {
    let said = Self.identifier.identify([], addressPrefix: prefix)
    #expect(said.brand == nil)
  }
}
