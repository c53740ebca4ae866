import CensusAttribution
import Foundation

@testable import CensusAgent

/// Rows of evidence with what a good identifier says of them, judged by the rules of the README beside
/// ../shared/device-id: letters and digits count alone, without the brand in front.
struct LabelledExamples {
  struct Score {
    var right = 0
    var wrong = 0
    var abstained = 0
    var overclaims = 0

    /// The share of what was said that was right.
    var precision: Double { Double(right) / Double(max(1, right + wrong + overclaims)) }
    /// The share of what could be said that was said rightly.
    var recall: Double { Double(right) / Double(max(1, right + wrong + abstained)) }
  }

  private(set) var brand = Score()
  private(set) var model = Score()

  init(_ bytes: [UInt8], _ identifier: DeviceIdentifier) throws {
    let file = try EvidenceFile(bytes)
    let labels = try Self.labels(bytes)
    for (row, label) in zip(file.rows, labels) {
      let said = identifier.identify(row.signals, addressPrefix: row.addressPrefix)
      judgeBrand(said, label.brands)
      judgeModel(said, label)
    }
  }

  private struct Label {
    let brands: [String]
    let models: [String]
    let mayBeClass: Bool
  }

  private static func labels(_ bytes: [UInt8]) throws -> [Label] {
    var reader = CSVReader(bytes)
    let header = try reader.next()?.fields ?? []
    guard let brand = header.firstIndex(of: "expected_brand"),
      let model = header.firstIndex(of: "expected_model_or_class")
    else { throw EvidenceFile.Problem(line: 1, reason: "no labels") }
    var labels: [Label] = []
    while let fields = try reader.next()?.fields {
      let words = fields[model].split(separator: "|").map(String.init)
      labels.append(
        Label(
          brands: fields[brand].split(separator: "|").map(String.init),
          models: words.filter { !$0.hasPrefix("class:") },
          mayBeClass: words.contains { $0.hasPrefix("class:") }))
    }
    return labels
  }

  private mutating func judgeBrand(_ said: Identification, _ brands: [String]) {
    if brands == ["unknown"] {
      if said.brand != nil { brand.overclaims += 1 }
    } else if let name = said.brand {
      if brands.map(Self.plain).contains(Self.plain(name)) {
        brand.right += 1
      } else {
        brand.wrong += 1
      }
    } else if !brands.contains("unknown") {
      brand.abstained += 1
    }
  }

  private mutating func judgeModel(_ said: Identification, _ label: Label) {
    if label.models.isEmpty {
      if said.level == .model { model.overclaims += 1 }
    } else if said.level == .model {
      let brands = label.brands + [said.brand ?? ""]
      let known = Set(said.names.map { Self.bare($0, brands) })
      let isRight = label.models.contains { known.contains(Self.bare($0, brands)) }
      if isRight { model.right += 1 } else { model.wrong += 1 }
    } else if !label.mayBeClass {
      model.abstained += 1
    }
  }

  private static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  private static func bare(_ text: String, _ brands: [String]) -> String {
    let key = plain(text)
    for brand in brands.map(plain).sorted(by: { $0.count > $1.count })
    where !brand.isEmpty && key.hasPrefix(brand) && key != brand {
      return String(key.dropFirst(brand.count))
    }
    return key
  }
}
