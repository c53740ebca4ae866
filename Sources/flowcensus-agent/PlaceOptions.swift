import ArgumentParser
import CensusAttribution

/// What is local, and where the rest is.
struct PlaceOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A prefix that is local, beside the private ones.", valueName: "prefix"))
  var lan: [LocalPrefix] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A geo database in the form of tor-geoipdb, instead of the installed one. Given several times, "
        + "the first one's answer counts and the others are kept beside it.",
      valueName: "file"))
  var geo: [String] = []

  var networks: LocalNetworks { LocalNetworks(lan.map(\.prefix)) }

  func openDatabases() throws -> [GeoDatabase] {
    do {
      return try GeoDatabase.load(geo.isEmpty ? GeoDatabase.defaultPaths : geo)
    } catch {
      StandardError.write("flowcensus-agent: \(error)\n")
      throw ExitCode.failure
    }
  }
}
