import ArgumentParser
import CensusProtocol
import CensusServer

/// `flowcensus-server invitation`
struct InvitationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invitation",
    abstract: "Invite households' agents to enrol; works while the server runs.",
    subcommands: [
      InvitationCreateCommand.self, InvitationListCommand.self, InvitationRevokeCommand.self,
    ])
}

/// `flowcensus-server invitation create`
struct InvitationCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Print a new invitation code.",
    discussion: """
      The code is shown this once; the database keeps its digest. Which agent enrolled by which code is \
      not written down.

      EXAMPLES
        flowcensus-server invitation create --label "friends of the museum" --uses 50
        flowcensus-server invitation create --label "city library" --organisation
      """)

  @Option(help: "What the list shows it as, 1 to 64 printable ASCII characters.")
  var label: String

  @Option(help: "How many agents may enrol by it, 1 to 100000.")
  var uses = 1

  @Flag(
    help: "Its agents are an organisation's: a tier of their own, confirmed from the first day.")
  var organisation = false

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    guard Label.accepts(label) else {
      throw ValidationError(
        "--label needs 1 to 64 printable ASCII characters, without spaces around them")
    }
    guard (1...100_000).contains(uses) else {
      throw ValidationError("--uses \(uses) is not within 1 to 100000")
    }
    let store = try Store(path: store.path)
    let code = try await store.invite(
      label: label, tier: organisation ? .organisation : .new, uses: uses, at: .now)
    print(code)
    try store.close()
  }
}

/// `flowcensus-server invitation list`
struct InvitationListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the invitations and how often each was used.")

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    let store = try Store(path: store.path)
    let invitations = try await store.invitations()
    guard !invitations.isEmpty else {
      print("There is no invitation: make one with \"flowcensus-server invitation create\".")
      return
    }
    let rows = invitations.map { invitation in
      [
        invitation.name, invitation.tier == .organisation ? "organisation" : "household",
        "\(invitation.used) of \(invitation.uses)", invitation.created.description,
        invitation.isRevoked ? "revoked" : "", invitation.label,
      ]
    }
    TextTable(header: ["NAME", "FOR", "USED", "CREATED", "", "LABEL"], rows: rows).print()
    try store.close()
  }
}

/// `flowcensus-server invitation revoke`
struct InvitationRevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "End an invitation; agents that enrolled by it stay enrolled.")

  @Argument(help: "Its name as the list shows it, or the code.")
  var name: String

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    let store = try Store(path: store.path)
    guard try await store.revoke(name, at: .now) else {
      throw CommandFailure(
        description: "there is no invitation \(name): see \"flowcensus-server invitation list\"")
    }
    print("Revoked \(name)")
    try store.close()
  }
}

/// What a command could not do, in one line.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String
}
