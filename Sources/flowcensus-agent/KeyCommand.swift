import ArgumentParser
import CensusAgent
import CensusProtocol

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Make or show the key with which an organisation signs its sessions.",
    subcommands: [Create.self, Show.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an organisation's key.",
      discussion: """
        Writes a new private key to a file that you alone can read, and prints the public key, which \
        the server's operator needs to admit the organisation. Keep the file: whoever has it can \
        contribute in the organisation's name. An existing file is never overwritten.

        Example:
          flowcensus-agent key create --organisation saigon-phones
        """)

    @Option(
      help: ArgumentHelp("The organisation's name at the server.", valueName: "name"),
      transform: OrganisationIdentifier.fromArgument)
    var organisation: OrganisationIdentifier

    @OptionGroup var keyFile: KeyFileOption

    func run() throws {
      let key = OrganisationKey(organisation: organisation)
      try DefaultPaths.makeFolder(for: keyFile.path)
      try key.write(toNewFile: keyFile.path)
      StandardError.write("The private key is in \(keyFile.path). The public key:\n")
      print(key.signingKey.verifyingKey)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the public key that belongs to a key file.")

    @OptionGroup var keyFile: KeyFileOption

    func run() throws {
      let key = try OrganisationKey(readingFile: keyFile.path)
      StandardError.write("The public key of \(key.organisation):\n")
      print(key.signingKey.verifyingKey)
    }
  }
}

/// The file with the organisation's private key.
struct KeyFileOption: ParsableArguments {
  @Option(
    name: .customLong("key"),
    help: ArgumentHelp(
      "The file with the organisation's private key.", valueName: "file"))
  var path: String = DefaultPaths.key
}
