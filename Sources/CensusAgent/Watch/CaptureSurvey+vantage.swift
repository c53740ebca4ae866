public import CensusCapture

extension CaptureSurvey {
  /// Follows a vantage until it has no more to say or `goesOn`, which is asked at least once a second with
  /// the time of day in microseconds since 1970, says that it is enough.
  ///
  /// Where it throws, what was seen before is counted.
  public mutating func follow(
    _ vantage: inout some Vantage & ~Copyable, while goesOn: (Int64) -> Bool
  ) throws(VantageError) {
    beginCapture()
    do {
      while true {
        let now = WallClock.microseconds
        guard goesOn(now) else { break }
        guard try vantage.advance(at: now, waiting: 1000, { slice in add(slice) }) else { break }
      }
    } catch {
      end(&vantage)
      throw error
    }
    end(&vantage)
  }

  private mutating func end(_ vantage: inout some Vantage & ~Copyable) {
    vantage.finish { slice in add(slice) }
    take(vantage)
  }
}
