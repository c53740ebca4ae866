import Foundation
import TestSupport
import Testing

/// The plan content-dose: its photos as BENCH.md says, and its claim from captures to a verdict.
@Suite("Does the upload follow the content?", .timeLimit(.minutes(10)))
struct ContentDoseTests {
  private static let obstacle = Tool.obstacle("bash", "cjpeg", "djpeg", "python3")

  private func makePhotos(_ arguments: [String]) throws -> FinishedCommand {
    try run(Repository.root.appending(path: "agent/bench/random-photos"), arguments)
  }

  @Test(
    "random photos have the dose's size to the byte, are photos, are no copies, and cannot be compressed",
    .enabled(if: obstacle == nil, "\(obstacle ?? "")"), arguments: [1, 2, 5, 50])
  func photos(megabytes: Int) throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "photos")
      let made = try makePhotos(["\(megabytes)", target.path])
      #expect(made.status == 0, "\(made.errors)")
      let files = try FileManager.default.contentsOfDirectory(atPath: target.path)
      #expect(made.text == "\(files.count) photos, \(megabytes)000000 bytes, in \(target.path)\n")
      #expect(files.count >= megabytes)
      // Another program's judgement: decoded, and compressed again as hard as it goes.
      let judged = try runPython(
        """
        import hashlib, pathlib, subprocess, sys, zlib
        photos = [file.read_bytes() for file in pathlib.Path(sys.argv[1]).iterdir()]
        for photo in photos:
            points = subprocess.run(["djpeg", "-pnm"], input=photo, capture_output=True, check=True)
            assert not points.stderr and len(points.stdout) > 100_000
        print(sum(map(len, photos)), len({hashlib.sha256(photo).digest() for photo in photos}),
              min(len(zlib.compress(photo, 9)) / len(photo) for photo in photos) > 0.99)
        """, [target.path])
      #expect(judged.status == 0, "\(judged.errors)")
      #expect(judged.text == "\(megabytes * 1_000_000) \(files.count) True\n")
    }
  }

  @Test(
    "random photos are refused where they would mix with others, and for no size",
    .enabled(if: obstacle == nil, "\(obstacle ?? "")"))
  func refusals() throws {
    try withTemporaryFolder { folder in
      let there = try makePhotos(["1", folder.path])
      #expect(there.status == 1)
      #expect(there.errors.contains("name a folder that does not exist yet"))
      for size in ["0", "-1", "ten", "1.5", "50000"] {
        let refused = try makePhotos([size, folder.appending(path: "photos").path])
        #expect(refused.status == 2)
        #expect(refused.errors.contains("usage: random-photos MEGABYTES FOLDER"))
      }
    }
  }

  private struct Finding: Decodable {
    let verdict: String
    let units: Int
    let organisations: [String]
  }

  @Test(
    "six units of three organisations, from captures to bundles to findings: the one model's upload follows, the other's does not"
  )
  func findings() throws {
    try withTemporaryFolder { folder in
      let database = folder.appending(path: "server.sqlite")
      let server = try RunningServer(database: database)
      defer { server.stop() }
      func must(_ program: URL, _ arguments: [String]) throws -> String {
        let done = try run(program, arguments)
        try #require(done.status == 0, "\(arguments): \(done.errors)")
        return done.text.trimmingCharacters(in: .newlines)
      }
      for model in ["caller", "reference"] {
        _ = try must(
          Programs.server,
          [
            "finding", "add", "\(model)-h3", "--claim", "H3", "--model", "simulated-\(model)",
            "--plan", "content-dose", "--country", "CN", "--database", database.path,
          ])
      }
      let world = folder.appending(path: "world")
      _ = try must(
        Programs.simulator, ["world", "--case", "content-followed", "--out", world.path])
      for bench in try FileManager.default.contentsOfDirectory(atPath: world.path).sorted() {
        let key = folder.appending(path: "\(bench).key").path
        let publicKey = try must(
          Programs.agent, ["key", "create", "--organisation", bench, "--key", key])
        _ = try must(
          Programs.server,
          [
            "organisation", "add", bench, "--name", bench, "--key", publicKey, "--database",
            database.path,
          ])
        let sessions = try FileManager.default
          .contentsOfDirectory(atPath: world.appending(path: bench).path)
          .map { world.appending(path: "\(bench)/\($0)/session.json").path }
        _ = try must(
          Programs.agent,
          ["session", "submit"] + sessions + [
            "--key", key, "--server", server.address, "--spool",
            folder.appending(path: "\(bench).sqlite").path,
          ])
      }
      let follows = try server.get("/v1/findings/caller-h3", as: Finding.self)
      #expect(follows.verdict == "supported")
      #expect(follows.units == 6)
      #expect(follows.organisations.count == 3)
      let fixed = try server.get("/v1/findings/reference-h3", as: Finding.self)
      #expect(fixed.verdict == "contradicted")
      #expect(fixed.units == 6)
      // The truth is a thousandth of each byte.
      let shown = try must(
        Programs.query, ["finding", "show", "caller-h3", "--server", server.address])
      #expect(shown.contains(#/for each byte of content kept +0\.001\s/#), "\(shown)")
    }
  }
}
