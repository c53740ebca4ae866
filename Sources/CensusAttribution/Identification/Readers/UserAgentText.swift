import CensusProtocol

/// A User-Agent taken apart.
struct UserAgentText {
  /// What an Android device says of itself.
  struct Android: Equatable {
    /// Texts that stand where the model does, the likeliest first.
    var tokens: [String] = []
    var brand: String?
    var codeName: String?
    var region: Model.Region?
    var around = HuaweiCodes.Surroundings()
  }

  let text: String
  let lowered: String

  init(_ text: String) {
    self.text = text
    lowered = text.lowercased()
  }

  /// Nil where it is none.
  var android: Android? {
    if let windows = windowsPhone { return windows }
    guard lowered.holds("android") || lowered.holds("dalvik") || lowered.holds("fbdv/")
    else { return nil }
    guard !["iphone", "ipad", "cpu os"].contains(where: { lowered.holds($0) }) else {
      return nil
    }
    var android = Android()
    android.region = miuiRegion
    if let gcm = googleServices { android.codeName = gcm }
    social(&android)
    for comment in comments { fields(of: comment, into: &android) }
    android.around.build = buildBegins("HUAWEI") ? "Huawei" : buildBegins("HONOR") ? "Honor" : nil
    android.around.android = androidVersion
    android.around.isHarmony = lowered.holds("harmonyos")
    android.brand = android.brand ?? android.around.build
    if android.tokens.isEmpty, let device = value(after: "Device/") {
      split(device, into: &android)
    }
    return android
  }

  /// The parts in parentheses, inner ones within the outer.
  private var comments: [String] {
    var comments: [String] = []
    var depth = 0
    var current = ""
    for character in text {
      if character == "(" {
        depth += 1
        if depth == 1 { continue }
      }
      if character == ")" {
        depth -= 1
        if depth == 0 {
          comments.append(current)
          current = ""
        }
        if depth <= 0 {
          depth = 0
          continue
        }
      }
      if depth > 0 { current.append(character) }
    }
    // A header that was cut has no end.
    if !current.isEmpty { comments.append(current) }
    return comments
  }

  private func fields(of comment: String, into android: inout Android) {
    let fields = comment.split(separator: ";").map { NameReader.trimmed($0) }
    if let position = fields.firstIndex(where: { isResolution($0) }) {
      // Instagram's order: density, resolution, maker, model, code name, processor.
      let rest = Array(fields[(position + 1)...])
      if rest.count >= 3 {
        let maker = rest[0].split(separator: "/").first.map(String.init) ?? rest[0]
        android.brand = BrandWords.brand(PlainName.key(maker))
        android.tokens.append(rest[1])
        android.codeName = rest[2]
      }
      return
    }
    guard let system = fields.firstIndex(where: { $0.lowercased().hasPrefix("android") }) else {
      return
    }
    var rest = fields[(system + 1)...].filter { !isNoise($0) }
    if let build = rest.firstIndex(where: { $0.hasPrefix("Build/") }) {
      rest = Array(rest[..<build])
    }
    for field in rest {
      if let token = before(["Build/", "MIUI/", "HarmonyOS", "EMUI/"], in: field), !token.isEmpty {
        android.tokens.insert(token, at: 0)
        return
      }
    }
    // Apps put other things behind the model, browsers nothing: the last one first.
    android.tokens += rest.reversed().filter { $0.utf8.count <= 48 }
  }

  private func isResolution(_ field: String) -> Bool {
    let parts = field.split(separator: "x")
    return parts.count == 2
      && parts.allSatisfy { (3...4).contains($0.utf8.count) && Int($0) != nil }
  }

  /// The field's beginning before one of `marks`; nil where none is in it.
  private func before(_ marks: [String], in field: String) -> String? {
    for mark in marks {
      guard let position = position(of: mark, in: field) else { continue }
      return NameReader.trimmed(field[..<position])
    }
    return nil
  }

  private func position(of part: String, in text: String) -> String.Index? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(part) { return start }
      start = text.index(after: start)
    }
    return nil
  }

  private static let noise: Set<String> = [
    "k", "u", "wv", "linux", "mobile", "tablet", "arm_64", "arm", "arm64", "arm64-v8a", "x86_64",
    "armeabi-v7a", "gzip", "phone", "unspecified device", "touch", "en", "de", "fr", "generic",
  ]

  /// Fields that are no model: languages, processors, `K` of the reduced form, versions.
  private func isNoise(_ field: String) -> Bool {
    let lowered = field.lowercased()
    if field.isEmpty || Self.noise.contains(lowered) { return true }
    for form in ["@@-@@", "@@_@@", "@@@-@@", "@@"] where Form(form).matches(field) { return true }
    if lowered.hasPrefix("rv:") || lowered.hasPrefix("sdk") || lowered.hasPrefix("api")
      || lowered.hasPrefix("cronet") || lowered.hasPrefix("scale/") || lowered.hasPrefix("android")
      || lowered.hasSuffix("dpi") || lowered.hasPrefix("build/")
    {
      return true
    }
    return !PlainName.hasLetter(field)
  }

  /// `FBDV/` and `FBMF/` of Facebook's apps.
  private func social(_ android: inout Android) {
    if let device = value(after: "FBDV/") { android.tokens.append(device) }
    if let maker = value(after: "FBMF/") {
      android.brand = BrandWords.brand(PlainName.key(maker))
    }
    if let device = value(after: "device=") { android.codeName = device }
  }

  /// The value behind `key`, up to the next separator.
  func value(after key: String) -> String? {
    guard let position = position(of: key, in: text) else { return nil }
    let rest = text[position...].dropFirst(key.count)
    let value = rest.prefix { $0 != ";" && $0 != "]" && $0 != ")" && $0 != "," && $0 != "(" }
    let trimmed = NameReader.trimmed(value)
    return trimmed.isEmpty ? nil : trimmed
  }

  /// `Xiaomi-Redmi_Note_5` of WhatsApp.
  private func split(_ device: String, into android: inout Android) {
    let word = device.split(separator: " ").first.map(String.init) ?? device
    let plain = String(word.map { $0 == "_" ? " " : $0 })
    if let hyphen = plain.firstIndex(of: "-"),
      let brand = BrandWords.brand(PlainName.key(plain[..<hyphen]))
    {
      android.brand = brand
      android.tokens.append(String(plain[plain.index(after: hyphen)...]))
    } else {
      android.tokens.append(plain)
    }
  }

  /// `Android-GCM/1.5 (mido NRD90M)`, `GoogleAuth/1.4 (mido NRD90M)`: hardware and build.
  private var googleServices: String? {
    guard lowered.hasPrefix("android-gcm/") || lowered.hasPrefix("googleauth/") else { return nil }
    return comments.first?.split(separator: " ").first.map(String.init)
  }

  /// `Windows Phone 10.0; Android 4.2.1; Microsoft; Lumia 650`: maker and model come last.
  private var windowsPhone: Android? {
    guard lowered.holds("windows phone") else { return nil }
    for comment in comments where comment.lowercased().holds("windows phone") {
      let fields = comment.split(separator: ";").map { NameReader.trimmed($0) }
      guard fields.count >= 2, let model = fields.last else { continue }
      var android = Android()
      android.tokens = [model]
      android.brand = BrandWords.brand(PlainName.key(fields[fields.count - 2]))
      return android
    }
    return nil
  }

  private var androidVersion: Int? {
    position(of: "Android ", in: text).flatMap { start in
      Int(text[start...].dropFirst("Android ".count).prefix { $0.isASCII && $0.isNumber })
    }
  }

  private func buildBegins(_ word: String) -> Bool {
    position(of: "Build/" + word, in: text) != nil
  }

  /// The market in a MIUI version: `V12.0.3.0.QJZMIXM` is global (`MI`), `…CNXM` China.
  private var miuiRegion: Model.Region? {
    guard let version = value(after: "MIUI/") else { return nil }
    let word = version.split(separator: " ").first ?? ""
    guard let tail = word.split(separator: ".").last, tail.utf8.count >= 7 else { return nil }
    switch tail.dropFirst(3).prefix(2) {
    case "MI", "EU", "RU", "ID", "TR": return .global
    case "CN": return .china
    case "IN": return .india
    case "TW": return .taiwan
    default: return nil
    }
  }

  /// `iPhone11,8`, `iPad8,1`, `AppleTV6,2`, `MacBookPro16,1`, wherever they stand.
  var appleCode: String? {
    var word = ""
    for character in text + " " {
      if character.isASCII, character.isLetter || character.isNumber || character == "," {
        word.append(character)
        continue
      }
      if let comma = word.firstIndex(of: ","), word.index(after: comma) != word.endIndex,
        [
          "iPhone", "iPad", "iPod", "AppleTV", "MacBook", "iMac", "Macmini", "MacPro", "Watch",
          "AudioAccessory",
        ]
        .contains(where: { word.hasPrefix($0) })
      {
        return word
      }
      word = ""
    }
    return nil
  }

  /// `HbbTV/1.2.1 (;Panasonic;VIERA 2013;…)` and `(…; LG; 55UK6300; …)`: the field behind the maker.
  func televisionModel(_ brand: String) -> String? {
    guard lowered.holds("hbbtv/") else { return nil }
    for comment in comments {
      let fields = comment.split(separator: ";").map { NameReader.trimmed($0) }
      guard
        let maker = fields.firstIndex(where: { BrandWords.brand(PlainName.key($0)) == brand }),
        maker + 1 < fields.count
      else { continue }
      let model = fields[maker + 1]
      return PlainName.hasDigit(model) && (4...32).contains(model.utf8.count) ? model : nil
    }
    return nil
  }

  /// Who sells a television with another maker's system: `STILEVS` of `HbbTV/1.6.1 (+DRM; LGE/WALTON/STILEVS; …)`.
  var licensee: String? {
    guard lowered.holds("hbbtv/") else { return nil }
    for field in comments.flatMap({ $0.split(separator: ";") }) {
      let parts = field.split(separator: "/").map { NameReader.trimmed($0) }
      if parts.count >= 2, parts[0] == "LGE", let last = parts.last, last != "LGE" { return last }
    }
    return nil
  }

  /// The whole text, and what stands between semicolons in parentheses: where a program puts a name of many words.
  var fields: [String] {
    ([text] + comments.flatMap { $0.split(separator: ";").map(String.init) }).prefix(16)
      .map { NameReader.trimmed($0) }.filter { $0.utf8.count <= 48 }
  }

  /// `Name/version` products outside of parentheses, by their names.
  var products: [String] {
    text.split(separator: " ").prefix(8).compactMap { word in
      word.split(separator: "/").first.map(String.init)
    }
  }
}
