import ArgumentParser
import CensusProtocol
import CensusStatistics
import Foundation

/// `flowcensus verify release`
struct VerifyReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Check the chain, the signatures and the arithmetic of house releases.",
    discussion: """
      Reads a server's log, from files or from the server: one line for each entry, the signature in \
      base64, a space, and the entry as canonical JSON (protocol/SPEC.md). Nothing of what it checks \
      rests on the server's word: no byte can be changed, no entry put in or taken out, unseen. What \
      nobody can check any more is whether the contributions were counted rightly: they are deleted.

      Without --key it cannot tell whose log it is: the operator publishes the log's key.

      Exit status: 0 all holds, 1 something does not hold or could not be read, 2 usage.

      EXAMPLES
        flowcensus verify release --server https://census.example.org
        curl https://census.example.org/v1/log > census.log; flowcensus verify release census.log
      """)

  @Argument(help: "Files with lines of a log, in whatever order.")
  var files: [String] = []

  @Option(help: "Read the log of this server.")
  var server: String?

  @Option(help: "The log's public key, in base64, as you know it from elsewhere.")
  var key: String?

  @Option(
    help: ArgumentHelp(
      "A PEM file with the certificate authorities to trust instead of the system's.",
      valueName: "file"))
  var certificateAuthorities: String?

  func validate() throws {
    if files.isEmpty && server == nil {
      throw ValidationError("name files with lines of a log, or a server with --server")
    }
    if let key, VerifyingKey(key) == nil {
      throw ValidationError("--key \(key): use the base64 of an Ed25519 public key")
    }
  }

  func run() throws {
    var texts: [(name: String, bytes: [UInt8])] = []
    for file in files { texts.append((file, try Self.contents(of: file))) }
    if let server {
      let client = LogClient(server: server, certificateAuthorities: certificateAuthorities)
      texts.append((server, try client.wholeLog()))
    }
    let verdict = LogVerdict(log: ReleaseLog(texts), key: key.flatMap { VerifyingKey($0) })
    StandardStream.output.write(verdict.text)
    if !verdict.holds { throw ExitCode(1) }
  }

  private static func contents(of file: String) throws -> [UInt8] {
    do { return Array(try Data(contentsOf: URL(filePath: file))) } catch {
      throw UnreadableLog(
        reason: "\(file) cannot be read: \((error as NSError).localizedDescription)")
    }
  }
}

/// Why a log could not be read.
struct UnreadableLog: Error, CustomStringConvertible {
  let reason: String

  var description: String { reason }
}
