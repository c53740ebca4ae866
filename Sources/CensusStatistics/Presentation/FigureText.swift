/// A figure of a finding as people read it, alike on pages and in tables.
extension FigureDocument {
  public var valueText: String {
    (name == "contacts-below" ? "< " : "") + Self.number(value, unit)
  }

  /// Empty where no interval is bounded.
  public var intervalText: String {
    guard let low, let high, let coverage else { return "" }
    return
      "\(Self.number(low, unit)) – \(Self.number(high, unit)) (\(Figures.percent(coverage)))"
  }

  private static func number(_ value: Double, _ unit: String) -> String {
    switch FindingFigure.Unit(rawValue: unit) {
    case .share: Figures.percent(value)
    case .bytesPerDay: Figures.bytes(value)
    case .hours: "\(Figures.hours(value)) h"
    case .probability: Figures.probability(value)
    case .factor, .eventsPerDay, .bytesPerByte, nil: Figures.signed(value)
    }
  }
}

/// The first minutes as a table: the same cells on pages and in the command's output.
extension StartUpDocument {
  public static let header = [
    "Condition", "Units with contact", "Watched", "Bytes up", "Bytes down",
    "Idle, as long: bytes up",
  ]

  /// Bytes are those of a median unit's start-up, with their interval over units.
  public func cells(claim: String) -> [String] {
    let name =
      Claim(rawValue: claim) == .update
      ? "\(condition), \(arm == StartUp.Arm.reference.rawValue ? "before" : "after") the update"
      : condition
    return [
      name,
      Figures.share(
        count: unitsWithContact.count, of: units, low: unitsWithContact.shareLow,
        high: unitsWithContact.shareHigh), "\(exposureMinutes) min",
      Self.text(medianBytesUp), Self.text(medianBytesDown), medianIdleBytesUp.map(Self.text) ?? "–",
    ]
  }

  private static func text(_ median: MedianDocument) -> String {
    guard let low = median.low, let high = median.high, low < high else {
      return Figures.bytes(median.median)
    }
    return "\(Figures.bytes(median.median)) (\(Figures.bytes(low)) – \(Figures.bytes(high)))"
  }
}
