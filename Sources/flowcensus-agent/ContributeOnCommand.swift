import ArgumentParser
import CensusAgent
import CensusProtocol

extension Contribute {
  /// `flowcensus-agent contribute on`
  struct On: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Begin to contribute, after you have seen what will leave.",
      discussion: """
        Shows in words and as exact bytes what would leave of this week so far, and asks. Then it enrols \
        with the server. `run` does the rest; `contribute status` shows it, `contribute off` ends it.

        EXAMPLES
          flowcensus-agent contribute on --server https://census.example --invitation 7KQ2M-HX4TB-9WPRC-E3FNA
          flowcensus-agent contribute on --server https://census.example --relay socks5h://127.0.0.1:9050
        """)

    @Option(help: ArgumentHelp("The server's address.", valueName: "url"))
    var server: String

    @Option(help: ArgumentHelp("The code that the operator gave you.", valueName: "code"))
    var invitation: String?

    @Option(help: ArgumentHelp("The country that you are in; ZZ says none.", valueName: "country"))
    var region: String = "ZZ"

    @Option(
      help: ArgumentHelp(
        "A SOCKS relay that hides your address from the server; socks5h leaves it the look-up of names.",
        valueName: "url"))
    var relay: String?

    @Option(
      help: ArgumentHelp(
        "A PEM file with the certificate authorities to trust instead of the system's.",
        valueName: "file"))
    var certificateAuthorities: String?

    @Flag(help: "Do not ask: for scripts of somebody who knows.")
    var yes = false

    @OptionGroup var state: StateOptions
    @OptionGroup var clock: ClockOption

    func validate() throws {
      guard Self.isSafe(server) else {
        throw ValidationError(
          "--server \(server): give an https: address; http: is for this machine and .onion names alone."
        )
      }
      guard HouseRegion(region) != nil else {
        throw ValidationError("--region \(region) is not a country's code like VN, nor ZZ.")
      }
      if let relay {
        guard ["socks5h://", "socks5://"].contains(where: relay.hasPrefix) else {
          throw ValidationError("--relay \(relay): give an address like socks5h://127.0.0.1:9050.")
        }
      }
      if let invitation {
        guard InvitationCode(typed: invitation) != nil else {
          throw ValidationError(
            "--invitation \(invitation) is not a code like 7KQ2M-HX4TB-9WPRC-E3FNA.")
        }
      }
    }

    func run() throws {
      let epoch = try clock.epoch()
      let consent = HouseConsent(
        server: server, region: HouseRegion(region) ?? .unsaid, relay: relay,
        certificateAuthorities: certificateAuthorities, since: epoch)
      print(HousePreview.rules(relay: relay))
      try show(epoch, region: consent.region)
      guard yes || confirm("Contribute to \(server) from week \(epoch) on? [y/N] ") else {
        print("Nothing was changed.")
        throw ExitCode.failure
      }
      let key = try AgentKey(
        file: state.houseKeyPath, exists: DefaultPaths.exists(state.houseKeyPath))
      do throws(HouseClientError) {
        let standing = try HouseEnrolment.enrol(
          key, consent, invitation: invitation.flatMap { InvitationCode(typed: $0) },
          in: try openSpool(), at: try now())
        print(
          "Enrolled in \(standing.enrolled) as \(standing.tier.rawValue). Contributing from \(epoch) on."
        )
      } catch {
        StandardError.write("flowcensus-agent: \(error)\nNothing was changed.\n")
        throw ExitCode.failure
      }
    }

    private func now() throws(HouseClientError) -> UTCTime {
      do { return try clock.now() } catch { throw .unreachable("\(error)", afterSeconds: nil) }
    }

    private func openSpool() throws(HouseClientError) -> HouseSpool {
      do { return try state.openSpool() } catch {
        throw .unreachable("\(error)", afterSeconds: nil)
      }
    }

    private func show(_ epoch: Epoch, region: HouseRegion) throws {
      var generator = SystemRandomNumberGenerator()
      // Before its owner's consent no server is asked, so the most that any list can let out is shown.
      let everything = CommonModels(Set(Catalogue.bundled.models.map(\.identifier)))
      let contributions = HouseComposer(region: region).compose(
        try state.openStore().record(of: epoch, common: everything), using: &generator)
      guard !contributions.isEmpty else {
        print(
          "Of this week nothing would leave yet: no device with a model was seen. "
            + "`flowcensus-agent devices label` says which model a device is.\n")
        return
      }
      print("Of this week, as it stands now, this would leave at most. \(HousePreview.rollingUp)\n")
      for contribution in contributions {
        print(HousePreview.words(.contribution(contribution)))
        print(HousePreview.bytes(contribution.encoded))
      }
    }

    /// A clear-text connection would show a contribution to everybody on the way.
    static func isSafe(_ url: String) -> Bool {
      if url.hasPrefix("https://"), url.count > "https://".count { return true }
      guard url.hasPrefix("http://") else { return false }
      let authority = url.dropFirst("http://".count).prefix { $0 != "/" }
      let host =
        authority.hasPrefix("[")
        ? authority.prefix { $0 != "]" } + "]"
        : authority.prefix { $0 != ":" }
      return ["localhost", "[::1]"].contains(String(host)) || host.hasPrefix("127.")
        || host.hasSuffix(".onion")
    }
  }
}

/// Asks a question on the terminal; anything but yes is no.
func confirm(_ question: String) -> Bool {
  StandardError.write(question)
  guard let answer = readLine() else { return false }
  return ["y", "yes"].contains(answer.lowercased())
}
