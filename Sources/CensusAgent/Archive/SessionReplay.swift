import CensusAttribution
import CensusProtocol

/// Recomputes a published bundle from an archive, and says where they differ.
public struct SessionReplay {
  /// What came of it.
  public struct Outcome: Sendable, Equatable {
    /// The recomputed bytes are the published ones.
    public let matches: Bool
    /// What differs, in the order of the document; the first ones alone.
    public let differences: [String]
    /// How many phases and captures were recomputed.
    public let phases: Int
    public let captures: Int
    /// The key and the signature that the archive holds; nil where it holds none.
    public let proof: BundleProof?
  }

  /// More differences are not listed.
  public static let mostDifferences = 20

  private let published: [UInt8]

  public init(published: [UInt8]) { self.published = published }

  /// Unpacks the archive into `folder`, which must exist and be empty, and recomputes the bundle.
  ///
  /// Throws where the published bytes are no bundle, or the archive cannot be read.
  public func verify(
    archive: String, unpackingInto folder: String,
    report: (String, CaptureSurvey.Progress) -> Void = { _, _ in }
  ) throws -> Outcome {
    let bundle = try SessionBundle(decoding: published)
    let digests = try TarReader.unpack(archive, into: folder)
    var problems = try damages(digests, folder)
    let proof = try Self.proof(folder)
    problems += try Self.faults(proof, folder) + Self.faults(ofPlan: bundle.plan, folder)
    let description = try description(folder)
    let composer = BundleComposer(databases: try databases(folder))
    var recomputed = try composer.compose(
      description, key: bundle.key, agent: bundle.agent, report: report)
    // Which edition of the catalogue was at hand is no counter.
    recomputed.catalogue = bundle.catalogue
    problems += JSONDifference.between(
      try CanonicalJSON.decode(published), try CanonicalJSON.decode(recomputed.encoded))
    return Outcome(
      matches: problems.isEmpty && recomputed.encoded == published,
      differences: Array(problems.prefix(Self.mostDifferences)), phases: recomputed.phases.count,
      captures: recomputed.phases.flatMap(\.captures).count, proof: proof)
  }

  /// Files that are not what the manifest says.
  private func damages(_ digests: [String: Digest], _ folder: String) throws -> [String] {
    guard digests["manifest.json"] != nil else {
      throw FileError(path: "the archive", problem: "has no manifest.json")
    }
    var manifest = try ObjectReader(try json("manifest.json", folder), path: "manifest")
    guard try manifest.string("format") == SessionSeal.format else {
      throw FileError(path: "the archive", problem: "is of another version")
    }
    guard case .object(let files) = try manifest.value("files") else {
      throw FileError(path: "the archive", problem: "has a manifest without files")
    }
    var damages: [String] = []
    for (name, digest) in files.sorted(by: { $0.key < $1.key }) {
      if let found = digests[name] {
        if found.description != digest.text {
          damages.append("\(name) in the archive is not the file that was sealed")
        }
      } else {
        damages.append("\(name) is missing in the archive")
      }
    }
    for name in digests.keys.sorted() where name != "manifest.json" && files[name] == nil {
      damages.append("\(name) was not in the archive when it was sealed")
    }
    return damages
  }

  private func json(_ name: String, _ folder: String) throws -> JSONValue {
    try CanonicalJSON.decode(
      try LocalFile.read(TarReader.path(of: name, in: folder), limit: 1 << 20))
  }

  private func description(_ folder: String) throws -> SessionDescription {
    let sealed = try SessionDescription(
      readingFile: TarReader.path(of: "session.json", in: folder))
    // Relative paths were read as lying in the folder; in the archive they are names.
    let names = sealed.phases.flatMap(\.captures).map { path in
      (path, TarReader.path(of: String(path.dropFirst(folder.count + 1)), in: folder))
    }
    return sealed.renaming(Dictionary(names, uniquingKeysWith: { first, _ in first }))
  }

  /// The databases of the archive, each folder's files together and under their own names again.
  private func databases(_ folder: String) throws -> [GeoDatabase] {
    var manifest = try ObjectReader(try json("manifest.json", folder), path: "manifest")
    var paths: [String] = []
    for element in try manifest.elements("databases", count: 1...16) {
      guard let name = element.value.text, name.hasPrefix("databases/"),
        let header = TarHeader(name: name, size: 0)
      else { throw FileError(path: "the archive", problem: "names a geo database that is none") }
      let target = folder + "/" + header.name
      let parent = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? folder
      try LocalFile.makePrivateFolder(parent)
      try LocalFile.move(TarReader.path(of: name, in: folder), to: target)
      paths.append(target)
    }
    return try GeoDatabase.load(paths)
  }
}
