import CensusAgent
import CensusAttribution

/// Prints records one by one, as they are decoded: a list may be longer than the memory.
final class RecordPrinter {
  private let format: SummaryFormat
  private var isFirst = true
  /// Why nothing can be written any more.
  private(set) var failure: String?

  init(format: SummaryFormat) {
    self.format = format
  }

  func begin() {
    switch format {
    case .table: write(RecordList.tableHeader)
    case .csv: write(RecordList.csvHeader)
    case .json: write("{\n\"list\": [")
    }
  }

  func print(_ record: RecordText) {
    switch format {
    case .table: write(RecordList.tableRow(record))
    case .csv: write(RecordList.csvRow(record))
    case .json: write((isFirst ? "\n  " : ",\n  ") + RecordList.json(record))
    }
    isFirst = false
  }

  func end() {
    if format == .json { write(isFirst ? "],\n" : "\n],\n") }
  }

  /// What stands behind the list: with JSON, the members of the summary.
  func closing(_ survey: CaptureSurvey) -> String {
    // The summary is an object that begins with a brace and a line feed, as the list did.
    format == .json ? String(format.text(survey).dropFirst(2)) : ""
  }

  private func write(_ text: String) {
    guard failure == nil else { return }
    failure = StandardOutput.write(text)
  }
}
