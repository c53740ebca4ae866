import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusProtocol

/// `flowcensus-agent session`: from a bench session's description and captures to a server.
struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "Describe, preview and submit a bench session.",
    discussion: """
      A session is one unit (one physical phone) going through the phases of a test plan on a bench. \
      Its description is a JSON file that names the unit, the phases and their captures; \
      agent/SESSION.md explains each field.
      """,
    subcommands: [
      Run.self, Start.self, PhaseCommand.self, Stop.self, Status.self, ListCommand.self, New.self,
      Preview.self, Seal.self, Submit.self,
    ])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a description to fill in, with fresh identifiers.",
      discussion: """
        Example:
          flowcensus-agent session new --organisation saigon-phones > session.json
        """)

    @Option(
      help: ArgumentHelp("The organisation's name at the server.", valueName: "name"),
      transform: OrganisationIdentifier.fromArgument)
    var organisation: OrganisationIdentifier

    func run() throws {
      print(SessionDescription.template(organisation: organisation))
    }
  }

  struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print exactly the bytes that `submit` will send.",
      discussion: """
        Standard output carries the bundle, byte for byte and without a line feed at its end; what it \
        holds is said on standard error. Nothing is sent or kept.

        Example:
          flowcensus-agent session preview session.json > bundle.json
        """)

    @OptionGroup var composing: ComposingOptions
    @OptionGroup var sessionsFolder: SessionsFolderOption

    @Argument(help: "The session's description, folder or id.")
    var session: String

    func run() throws {
      let bundle = try composing.compose(sessionsFolder.description(session))
      StandardError.write(BundleOverview.text(bundle) + "\n")
      print(String(decoding: bundle.bytes, as: UTF8.self), terminator: "")
    }
  }

  struct Submit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a session, keep it in the spool, and send it to a server.",
      discussion: """
        The bundle is on the disk before anything is sent, and is sent until the server has \
        acknowledged it; submitting it again changes nothing. Exit status 0 means that the server has \
        everything durably.

        Example:
          flowcensus-agent session submit session.json --server https://census.example
        """)

    @OptionGroup var composing: ComposingOptions
    @OptionGroup var sessionsFolder: SessionsFolderOption
    @OptionGroup var spoolFile: SpoolFileOption
    @OptionGroup var sending: SendingOptions

    @Option(help: ArgumentHelp("The server's address, http: or https:.", valueName: "address"))
    var server: String

    @Argument(help: "The sessions' descriptions, folders or ids.")
    var sessions: [String]

    func validate() throws {
      guard server.hasPrefix("http://") || server.hasPrefix("https://") else {
        throw ValidationError("--server \(server) is not an address like https://census.example.")
      }
    }

    func run() throws {
      try DefaultPaths.makeFolder(for: spoolFile.path)
      let spool = try Spool(path: spoolFile.path)
      var digests: Set<Digest> = []
      var failed: [String] = []
      for session in sessions {
        do {
          let bundle = try composing.compose(sessionsFolder.description(session))
          try spool.put(bundle, server: server, now: SystemClock.now())
          digests.insert(bundle.digest)
          StandardError.write(BundleOverview.text(bundle) + "; kept in \(spoolFile.path)\n")
        } catch let error as DatabaseError {
          throw error
        } catch {
          // One session that cannot be composed does not hold up the others.
          failed.append(session)
          StandardError.write("flowcensus-agent: \(session): \(error)\n")
        }
      }
      try sending.settle(spool, only: digests)
      guard failed.isEmpty else { throw ExitCode.failure }
    }
  }
}

/// What composing a bundle needs beside the description.
struct ComposingOptions: ParsableArguments {
  @OptionGroup var keyFile: KeyFileOption

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A geo database in the form of tor-geoipdb, instead of the installed one; may be given again.",
      valueName: "file"))
  var geo: [String] = []

  /// The files of the geo databases.
  var databasePaths: [String] { geo.isEmpty ? GeoDatabase.defaultPaths : geo }

  /// The signed bundle of the session described in the file `path`.
  func compose(_ path: String) throws -> SignedBundle {
    let key = try OrganisationKey(readingFile: keyFile.path)
    let description = try SessionDescription(readingFile: path)
    let databases = try GeoDatabase.load(databasePaths)
    var progress: (path: String, line: ProgressLine)?
    defer { progress?.line.clear() }
    let bundle = try BundleComposer(databases: databases).compose(description, key: key) {
      capture, read in
      if progress?.path != capture {
        progress?.line.clear()
        progress = (capture, ProgressLine(capture))
      }
      progress?.line.show(read)
    }
    return try SignedBundle(bundle, signedBy: key.signingKey)
  }
}

/// A line or two that say what a bundle holds.
enum BundleOverview {
  static func text(_ signed: SignedBundle) -> String {
    let phases = signed.bundle.phases
    let void = phases.compactMap { phase in
      phase.void.map { "\n  phase \(phase.condition.rawValue) is void: \($0.meaning)" }
    }
    let hours = phases.filter { $0.void == nil }.flatMap(\.blocks).map(\.exposureMinutes)
      .reduce(0, +)
    return "session \(signed.session), \(signed.bundle.unit.model): "
      + "\(phases.map(\.condition.rawValue).joined(separator: " ")), "
      + "\(hours) minutes of exposure, \(signed.bytes.count) bytes, SHA-256 \(signed.digest)"
      + void.joined()
  }
}

extension Identifier where Rule == OrganisationRule {
  /// An organisation's name from the command line.
  static func fromArgument(_ text: String) throws -> OrganisationIdentifier {
    guard let name = OrganisationIdentifier(text) else {
      throw ValidationError("expected \(OrganisationIdentifier.expectation).")
    }
    return name
  }
}
