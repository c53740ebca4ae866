import CensusAttribution

// What is kept of evidence: its kinds, and how far each reached and how sure it was. One text:
// `host_name,user_agent;host_name:model:40,user_agent:model:50,vendor_class:class:30`: the kinds that carry the
// conclusion, then every kind with its level and its weight in tenths. Earlier versions wrote the first part alone.
extension LocalStore {
  static func text(of conclusion: KnownDevice.Conclusion) -> String {
    let kinds = conclusion.kinds.map(\.rawValue).joined(separator: ",")
    let statements = conclusion.statements.map { statement in
      let tenths = Int((statement.weight * 10).rounded())
      return "\(statement.kind.rawValue):\(statement.level.rawValue):\(tenths)"
    }
    return kinds + ";" + statements.joined(separator: ",")
  }

  static func kinds(_ text: String) -> [SignalKind] {
    let part = text.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
    return part.split(separator: ",").compactMap { SignalKind(rawValue: String($0)) }
  }

  static func statements(_ text: String) -> [Identification.Statement] {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return [] }
    return parts[1].split(separator: ",").compactMap { part in
      let fields = part.split(separator: ":").map(String.init)
      guard fields.count == 3, let kind = SignalKind(rawValue: fields[0]),
        let level = Identification.Level(rawValue: fields[1]), let tenths = Int(fields[2])
      else { return nil }
      return Identification.Statement(kind: kind, level: level, weight: Double(tenths) / 10)
    }
  }
}
