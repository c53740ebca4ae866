import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

/// What a power cut leaves of a capture. ext4 and others bring a file's length and time of change to the disk at
/// another moment than its content: it ends earlier than both say, or in zeros.
@Suite("A power cut on a bench")
struct PowerCutTests {
  enum Left: CaseIterable {
    case cutAnywhere, cutAtABlock, zerosFromAPageOn, aPageOfZeros

    func apply(to whole: Data, using random: inout SeededGenerator) -> Data {
      var left = whole
      let page = 4096
      let from = Int.random(in: 0...whole.count / page, using: &random) * page
      switch self {
      case .cutAnywhere:
        left = left.prefix(Int.random(in: 0...whole.count, using: &random))
      case .cutAtABlock:
        left = left.prefix(blocks(whole).randomElement(using: &random) ?? 0)
      case .zerosFromAPageOn:
        left.replaceSubrange(from..., with: Data(count: whole.count - from))
      case .aPageOfZeros:
        let to = min(whole.count, from + page)
        left.replaceSubrange(from..<to, with: Data(count: to - from))
      }
      return left
    }

    /// Where the blocks of a pcapng file end.
    private func blocks(_ file: Data) -> [Int] {
      var ends: [Int] = []
      var offset = 0
      while offset + 8 <= file.count {
        offset += (4...7).reduce(0) { $0 | Int(file[offset + $1]) << (8 * ($1 - 4)) }
        ends.append(offset)
      }
      return ends
    }
  }

  /// Milliseconds after the start: around the ends of the phases, where all of one may be in its file, and
  /// within them.
  private static let instants: [Int64] =
    [120_000, 240_000, 300_000].flatMap { end in
      stride(from: end - 600, through: end + 4_000, by: 400)
    } + stride(from: 70_000, through: 300_000, by: 23_400)

  @Test(
    "leaves no phase that counts with a packet missing, and goes on to the plan's end",
    arguments: Left.allCases)
  func resumes(left: Left) throws {
    let plan = try ScriptedBench.shortPlan()
    var random = SeededGenerator(seed: 8)
    var survived = 0
    for instant in Self.instants {
      try withTemporaryFolder { folder in
        let bench = try ScriptedBench(folder: folder, plan: plan)
        try bench.play(until: ScriptedBench.start + instant * 1000)
        let before = try bench.folder.load().session
        try bench.cutPower { left.apply(to: $0, using: &random) }
        try bench.rest(700_000)
        let resumed = try bench.open().session
        if resumed.phases.last?.void == nil, resumed.phases.count > before.phases.count {
          survived += 1
        }
        try bench.play()
        try bench.expectWhole(before: before, kills: 1, "\(left) after \(instant) ms")
      }
    }
    // Not all are void either: a cut behind the last sign of life takes nothing.
    #expect(survived > 0 || left != .cutAtABlock)
  }

  /// The first phase takes the second minute; half of it is over when the clock is found to have been set.
  @Test(
    "keeps why the phase does not count, however late it comes",
    arguments: [90_200, 100_000, 120_000, 122_200, 122_600, 122_800])
  func reason(instant: Int64) throws {
    try withTemporaryFolder { folder in
      let bench = try ScriptedBench(folder: folder, plan: ScriptedBench.shortPlan())
      try bench.play(until: ScriptedBench.start + instant * 1000) { guide in
        if bench.now >= ScriptedBench.start + 90_000_000 { guide.spoil(.clockJump) }
      }
      try bench.rest(1_000_000)
      #expect(try bench.open().session.phases.map(\.void) == [.clockJump])
      try bench.play()
      #expect(try bench.folder.load().session.phases.map(\.void) == [.clockJump, nil, nil, nil])
    }
  }

  @Test("leaves a session that is sealed and recomputed, cut captures and all")
  func seals() throws {
    var random = SeededGenerator(seed: 9)
    for left in Left.allCases {
      try withTemporaryFolder { folder in
        let sealed = try SealedSession(folder: folder) { left.apply(to: $0, using: &random) }
        #expect(sealed.bundle.phases.map(\.void) == [.interrupted, nil, nil, nil], "\(left)")
        let outcome = try sealed.verify(sealed.archive, unpackingInto: "whole")
        #expect(outcome.matches, "\(left): \(outcome.differences)")
      }
    }
  }

  @Test("never leaves an archive that passes though a part of it is missing or empty")
  func archives() throws {
    var random = SeededGenerator(seed: 10)
    try withTemporaryFolder { folder in
      let sealed = try SealedSession(folder: folder) { $0 }
      let whole = try Data(contentsOf: URL(filePath: sealed.archive))
      // The second of the two empty blocks at its end is no loss.
      let needed = whole.count - 512
      for round in 0..<24 {
        let left: Left = [.cutAnywhere, .zerosFromAPageOn, .aPageOfZeros][round % 3]
        let damaged = left.apply(to: whole, using: &random)
        guard damaged.prefix(needed) != whole.prefix(needed) else { continue }
        let file = folder.appending(path: "damaged-\(round).tar")
        try damaged.write(to: file)
        let outcome = try? sealed.verify(file.path, unpackingInto: "unpacked-\(round)")
        #expect(outcome?.matches != true, "\(left), round \(round)")
      }
    }
  }
}

/// A session that a power cut interrupted, sealed afterwards.
private struct SealedSession {
  let bundle: SessionBundle
  let archive: String
  private let folder: URL

  init(folder: URL, _ leave: (Data) -> Data) throws {
    self.folder = folder
    let bench = try ScriptedBench(
      folder: folder.appending(path: "session"), plan: ScriptedBench.shortPlan())
    try bench.play(until: ScriptedBench.start + 100_000_000)
    try bench.cutPower(leaving: leave)
    try bench.rest(1_000_000)
    try bench.play()
    let geo = folder.appending(path: "geoip")
    try Data("708718592,708718847,CN\n".utf8).write(to: geo)
    let key = OrganisationKey(organisation: try #require(OrganisationIdentifier("a-shop")))
    let description = bench.folder.descriptionPath
    bundle = try BundleComposer(databases: GeoDatabase.load([geo.path]))
      .compose(SessionDescription(readingFile: description), key: key)
    archive = folder.appending(path: "session.tar").path
    try SessionSeal(
      description: description, bundle: SignedBundle(bundle, signedBy: key.signingKey),
      databases: [geo.path]
    ).write(to: archive)
  }

  func verify(_ archive: String, unpackingInto name: String) throws -> SessionReplay.Outcome {
    let target = folder.appending(path: name).path
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
    return try SessionReplay(published: bundle.encoded)
      .verify(archive: archive, unpackingInto: target)
  }
}
