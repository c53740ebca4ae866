import ArgumentParser
import CensusAgent
import CensusProtocol
import Foundation
import HTTPTransfer

/// `flowcensus verify BUNDLE ARCHIVE`
struct VerifySessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "Recompute a bench session's figures from its archive.",
    discussion: """
      Reads the captures, the description and the geo databases out of an archive of \
      `flowcensus-agent session seal`, computes every counter again, and says whether the bytes are those \
      that were published. The bundle is a file, or its address at a server.

      EXAMPLES
        flowcensus verify bundle.json session.tar
        flowcensus verify https://census.example/v1/bundles/DIGEST session.tar

      EXIT STATUS
        0  every byte is as published
        1  something differs, or could not be read; the first differences are printed
        2  the command line is wrong
      """)

  @Argument(help: "The bundle as published: a file, or an address.")
  var bundle: String

  @Argument(help: "The archive.")
  var archive: String

  func run() throws {
    let published = try read()
    let folder = try LocalFile.makeTemporaryFolder()
    defer { LocalFile.removeFolder(folder) }
    let outcome = try SessionReplay(published: published)
      .verify(archive: archive, unpackingInto: folder)
    let digest = Digest(of: published)
    guard !outcome.matches else {
      StandardStream.output.write(
        "The archive gives exactly the published bundle \(digest): "
          + "\(outcome.phases) phases, \(outcome.captures) captures, \(published.count) bytes.\n")
      return
    }
    StandardStream.output.write("The archive does not give the published bundle \(digest):\n")
    for difference in outcome.differences { StandardStream.output.write("  \(difference)\n") }
    if outcome.differences.count == SessionReplay.mostDifferences {
      StandardStream.output.write("  and perhaps more\n")
    }
    throw ExitCode(1)
  }

  private func read() throws -> [UInt8] {
    guard bundle.hasPrefix("http://") || bundle.hasPrefix("https://") else {
      return try LocalFile.read(bundle, limit: SessionBundle.maximumBytes)
    }
    let response = try HTTPRequest(url: bundle).perform()
    guard response.status == 200 else {
      throw VerifyError(
        description: "\(bundle): the server answers \(response.status), not a bundle")
    }
    return response.body
  }
}

struct VerifyError: Error, CustomStringConvertible {
  let description: String
}
