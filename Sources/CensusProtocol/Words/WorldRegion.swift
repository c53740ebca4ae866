/// A sub-region of the world, by its code in the United Nations' standard M49 ("Standard country or area
/// codes for statistical use", 2024 edition): where sub-Saharan Africa and Latin America are divided
/// further, the intermediate regions. Small figures of countries are merged into them.
///
/// Not in M49, and put where they lie: `TW` (Eastern Asia) and `XK` (Southern Europe). `AQ` and the codes
/// `AP` and `EU`, which are no country, belong to no sub-region.
public struct WorldRegion: Hashable, Sendable, Comparable {
  /// Three digits, such as `030`.
  public let code: String
  /// The name that people read, such as `Eastern Asia`.
  public let name: String
  /// The countries of the region, in the order of their codes.
  public let countries: [CountryCode]

  private init(_ code: String, _ name: String, _ countries: String) {
    self.code = code
    self.name = name
    self.countries = countries.split(separator: " ").compactMap { CountryCode($0) }.sorted()
  }

  /// The region with this M49 code, if there is one.
  public init?(code: String) {
    guard let region = Self.all.first(where: { $0.code == code }) else { return nil }
    self = region
  }

  /// The region that a country belongs to; nil for `AQ` and what is no country.
  public init?(of country: CountryCode) {
    guard let region = Self.regions[country] else { return nil }
    self = region
  }

  public static func < (left: WorldRegion, right: WorldRegion) -> Bool { left.code < right.code }
  public static func == (left: WorldRegion, right: WorldRegion) -> Bool { left.code == right.code }
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }

  private static let regions: [CountryCode: WorldRegion] = Dictionary(
    uniqueKeysWithValues: all.flatMap { region in region.countries.map { ($0, region) } })

  /// All regions, in the order of their codes.
  public static let all: [WorldRegion] = [
    WorldRegion("005", "South America", "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE"),
    WorldRegion(
      "011", "Western Africa", "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG"),
    WorldRegion("013", "Central America", "BZ CR GT HN MX NI PA SV"),
    WorldRegion(
      "014", "Eastern Africa",
      "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW"),
    WorldRegion("015", "Northern Africa", "DZ EG EH LY MA SD TN"),
    WorldRegion("017", "Middle Africa", "AO CD CF CG CM GA GQ ST TD"),
    WorldRegion("018", "Southern Africa", "BW LS NA SZ ZA"),
    WorldRegion("021", "Northern America", "BM CA GL PM US"),
    WorldRegion(
      "029", "Caribbean",
      "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI"),
    WorldRegion("030", "Eastern Asia", "CN HK JP KP KR MN MO TW"),
    WorldRegion("034", "Southern Asia", "AF BD BT IN IR LK MV NP PK"),
    WorldRegion("035", "South-eastern Asia", "BN ID KH LA MM MY PH SG TH TL VN"),
    WorldRegion(
      "039", "Southern Europe", "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK"),
    WorldRegion("053", "Australia and New Zealand", "AU CC CX HM NF NZ"),
    WorldRegion("054", "Melanesia", "FJ NC PG SB VU"),
    WorldRegion("057", "Micronesia", "FM GU KI MH MP NR PW UM"),
    WorldRegion("061", "Polynesia", "AS CK NU PF PN TK TO TV WF WS"),
    WorldRegion("143", "Central Asia", "KG KZ TJ TM UZ"),
    WorldRegion(
      "145", "Western Asia", "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE"),
    WorldRegion("151", "Eastern Europe", "BG BY CZ HU MD PL RO RU SK UA"),
    WorldRegion(
      "154", "Northern Europe", "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ"),
    WorldRegion("155", "Western Europe", "AT BE CH DE FR LI LU MC NL"),
  ]
}
