/// Which step of its test plan a phase is: it decides for which figures the phase counts.
public enum PhaseStep: Hashable, Sendable {
  /// The first minutes after the first boot, which differ from all later ones: reported apart.
  case startUp
  /// The wait until what the set-up started has ended: listed, in no figure.
  case settle
  /// A measured block, untouched: the figures of its condition.
  case measured
  /// A measured block in which somebody follows the plan's script.
  case script
  /// A measured block after so many bytes of random photos were put on the unit, 0 of them too: the
  /// figures of the dose, not those of the condition.
  case dose(bytes: Int64)

  /// A terabyte: no phone of the case holds more photos.
  public static let doses: ClosedRange<Int64> = 0...1_000_000_000_000

  /// The words of the closed list, in its order.
  public static let words = ["start-up", "settle", "measured", "script", "dose"]

  /// Nil for another word, for a dose without its bytes, and for bytes without a dose.
  public init?(word: String, doseBytes: Int64?) {
    switch (word, doseBytes) {
    case ("start-up", nil): self = .startUp
    case ("settle", nil): self = .settle
    case ("measured", nil): self = .measured
    case ("script", nil): self = .script
    case ("dose", let bytes?) where Self.doses.contains(bytes): self = .dose(bytes: bytes)
    default: return nil
    }
  }

  public var word: String {
    switch self {
    case .startUp: "start-up"
    case .settle: "settle"
    case .measured: "measured"
    case .script: "script"
    case .dose: "dose"
    }
  }

  public var doseBytes: Int64? {
    guard case .dose(let bytes) = self else { return nil }
    return bytes
  }

  /// Whether the phase counts for the figures of its condition.
  public var countsForCondition: Bool { self == .measured || self == .script }

  /// What the step is, in the words that people read.
  public var meaning: String {
    switch self {
    case .startUp: "start-up, reported apart"
    case .settle: "settling, not counted"
    case .measured: "measured"
    case .script: "measured, scripted use"
    case .dose(let bytes): "measured with a dose of \(bytes) bytes of photos"
    }
  }
}

extension ObjectReader {
  /// The fields `step` and `dose_bytes`.
  public mutating func phaseStep() throws(ContractViolation) -> PhaseStep {
    let list = PhaseStep.words.joined(separator: ", ")
    let word = try parsed("step", expected: "one of \(list)") {
      PhaseStep.words.contains($0) ? $0 : nil
    }
    let bytes = has("dose_bytes") ? try integer("dose_bytes", in: PhaseStep.doses) : nil
    guard let step = PhaseStep(word: word, doseBytes: bytes) else {
      throw violation(
        "dose_bytes", word == "dose" ? "is missing" : "only a phase of step dose has a dose")
    }
    return step
  }
}
