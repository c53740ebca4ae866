import CensusProtocol

/// A session's archive: a plain tar that stays with the organisation, and from which everything that was
/// published can be recomputed.
///
///     manifest.json           the SHA-256 of every other file
///     bundle.json             the signed bytes; signature.txt: the public key and the signature
///     session.json            the description, with the captures' names in the archive
///     plan.yaml               the plan's text, where the guide kept it
///     captures/01-NAME …      the captures
///     databases/0/NAME …      the geo databases
public struct SessionSeal {
  static let format = "flowcensus-archive/1"

  private let description: SessionDescription
  private let plan: [UInt8]?
  private let bundle: SignedBundle
  private let databases: [String]

  /// Of the session described in the file `path`, whose bundle was composed with the geo databases' files.
  public init(description path: String, bundle: SignedBundle, databases: [String]) throws {
    description = try SessionDescription(readingFile: path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    plan = try? LocalFile.read(folder + "plan.yaml", limit: 1 << 20)
    self.bundle = bundle
    self.databases = databases
  }

  /// Writes the archive; throws where the file exists.
  public func write(to path: String) throws {
    let captures = description.phases.flatMap(\.captures)
    let names = Dictionary(
      captures.enumerated().map { ($0.element, Self.captureName($0.offset, $0.element)) },
      uniquingKeysWith: { first, _ in first })
    var texts: [(name: String, content: [UInt8])] = [
      ("bundle.json", bundle.bytes), (BundleProof.fileName, proof.fileContent),
      ("session.json", description.renaming(names).json),
    ]
    if let plan { texts.append(("plan.yaml", plan)) }
    let files =
      Set(captures).sorted().map { (name: names[$0] ?? "", path: $0) }
      + Self.databaseNames(databases)
    let writer = try TarWriter(newFile: path)
    do {
      try writer.add("manifest.json", try manifest(texts, files))
      for text in texts { try writer.add(text.name, text.content) }
      for file in files { try writer.add(file.name, file: file.path) }
      try writer.finish()
    } catch {
      // Half an archive is none.
      LocalFile.remove(path)
      throw error
    }
  }

  private var proof: BundleProof { BundleProof(key: bundle.key, signature: bundle.signature) }

  private func manifest(
    _ texts: [(name: String, content: [UInt8])], _ files: [(name: String, path: String)]
  ) throws -> [UInt8] {
    var digests = texts.map { ($0.name, Digest(of: $0.content)) }
    for file in files { digests.append((file.name, try LocalFile.digest(file.path).digest)) }
    return CanonicalJSON.encode(
      .object([
        "format": .string(Self.format), "session": .string(bundle.session.description),
        "bundle": .string(bundle.digest.description),
        "files": .object(
          Dictionary(uniqueKeysWithValues: digests.map { ($0, .string($1.description)) })),
        // The order in which the databases answer.
        "databases": .array(Self.databaseNames(databases).map { .string($0.name) }),
      ]))
  }

  private static func captureName(_ index: Int, _ path: String) -> String {
    let last = path.split(separator: "/").last ?? "capture"
    let safe = last.map { character in
      character.isASCII && (character.isLetter || character.isNumber || ".-_".contains(character))
        ? character : "_"
    }
    return "captures/\(index < 9 ? "0" : "")\(index + 1)-" + String(safe.suffix(64))
  }

  /// Files of one folder may make one database, so they stay together.
  static func databaseNames(_ paths: [String]) -> [(name: String, path: String)] {
    var folders: [Substring] = []
    return paths.map { path in
      let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
      let folder = path[..<slash]
      if !folders.contains(folder) { folders.append(folder) }
      return ("databases/\(folders.firstIndex(of: folder) ?? 0)/\(path[slash...])", path)
    }
  }
}

extension SessionDescription {
  /// The same with other names for the captures.
  func renaming(_ names: [String: String]) -> SessionDescription {
    SessionDescription(
      organisation: organisation, session: session, site: site, plan: plan, network: network,
      localPrefixes: localPrefixes, unit: unit, unitAddress: unitAddress,
      phases: phases.map { phase in
        PhaseDescription(
          condition: phase.condition, step: phase.step, started: phase.started, ended: phase.ended,
          captures: phase.captures.map { names[$0] ?? $0 }, void: phase.void,
          unitAddress: phase.unitAddress)
      })
  }
}
