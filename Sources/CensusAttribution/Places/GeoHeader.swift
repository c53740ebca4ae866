/// What the comments at the top of a geo text file say of it.
struct GeoHeader: Equatable {
  /// `tor-geoipdb` where the file says that Tor's tool wrote it; nil else.
  private(set) var name: String?
  /// The day of the export, `2026-06-25`; nil where the file does not say.
  private(set) var version: String?

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Takes one comment line.
  mutating func read(_ text: Span<UInt8>, _ range: Range<Int>) {
    // Only the header at the top is of interest, and no line of it is long.
    guard version == nil, range.count <= 200 else { return }
    let line = String(decoding: range.map { text[$0] }, as: UTF8.self)
    if line.contains("IPFire Location") || line.contains("geoip-db-tool") { name = "tor-geoipdb" }
    // "# Generated: Thu, 25 Jun 2026 04:33:59 GMT"
    let words = line.split(whereSeparator: { $0 == " " || $0 == "," })
    guard words.count >= 6, words[1] == "Generated:",
      let day = Int(words[3]), let month = Self.months.firstIndex(of: String(words[4])),
      let year = Int(words[5]), (1...31).contains(day), (1970...9999).contains(year)
    else { return }
    version = "\(year)-\(Self.twoDigits(month + 1))-\(Self.twoDigits(day))"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
