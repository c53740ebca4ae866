import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("flowcensus verify BUNDLE ARCHIVE", .timeLimit(.minutes(5)))
struct VerifySessionTests {
  @Test(
    "believes exactly the published bytes, signed by the key that they name, with their captures")
  func everything() throws {
    try withTemporaryFolder { folder in
      let sealed = try SealedSession(in: folder)
      try expectGood(sealed)
      try expectSignaturesRefused(sealed)
      try expectArchivesRefused(sealed)
      try expectServers(sealed)
    }
  }

  private func expectGood(_ sealed: SealedSession) throws {
    let good = try sealed.verify([])
    #expect(good.status == 0, "\(good.text) \(good.errors)")
    #expect(good.text.contains("Signature: good. simulated-laboratory signed exactly these bytes"))
    #expect(
      good.text.contains(try #require(VerifyingKey(sealed.bench.publicKey)).fingerprint.description)
    )
    // Nobody but the archive says whose key it is, and that is said.
    #expect(good.text.contains("by the word of the archive alone"))
    #expect(good.text.contains("The archive gives exactly the published bundle"))
    let named = try sealed.verify(["--key", sealed.bench.publicKey])
    #expect(named.status == 0)
    #expect(named.text.contains("which is the key that you named"))
  }

  private func expectSignaturesRefused(_ sealed: SealedSession) throws {
    let forged = try sealed.verify(["--signature", sealed.forgedSignature])
    #expect(forged.status == 1)
    #expect(forged.text.contains("Signature: WRONG. the key did not sign these bytes"))
    #expect(forged.text.contains("The archive gives exactly the published bundle"))
    let other = try sealed.verify(["--key", "\(SigningKey.random().verifyingKey)"])
    #expect(other.status == 1)
    #expect(other.text.contains("Signature: WRONG. the bundle names the key of fingerprint"))
    // One counter, one digit: neither signed nor recomputed.
    let text = String(decoding: sealed.published, as: UTF8.self)
    let counter = try #require(text.range(of: "\"packets_up\":"))
    let file = sealed.folder.appending(path: "changed.json")
    try text.replacingCharacters(in: counter, with: "\"packets_up\":1")
      .write(to: file, atomically: false, encoding: .utf8)
    let changed = try sealed.verify([], bundle: file.path)
    #expect(changed.status == 1)
    #expect(changed.text.contains("Signature: WRONG"))
    #expect(changed.text.contains("packets_up: published 1"))
    let nonsense = try sealed.verify(["--key", "nonsense"])
    #expect(nonsense.status == 2 && nonsense.errors.contains("the base64 of an Ed25519 public key"))
  }

  private func expectArchivesRefused(_ sealed: SealedSession) throws {
    for (member, found) in [
      ("captures/01-Z.pcapng", "captures[0]"), ("captures/02-A.pcapng", "captures[0]"),
      ("plan.yaml", "is not the plan that is known as quick-look"),
      ("bundle.json", "bundle.json in the archive: "),
    ] {
      // Whoever changes a file and leaves the list of digests is found out by the list…
      let plain = try sealed.verify([], archive: sealed.tamper(member, mendsManifest: false))
      #expect(plain.status == 1, "\(member)")
      #expect(plain.text.contains("\(member) in the archive is not the file that was sealed"))
      // … and whoever mends the list, by the figures, the signature, or the plan itself.
      let mended = try sealed.verify([], archive: sealed.tamper(member, mendsManifest: true))
      #expect(mended.status == 1, "\(member): \(mended.text)")
      #expect(mended.text.contains(found), "\(member): \(mended.text) \(mended.errors)")
    }
  }

  private func expectServers(_ sealed: SealedSession) throws {
    let bytes = sealed.published.map { String($0) }.joined(separator: ",")
    let key = sealed.bench.publicKey
    let digest = Digest(of: sealed.published)
    let honest = try AnsweringServer(
      answering: """
        request.reply(200, {"FlowCensus-Signature": "\(sealed.signature)" if "forged" not in request.path
          else "\(sealed.forgedSignature)", "FlowCensus-Key": "\(key)"}, bytes([\(bytes)]))
        """)
    let good = try sealed.verify([], bundle: "\(honest.url)/v1/bundles/\(digest)")
    #expect(good.status == 0, "\(good.text) \(good.errors)")
    #expect(good.text.contains("by the word of the server at \(honest.url)"))
    let forged = try sealed.verify([], bundle: "\(honest.url)/forged/\(digest)")
    #expect(forged.status == 1)
    #expect(forged.text.contains("Signature: WRONG"))
    let other = Digest(of: [1])
    let swapped = try sealed.verify([], bundle: "\(honest.url)/v1/bundles/\(other)")
    #expect(swapped.status == 1)
    #expect(swapped.errors.contains("other bytes than those that the address names"))
  }
}

/// A simulated session with a plan, sealed, and what was published of it.
private struct SealedSession {
  let folder: URL
  let bench: Bench
  let archive: String
  let published: [UInt8]
  let signature: String

  init(in folder: URL) throws {
    self.folder = folder
    bench = try Bench(in: folder)
    let session = try #require(try bench.sessions().first)
    // A session of a plan that is shipped, as the guide keeps it.
    let text = try String(contentsOf: session, encoding: .utf8)
    try text.replacing("\"simulated-bench\"", with: "\"quick-look\"")
      .write(to: session, atomically: false, encoding: .utf8)
    try Repository.contents("protocol/test-plans/quick-look.yaml")
      .write(to: session.deletingLastPathComponent().appending(path: "plan.yaml"))
    // The countries of China alone: a database that is read quickly.
    let databases = try ["geoip", "geoip6"].map { name in
      let whole = try String(contentsOf: URL(filePath: "/usr/share/tor/\(name)"), encoding: .utf8)
      let lines = whole.split(separator: "\n").filter { $0.hasPrefix("#") || $0.hasSuffix(",CN") }
      let file = folder.appending(path: name)
      try (lines.joined(separator: "\n") + "\n").write(to: file, atomically: false, encoding: .utf8)
      return file.path
    }
    let composing = ["--key", bench.key.path] + databases.flatMap { ["--geo", $0] }
    archive = folder.appending(path: "session.tar").path
    let sealed = try run(
      Programs.agent, ["session", "seal", session.path, "--out", archive] + composing)
    try #require(sealed.status == 0, "\(sealed.errors)")
    let preview = try run(Programs.agent, ["session", "preview", session.path] + composing)
    published = [UInt8](preview.output)
    try preview.output.write(to: folder.appending(path: "bundle.json"))
    let proof = try run(
      URL(filePath: "/usr/bin/env"), ["tar", "-xOf", archive, "signature.txt"])
    signature = try #require(
      proof.text.split(separator: "\n").last?.split(separator: " ").last.map(String.init))
  }

  /// One bit of the right one is another.
  var forgedSignature: String {
    signature.hasPrefix("A") ? "B" + signature.dropFirst() : "A" + signature.dropFirst()
  }

  func verify(
    _ options: [String], bundle: String? = nil, archive: String? = nil
  ) throws -> FinishedCommand {
    try run(
      Programs.query,
      ["verify", bundle ?? folder.appending(path: "bundle.json").path, archive ?? self.archive]
        + options)
  }

  /// The archive with one byte of a file changed; its list of digests left or mended.
  func tamper(_ member: String, mendsManifest: Bool) throws -> String {
    let target = folder.appending(path: "tampered-\(UUID().uuidString).tar").path
    let script = """
      import hashlib, io, json, re, sys, tarfile
      source, target, member, mends = sys.argv[1:]
      with tarfile.open(source) as archive:
          files = [(m.name, archive.extractfile(m).read()) for m in archive.getmembers()]
      def change(content):
          if member == "plan.yaml": return content.replace(b"duration: 60 min", b"duration: 61 min")
          if member == "bundle.json": return content.replace(b'"packets_up":', b'"packets_up":1', 1)
          # A byte of a packet in the middle that is no header of ours: its digest is another.
          middle = len(content) // 2
          return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1:]
      files = [(n, change(c) if n == member else c) for n, c in files]
      if mends == "true":
          listed = json.loads(dict(files)["manifest.json"])
          listed["files"][member] = hashlib.sha256(dict(files)[member]).hexdigest()
          new = json.dumps(listed, sort_keys=True, separators=(",", ":")).encode()
          files = [(n, new if n == "manifest.json" else c) for n, c in files]
      with tarfile.open(target, "w", format=tarfile.USTAR_FORMAT) as archive:
          for name, content in files:
              entry = tarfile.TarInfo(name)
              entry.size = len(content)
              archive.addfile(entry, io.BytesIO(content))
      """
    let written = try runPython(script, [archive, target, member, "\(mendsManifest)"])
    try #require(written.status == 0, "\(written.errors)")
    return target
  }
}
