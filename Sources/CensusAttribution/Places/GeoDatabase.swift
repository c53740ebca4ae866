public import CensusCapture
public import CensusProtocol

/// One geo database: which address belongs to which country, by name and version.
public struct GeoDatabase: Sendable {
  /// What a record says of the database that it used.
  public struct Label: Hashable, Sendable {
    /// The maker's name: `tor-geoipdb`.
    public let name: String
    /// The day of the export, `2026-06-25`.
    public let version: String
  }

  /// Name and version.
  public let label: Label
  private var v4 = IPv4Table()
  private var v6 = IPv6Table()
  /// What the tables' numbers mean; empty where there is no such table.
  private var placesOfV4: [Place] = []
  private var placesOfV6: [Place] = []
  private let folder: Substring

  /// Where the Debian package tor-geoipdb keeps its two files.
  public static let defaultPaths = ["/usr/share/tor/geoip", "/usr/share/tor/geoip6"]

  /// Reads one text file of tor-geoipdb's form.
  public init(path: String) throws(GeoError) {
    var reader = GeoTextReader()
    do {
      var source = try FileSource(path: path)
      reader.expectedLength = source.length ?? 0
      try Self.read(&source, into: &reader)
      try reader.finish()
    } catch let fault as GeoFault {
      throw .malformed(path: path, line: fault.line)
    } catch let error as CaptureError {
      throw .unreadable(path: path, error)
    } catch {
      throw .malformed(path: path, line: 0)
    }
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    folder = path[..<slash]
    label = Label(
      name: reader.header.name ?? String(path[slash...]),
      version: reader.header.version ?? "undated")
    if let table = reader.v4 {
      v4 = table
      placesOfV4 = reader.numbers.places
    }
    if let table = reader.v6 {
      v6 = table
      placesOfV6 = reader.numbers.places
    }
  }

  private static func read(
    _ source: inout FileSource, into reader: inout GeoTextReader
  ) throws {
    var window = ByteWindow()
    var isLast = false
    while !isLast {
      isLast = try !source.read(into: &window)
      let length = try window.withSpan { text in try reader.read(text, isLast: isLast) }
      window.consume(length)
    }
  }

  /// Reads the files; those of IPv4 and IPv6 that lie in one folder and are of one export make one database.
  public static func load(_ paths: [String]) throws(GeoError) -> [GeoDatabase] {
    var databases: [GeoDatabase] = []
    var rest = paths[...]
    while let path = rest.popFirst() {
      // The next file is read beside this one.
      guard let next = rest.popFirst() else {
        add(try GeoDatabase(path: path), to: &databases)
        break
      }
      let loading = GeoLoading(path: next)
      let first = Self.loaded(path)
      let second = loading.finish()
      add(try first.get(), to: &databases)
      add(try second.get(), to: &databases)
    }
    return databases
  }

  /// What came of reading one file.
  static func loaded(_ path: String) -> Result<GeoDatabase, GeoError> {
    do throws(GeoError) {
      return .success(try GeoDatabase(path: path))
    } catch {
      return .failure(error)
    }
  }

  private static func add(_ part: GeoDatabase, to databases: inout [GeoDatabase]) {
    if let whole = databases.firstIndex(where: { $0.complements(part) }) {
      databases[whole].complete(with: part)
    } else {
      databases.append(part)
    }
  }

  private func complements(_ other: GeoDatabase) -> Bool {
    folder == other.folder && label.version == other.label.version
      && placesOfV4.isEmpty != other.placesOfV4.isEmpty
      && placesOfV6.isEmpty != other.placesOfV6.isEmpty
  }

  private mutating func complete(with other: GeoDatabase) {
    if placesOfV4.isEmpty {
      v4 = other.v4
      placesOfV4 = other.placesOfV4
    } else {
      v6 = other.v6
      placesOfV6 = other.placesOfV6
    }
  }

  /// The country of a public address, or `.unknown` where the database has none.
  public func place(of address: IPAddress) -> Place {
    place(number: number(of: address))
  }

  /// How many numbers `number(of:)` may answer: they run from 0.
  var countOfNumbers: Int { placesOfV4.count + placesOfV6.count + 1 }

  /// The number of a public address's place in this database.
  func number(of address: IPAddress) -> Int {
    let plain = address.withoutMapping
    switch plain.version {
    case .v4:
      guard !placesOfV4.isEmpty else { return countOfNumbers - 1 }
      return Int(v4.number(of: UInt32(truncatingIfNeeded: plain.low)))
    case .v6:
      guard !placesOfV6.isEmpty else { return countOfNumbers - 1 }
      return placesOfV4.count + Int(v6.number(of: (plain.high, plain.low)))
    }
  }

  /// The place of a number: first those of the IPv4 table, then those of the IPv6 table, then the unknown.
  func place(number: Int) -> Place {
    if number < placesOfV4.count { return placesOfV4[number] }
    let further = number - placesOfV4.count
    return further < placesOfV6.count ? placesOfV6[further] : .unknown
  }
}
