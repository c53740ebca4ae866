import CensusProtocol

/// Cells of one release, as `/v1/house` answers them.
struct HouseFiguresDocument: Encodable {
  /// Absent where nothing is released yet.
  let release: Release?
  let rows: [Row]

  struct Release: Encodable {
    let epoch: String
    let digest: String
    /// Whether counts are raw and merged, or noisy.
    let figures: String
    let address: String
  }

  struct Row: Encodable {
    let epoch: String
    /// Absent in a row that gathers models.
    let model: String?
    let title: String
    let destination: String
    let destinationTitle: String
    /// Absent in a noisy release.
    let service: String?
    let contributors: Int64
    let contributorsLow: Int64
    let contributorsHigh: Int64
    /// Contributors with the model, whatever they spoke with.
    let of: Int64?
    let shareLow: Double?
    let shareHigh: Double?
    /// Lower quartile, median and upper quartile, as log2 buckets.
    let up: [Int]?
    let down: [Int]?
    let activeHours: [String]?
  }

  init(_ entry: SignedEntry?, _ selection: CellSelection, catalogue: Catalogue) {
    guard let entry, let release = entry.entry.release else {
      self.release = nil
      rows = []
      return
    }
    self.release = Release(
      epoch: release.epoch.description, digest: entry.digest.description,
      figures: release.figuresName, address: "/v1/releases/\(release.epoch)")
    rows = release.cells.filter(selection.contains).map { cell in
      Row(cell, epoch: release.epoch, catalogue: catalogue)
    }
  }
}

extension HouseFiguresDocument.Row {
  fileprivate init(_ cell: ReleasedCell, epoch: Epoch, catalogue: Catalogue) {
    self.epoch = epoch.description
    model =
      switch cell.subject {
      case .model(let model): model.description
      case .otherModels: nil
      }
    title = cell.subject.title(in: catalogue)
    destination = cell.destination.description
    destinationTitle = cell.destination.title
    service = cell.service?.rawValue
    contributors = cell.contributors.number
    contributorsLow = cell.contributors.range.lowerBound
    contributorsHigh = cell.contributors.range.upperBound
    of = cell.ofSubject?.number
    shareLow = cell.share?.lowerBound
    shareHigh = cell.share?.upperBound
    up = cell.buckets.map { [$0.up.lower, $0.up.median, $0.up.upper].map(\.exponent) }
    down = cell.buckets.map { [$0.down.lower, $0.down.median, $0.down.upper].map(\.exponent) }
    activeHours = cell.buckets.map {
      [$0.activeHours.lower, $0.activeHours.median, $0.activeHours.upper].map(\.rawValue)
    }
  }
}

extension HouseFiguresDocument {
  /// The rows as CSV (RFC 4180): the same numbers, lists separated by spaces.
  var csv: String {
    CSV.text(
      header: [
        "epoch", "model", "title", "destination", "destination_title", "service", "contributors",
        "contributors_low", "contributors_high", "of", "share_low", "share_high", "up", "down",
        "active_hours", "figures", "release",
      ],
      rows.map { row in
        [
          row.epoch, row.model ?? "", row.title, row.destination, row.destinationTitle,
          row.service ?? "", "\(row.contributors)", "\(row.contributorsLow)",
          "\(row.contributorsHigh)", row.of.map { "\($0)" } ?? "", CSV.number(row.shareLow),
          CSV.number(row.shareHigh), Self.list(row.up), Self.list(row.down),
          (row.activeHours ?? []).joined(separator: " "), release?.figures ?? "",
          release?.digest ?? "",
        ]
      })
  }

  private static func list(_ numbers: [Int]?) -> String {
    (numbers ?? []).map(String.init).joined(separator: " ")
  }
}
