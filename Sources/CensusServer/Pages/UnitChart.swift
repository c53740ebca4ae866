import CensusProtocol
import CensusStatistics
import Foundation

/// Bytes up in 24 hours of each unit under each condition that a finding compares: a line for each unit,
/// a mark for each condition, on a logarithmic scale; units without contact stand at the left.
struct UnitChart {
  let finding: Finding

  private static let width = 720.0
  private static let left = 215.0
  private static let right = 695.0
  private static let silence = 238.0
  private static let scaleStart = 270.0
  private static let lineHeight = 22.0
  private static let top = 34.0
  /// More lines would not be read any more.
  private static let mostUnits = 40

  private struct Mark {
    let name: String
    let bytes: Double
    /// The first condition is filled, what is compared with it is hollow.
    let isFilled: Bool
  }

  private var units: [UnitEvidence] { Array(finding.units.prefix(Self.mostUnits)) }

  /// For a page.
  var html: HTML { element([]) }

  /// For a file of its own.
  var file: String {
    element([
      Attribute("xmlns", "http://www.w3.org/2000/svg"),
      Attribute("color", "#1d2330"),
    ]).markup + "\n"
  }

  private func element(_ attributes: [Attribute]) -> HTML {
    let height = Self.top + Double(max(units.count, 1)) * Self.lineHeight + 22
    return HTML.element(
      "svg",
      attributes + [
        .class("chart"), Attribute("viewBox", "0 0 \(Int(Self.width)) \(Int(height))"),
        Attribute("role", "img"),
        Attribute("aria-label", "Bytes up in 24 hours of each unit, by condition"),
        Attribute("font-family", "sans-serif"), Attribute("font-size", "12"),
        Attribute("fill", "currentColor"),
      ]
    ) {
      legend
      grid(height: height)
      for (number, unit) in units.enumerated() {
        line(unit, y: Self.top + (Double(number) + 0.5) * Self.lineHeight)
      }
    }
  }

  private func marks(_ unit: UnitEvidence) -> [Mark] {
    if finding.query.claim == .dose {
      return unit.doses.map {
        Mark(
          name: Figures.bytes(Double($0.bytes)), bytes: $0.tally.upPerDay, isFilled: $0.bytes > 0)
      }
    }
    let names = Self.names(finding.query)
    return [
      unit.reference.map { Mark(name: names[0], bytes: $0.upPerDay, isFilled: true) },
      unit.changed.map { Mark(name: names.last ?? "", bytes: $0.upPerDay, isFilled: false) },
    ].compactMap(\.self)
  }

  private static func names(_ query: FindingQuery) -> [String] {
    switch query.claim {
    case .update: ["before the update", "after it"]
    case .dose: ["with a dose", "dose 0"]
    default:
      [query.condition, query.claim.changedCondition].compactMap(\.self)
        .map { "\($0.rawValue) \($0.meaning)" }
    }
  }

  private var largest: Double { units.flatMap(marks).map(\.bytes).max() ?? 0 }
  /// A power of ten that no mark is beyond.
  private var decades: Int { max(4, Int(log10(max(largest, 1)).rounded(.up))) }

  private func x(_ bytes: Double) -> Double {
    guard bytes > 0 else { return Self.silence }
    let share = log10(max(bytes, 1)) / Double(decades)
    return Self.scaleStart + share * (Self.right - Self.scaleStart)
  }

  private var legend: HTML {
    HTML(
      Self.names(finding.query).enumerated().flatMap { number, name in
        let x = Self.left + Double(number) * 260
        return [circle(x + 6, 12, isFilled: number == 0), text(name, x + 16, 16, anchor: "start")]
      })
  }

  private func grid(height: Double) -> HTML {
    let bottom = height - 20
    let exponents = Array(stride(from: 0, through: decades, by: decades > 6 ? 2 : 1))
    return HTML(
      [text("none", Self.silence, height - 6, anchor: "middle")]
        + exponents.flatMap { exponent in
          let bytes = pow(10, Double(exponent))
          return [
            rule(x(bytes), Self.top - 6, x(bytes), bottom, opacity: "0.2"),
            text(Figures.bytes(bytes), x(bytes), height - 6, anchor: "middle"),
          ]
        })
  }

  private func line(_ unit: UnitEvidence, y: Double) -> HTML {
    let marks = marks(unit)
    let ends = marks.map { x($0.bytes) }
    return HTML(
      [
        text(
          "\(unit.organisation.description.prefix(22)) \(unit.unit.description.prefix(4))",
          Self.left - 8,
          y + 4, anchor: "end"),
        rule(ends.min() ?? Self.left, y, ends.max() ?? Self.left, y, opacity: "0.6"),
      ] + marks.map { circle(x($0.bytes), y, isFilled: $0.isFilled) })
  }

  private func circle(_ x: Double, _ y: Double, isFilled: Bool) -> HTML {
    HTML.element(
      "circle",
      [
        Attribute("cx", Self.number(x)), Attribute("cy", Self.number(y)), Attribute("r", "5"),
        Attribute("stroke", "currentColor"), Attribute("stroke-width", "1.5"),
        Attribute("fill", isFilled ? "currentColor" : "#fff"),
      ]
    ) { "" }
  }

  private func rule(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, opacity: String
  ) -> HTML {
    HTML.element(
      "line",
      [
        Attribute("x1", Self.number(x1)), Attribute("y1", Self.number(y1)),
        Attribute("x2", Self.number(x2)), Attribute("y2", Self.number(y2)),
        Attribute("stroke", "currentColor"), Attribute("stroke-opacity", opacity),
      ]
    ) { "" }
  }

  private func text(_ text: String, _ x: Double, _ y: Double, anchor: String) -> HTML {
    HTML.element(
      "text",
      [
        Attribute("x", Self.number(x)), Attribute("y", Self.number(y)),
        Attribute("text-anchor", anchor),
      ]
    ) { text }
  }

  private static func number(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
