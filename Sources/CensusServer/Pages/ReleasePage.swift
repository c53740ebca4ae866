import CensusProtocol
import CensusStatistics

/// One release: its cells, and by what rule they were made.
struct ReleasePage {
  let entry: SignedEntry
  let release: HouseRelease
  let catalogue: Catalogue

  /// The whole document.
  var document: String {
    Page.document(title: "FlowCensus: \(release.epoch)") {
      HTML.element("h1") { "What households saw in \(release.epoch.description)" }
      HTML.element("p", [.class("lead")]) { rule }
      if release.cells.isEmpty {
        HTML.element("p", [.class("nothing")]) {
          nothing
        }
      } else {
        table
      }
      proof
    }
  }

  private var rule: String {
    switch release.figures {
    case .merged(let figures):
      "Each row counts at least \(figures.rule.fewest) households; counts are rounded to \(MergeRule.rounding), so the true one lies in the range beside it. Bytes are those of the median household in the week, from \(figures.rule.fewestForQuartiles) households on."
    case .noisy(let figures):
      "Every count has noise, so that no single contribution shows; the true one lies in the range beside it in 95 of 100 cases. Counts below \(figures.rule.threshold) are not published."
    case .withheld:
      "This server publishes with noise, and what noise may cost in all is spent. The contributions of the week were deleted as always, and no counts without noise are published in their place."
    }
  }

  private var nothing: String {
    if case .withheld = release.figures { return "No table: the privacy budget is spent." }
    return "No cell has enough households to be published."
  }

  private var table: HTML {
    HTML.element("table") {
      HTML.element("thead") {
        HTML.element("tr") {
          for title in [
            "Model", "Destination", "Service", "Households", "Range", "Share of the model's",
            "Sent (median)", "Received (median)",
          ] { HTML.element("th", [.scope("col")]) { title } }
        }
      }
      HTML.element("tbody") {
        for cell in release.cells { row(cell) }
      }
    }
  }

  private func row(_ cell: ReleasedCell) -> HTML {
    HTML.element("tr") {
      HTML.element("th", [.scope("row")]) { cell.subject.title(in: catalogue) }
      HTML.element("td") { cell.destination.title }
      HTML.element("td") { cell.service?.rawValue ?? "any" }
      HTML.element("td", [.class("number")]) { "\(cell.contributors.number)" }
      HTML.element("td", [.class("number")]) {
        "\(cell.contributors.range.lowerBound)–\(cell.contributors.range.upperBound)"
      }
      HTML.element("td", [.class("number")]) {
        cell.share.map { Figures.percent($0.lowerBound, $0.upperBound) } ?? ""
      }
      HTML.element("td", [.class("number")]) { cell.buckets.map { Self.bytes($0.up.median) } ?? "" }
      HTML.element("td", [.class("number")]) {
        cell.buckets.map { Self.bytes($0.down.median) } ?? ""
      }
    }
  }

  /// A bucket in the words that people read: from its fewest bytes up to twice as many.
  private static func bytes(_ bucket: ByteBucket) -> String {
    guard bucket.exponent > 0 else { return "nothing" }
    let low = Double(bucket.lowerBound)
    return bucket.exponent == ByteBucket.exponents.upperBound
      ? "\(Figures.bytes(low)) or more" : "\(Figures.bytes(low))–\(Figures.bytes(low * 2))"
  }

  private var proof: HTML {
    HTML.element("section") {
      HTML.element("h2") { "What proves it" }
      HTML.element("p") {
        "Entry \(entry.entry.number) of the log, published "
        HTML.time(entry.entry.time)
        ", digest "
        HTML.element("code") { entry.digest.description }
        ". “flowcensus verify release” checks the chain, the signatures and the arithmetic."
      }
      HTML.element("p", [.class("downloads")]) {
        "The same rows: "
        HTML.element("a", [.href("/v1/house?epoch=\(release.epoch)&format=csv")]) { "CSV" }
        " · "
        HTML.element("a", [.href("/v1/house?epoch=\(release.epoch)")]) { "JSON" }
        ". The signed bytes: "
        HTML.element("a", [.href("/v1/releases/\(release.epoch)")]) { "release" }
        "."
      }
    }
  }
}
