public import CensusCapture

extension CaptureSurvey {
  /// Reads files of flow records to their ends. `report` is called after every piece with the file that is
  /// read; what could not be read is in `files.failures`.
  public mutating func read(
    _ files: inout RecordFiles, report: (_ path: String, Progress) -> Void = { _, _ in }
  ) throws(VantageError) {
    beginCapture()
    // A file of the past: no time is told, and none waited.
    while try files.advance(at: 0, waiting: 0, { slice in add(slice) }) {
      report(
        files.path, Progress(bytesRead: files.bytesRead, bytesTotal: files.bytesTotal))
    }
    files.finish { slice in add(slice) }
    take(files)
    noteEndings(files.endings)
  }
}
