public import CensusAttribution
import CensusProtocol

/// Identifications as programs and people read them.
public enum IdentificationText {
  /// One JSON object, without a line end.
  public static func json(row: Int, _ identification: Identification) -> String {
    JSONText.object([
      ("row", "\(row)"),
      ("level", JSONText.string(identification.level.rawValue)),
      ("brand", identification.brand.map(JSONText.string) ?? "null"),
      ("model", identification.model.map(JSONText.string) ?? "null"),
      ("names", JSONText.array(identification.names.map(JSONText.string))),
      ("class", JSONText.string(identification.deviceClass.rawValue)),
      ("confidence", decimal(identification.confidence)),
      ("because", JSONText.array(identification.because.map(JSONText.string))),
    ])
  }

  /// One line for people: what it is, how sure, and why.
  public static func line(_ identification: Identification) -> String {
    "\(title(identification)) (\(percent(identification.confidence))): "
      + identification.because.joined(separator: "; ")
  }

  /// One line for each piece of evidence: what was seen, what it says, and its weight.
  public static func explanation(_ pieces: [(signal: Signal, claim: Claim)]) -> [String] {
    pieces.map { signal, claim in
      var says: [String] = []
      if let model = claim.model {
        says.append("model \(model.value.name) (\(weight(model.weight)))")
      }
      if let brand = claim.brand { says.append("brand \(brand.value) (\(weight(brand.weight)))") }
      if let deviceClass = claim.deviceClass {
        says.append("class \(deviceClass.value.rawValue) (\(weight(deviceClass.weight)))")
      }
      let text = JSONText.string(signal.text)
      return "\(signal.kind.title) \(text): "
        + (says.isEmpty ? "says nothing" : says.joined(separator: ", "))
    }
  }

  /// One line for each kind of evidence that is kept: how far it reached, and its weight.
  public static func explanation(_ conclusion: KnownDevice.Conclusion) -> [String] {
    guard !conclusion.statements.isEmpty else {
      return conclusion.kinds.map { "by the \($0.title)" }
    }
    return conclusion.statements.map { statement in
      statement.level == .unknown
        ? "\(statement.kind.title): says nothing, or contradicts itself"
        : "\(statement.kind.title): names the \(statement.level.rawValue) (\(weight(statement.weight)))"
    }
  }

  /// With one decimal.
  private static func weight(_ weight: Double) -> String {
    let tenths = Int((abs(weight) * 10).rounded())
    return "\(weight < 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
  }

  /// What the device is called, as far as is known.
  public static func title(_ identification: Identification) -> String {
    let deviceClass = identification.deviceClass.rawValue
    switch identification.level {
    case .model:
      let brand = identification.brand ?? ""
      let model = identification.model ?? ""
      return model.lowercased().hasPrefix(brand.lowercased()) ? model : "\(brand) \(model)"
    case .brand:
      return
        "\(identification.brand ?? ""), \(deviceClass == "unknown" ? "some device" : deviceClass)"
    case .class: return "some \(deviceClass)"
    case .unknown: return "unknown"
    }
  }

  /// A probability in per cent; never 100, since nothing here is certain.
  public static func percent(_ probability: Double) -> String {
    "\(min(99, Int((probability * 100).rounded(.down)))) %"
  }

  /// Three decimals.
  private static func decimal(_ probability: Double) -> String {
    let thousandths = min(1000, max(0, Int((probability * 1000).rounded())))
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
