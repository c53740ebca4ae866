import CensusAttribution
import CensusProtocol
import Testing

@testable import CensusAgent

@Suite("How things, televisions and players name themselves")
struct ThingFormTests {
  private static let identifier = DeviceIdentifier(prefixes: PrefixFiles.load().registry)

  private func identify(_ kind: SignalKind, _ text: String, _ prefix: String? = nil)
    -> Identification
  {
    Self.identifier.identify([Signal(kind, text)], addressPrefix: prefix)
  }

  @Test("Samsung's players give kind and name, of which a name of the maker's counts")
  func samsungPlayers() {
    let phone = identify(.userAgent, "DLNADOC/1.50 SEC_HHP_[Phone]Galaxy S9/1.0")
    #expect(phone.brand == "Samsung" && phone.model == "Galaxy S9")
    let renamed = identify(.description, "SERVER: SHP, UPnP/1.0, SEC_HHP_[TV]Annas den 5/1.0")
    #expect(renamed.brand == "Samsung" && renamed.model == nil && renamed.deviceClass == .tv)
  }

  @Test("a number of one letter and a digit is a loudspeaker only beside its maker")
  func shortCodes() {
    #expect(identify(.userAgent, "player/2.0 (S6; S18)").brand == nil)
    #expect(identify(.userAgent, "bar S18/2.0").model == nil)
    #expect(identify(.serviceRecord, "_sonos._tcp md=S18 manufacturer=Sonos").model == "One")
    #expect(identify(.description, "SERVER: Linux UPnP/1.0 Sonos/57.3 (ZPS9)").model == "Playbar")
  }

  @Test(
    "versions, platforms and words for any renderer are no models",
    arguments: [
      "manufacturer=LG Electronics modelName=LG TV modelNumber=1.0",
      "manufacturer=Philips modelName=Philips TV DMR modelNumber=2k14MTK",
      "manufacturer=Samsung Electronics modelName=Samsung DTV DMR modelNumber=1.0",
    ])
  func genericNames(description: String) {
    let said = identify(.description, description)
    #expect(said.level == .brand && said.model == nil && said.deviceClass == .tv)
  }

  @Test("a licensed system's television is of the brand at the end, or of none")
  func licensed() {
    func television(_ vendor: String) -> Identification {
      identify(
        .userAgent,
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 HbbTV/1.6.1 (+DRM; \(vendor); 50X; WEBOS22)"
      )
    }
    #expect(television("LGE/KONKA/TOSHIBA").brand == "Toshiba")
    #expect(television("LGE/WALTON/NOSUCHBRAND").brand == nil)
    #expect(television("LGE/WALTON/NOSUCHBRAND").deviceClass == .tv)
    #expect(television("LGE").brand == "LG")
  }

  @Test("what is cast to is no phone, and without pictures a loudspeaker")
  func castDevices() {
    #expect(identify(.serviceRecord, "_googlecast._tcp md=JBL Link 20").deviceClass == .speaker)
    #expect(
      identify(.serviceRecord, "_googlecast._tcp md=Smart Soundbar 9").deviceClass == .speaker)
    #expect(
      identify(.serviceRecord, "_googlecast._tcp md=Nobodys Box ca=2052").deviceClass == .speaker)
    #expect(
      identify(.serviceRecord, "_googlecast._tcp md=Nobodys Box ca=4101").deviceClass
        == .mediaPlayer)
    let clock = identify(.serviceRecord, "_googlecast._tcp md=Lenovo CD-24502F")
    #expect(!DeviceClass.mobile.includes(clock.deviceClass))
    #expect(identify(.serviceRecord, "_googlecast._tcp md=TPM171E").brand == "Philips")
  }

  @Test("printers give maker and model in their vendor class, consoles of servers their firm")
  func vendorClasses() {
    let printer = identify(.vendorClass, "Mfg=Lexmark;Typ=MFP;Mod=Lexmark CX510de;Ser=;Loc=")
    #expect(printer.brand == "Lexmark" && printer.model == "CX510de")
    #expect(printer.deviceClass == .printer)
    #expect(identify(.vendorClass, "ccp.avaya.com").brand == "Avaya")
    #expect(identify(.vendorClass, "Arista;DCS-7050;…").brand == "Arista")
  }

  @Test("Sony's header names firm and model")
  func audiovisual() {
    let said = identify(
      .description,
      "X-AV-Client-Info: av=5.0; cn=\"Sony Corporation\"; mn=\"BRAVIA KD-55XE90\"; mv=\"1.7\"")
    #expect(said.brand == "Sony" && said.deviceClass == .tv)
  }

  @Test("a maker's prefix names it, whose boxes operators sell does not")
  func prefixes() {
    // SolarEdge and AirTies; ARRIS.
    #expect(identify(.parameterList, "1", "84:d6:c5").brand == "SolarEdge")
    #expect(identify(.parameterList, "1", "88:41:fc").brand == "AirTies")
    #expect(identify(.parameterList, "1", "8c:61:a3").brand == nil)
  }
}
