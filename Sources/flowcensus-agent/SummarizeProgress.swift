import CensusAgent

/// One line on the terminal that says how far the reading of a file is; silent where nobody looks.
final class ProgressLine {
  private let file: String
  private let isShown = StandardError.isTerminal
  private var megabytesShown = -1
  private static let step = 16 << 20

  init(_ file: String) {
    self.file = file
  }

  func show(_ progress: CaptureSurvey.Progress) {
    guard isShown, progress.bytesRead / Self.step != megabytesShown else { return }
    megabytesShown = progress.bytesRead / Self.step
    let done = "\(progress.bytesRead >> 20) MiB"
    let part =
      progress.bytesTotal.map { total in
        total > 0 ? " of \(total >> 20) MiB (\(progress.bytesRead * 100 / total) %)" : ""
      } ?? ""
    StandardError.write("\r\u{1b}[Kreading \(file): \(done)\(part)")
  }

  func clear() {
    if isShown, megabytesShown >= 0 { StandardError.write("\r\u{1b}[K") }
  }
}
