public import CensusAttribution
public import CensusCapture

extension CaptureSurvey {
  /// Follows a vantage until it has no more to say or `goesOn`, which is asked at least once a second with
  /// the time of day in microseconds since 1970, says that it is enough.
  ///
  /// Devices whose stations the vantage does not see are named by `sources`, which are read once a minute;
  /// `report` is told, once, what could not be read of them.
  ///
  /// Where it throws, what was seen before is counted.
  public mutating func follow(
    _ vantage: inout some Vantage & ~Copyable, naming sources: AddressSources,
    report: (String) -> Void, while goesOn: (Int64) -> Bool
  ) throws(VantageError) {
    beginCapture()
    var reported: Set<String> = []
    var nextNaming = Int64.min
    do {
      while true {
        let now = WallClock.microseconds
        guard goesOn(now) else { break }
        if now >= nextNaming {
          nextNaming = now + 60_000_000
          for problem in refreshNames(from: sources) where reported.insert(problem).inserted {
            report(problem)
          }
        }
        guard try vantage.advance(at: now, waiting: 1000, { slice in add(slice) }) else { break }
      }
    } catch {
      end(&vantage, naming: sources)
      throw error
    }
    end(&vantage, naming: sources)
  }

  private mutating func end(
    _ vantage: inout some Vantage & ~Copyable, naming sources: AddressSources
  ) {
    _ = refreshNames(from: sources)
    vantage.finish { slice in add(slice) }
    take(vantage)
  }
}
