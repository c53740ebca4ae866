import ArgumentParser
import CensusAgent
import CensusProtocol
import Foundation

/// `flowcensus verify BUNDLE ARCHIVE`
struct VerifySessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "Check a bench session's signature, and recompute its figures from its archive.",
    discussion: """
      Says whose key signed the published bytes and whether the signature holds. Then it reads the captures, \
      the description and the geo databases out of an archive of `flowcensus-agent session seal`, computes \
      every counter again, and says whether the bytes are those that were published.

      The bundle is a file, or its address at a server. The key and the signature are those that the server \
      gives with it, else those of the archive. Whose key it is only you can know: compare the fingerprint \
      with one that the organisation gave you, or name its public key with --key.

      EXAMPLES
        flowcensus verify bundle.json session.tar
        flowcensus verify https://census.example/v1/bundles/DIGEST session.tar --key PUBLIC-KEY

      EXIT STATUS
        0  the signature holds, and every byte is as published
        1  the signature does not hold, something differs, or could not be read
        2  the command line is wrong
      """)

  @Argument(help: "The bundle as published: a file, or an address.")
  var bundle: String

  @Argument(help: "The archive.")
  var archive: String

  @Option(help: "The organisation's public key, in base64, as you know it from elsewhere.")
  var key: String?

  @Option(
    help: ArgumentHelp(
      "The signature as published, in base64, instead of the one that comes with the bundle.",
      valueName: "signature"))
  var signature: String?

  @Option(
    help: ArgumentHelp(
      "A PEM file with the certificate authorities to trust instead of the system's.",
      valueName: "file"))
  var certificateAuthorities: String?

  func validate() throws {
    if let key, VerifyingKey(key) == nil {
      throw ValidationError("--key \(key): use the base64 of an Ed25519 public key")
    }
    if let signature, Signature(signature) == nil {
      throw ValidationError("--signature \(signature): use the base64 of an Ed25519 signature")
    }
  }

  func run() throws {
    let published = try PublishedBundle(at: bundle, certificateAuthorities: certificateAuthorities)
    let named = try SessionBundle(decoding: published.bytes)
    let folder = try LocalFile.makeTemporaryFolder()
    defer { LocalFile.removeFolder(folder) }
    let outcome = try SessionReplay(published: published.bytes)
      .verify(archive: archive, unpackingInto: folder)
    let verdict = SignatureVerdict(
      published, organisation: named.organisation, archived: outcome.proof,
      key: key.flatMap { VerifyingKey($0) }, signature: signature.flatMap { Signature($0) })
    StandardStream.output.write(verdict.text + Self.text(outcome, published))
    guard verdict.holds, outcome.matches else { throw ExitCode(1) }
  }

  private static func text(
    _ outcome: SessionReplay.Outcome, _ published: PublishedBundle
  ) -> String {
    guard !outcome.matches else {
      return "The archive gives exactly the published bundle \(published.digest): "
        + "\(outcome.phases) phases, \(outcome.captures) captures, \(published.bytes.count) bytes.\n"
    }
    let more =
      outcome.differences.count == SessionReplay.mostDifferences ? "  and perhaps more\n" : ""
    return "The archive does not give the published bundle \(published.digest):\n"
      + outcome.differences.map { "  \($0)\n" }.joined() + more
  }
}

struct VerifyError: Error, CustomStringConvertible {
  let description: String
}
