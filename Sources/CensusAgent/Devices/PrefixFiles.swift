public import CensusAttribution

/// The IEEE's lists of address prefixes, as Debian's ieee-data installs them.
public enum PrefixFiles {
  public static let folder = "/usr/share/ieee-data"
  private static let names = ["oui.csv", "mam.csv", "oui36.csv"]
  private static let mostBytes = 32 << 20

  /// The registry, and what is missing of it, in words that say how to mend it.
  public static func load(folder: String = folder) -> (registry: PrefixRegistry, problem: String?) {
    var registry = PrefixRegistry()
    var problem: String?
    for name in names {
      do throws(FileError) {
        registry.add(csv: try LocalFile.read("\(folder)/\(name)", limit: mostBytes))
      } catch {
        problem =
          problem
          ?? "\(error); brands are not told by the address (Debian: apt-get install ieee-data)"
      }
    }
    return (registry, problem)
  }
}
