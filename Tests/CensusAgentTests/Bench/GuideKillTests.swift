import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("A guide that is killed")
struct GuideKillTests {
  /// The plan takes five minutes: closely around its whole minutes, and in between.
  private static let instants: [Int64] = stride(from: Int64(0), to: 310_000, by: 400)
    .filter { time in
      let second = (time + 6_000) % 60_000
      return second < 10_000 || time % 3_400 == 0
    }

  @Test(
    "at any instant goes on, loses no phase that was over, and counts every packet of what it calls whole"
  )
  func everyInstant() throws {
    let plan = try ScriptedBench.shortPlan()
    for instant in Self.instants {
      try withTemporaryFolder { folder in
        let bench = try ScriptedBench(folder: folder, plan: plan)
        try bench.play(until: ScriptedBench.start + instant * 1000)
        let before = try bench.folder.load().session
        try bench.rest(700_000)
        try bench.play()
        try bench.expectWhole(before: before, kills: 1, "killed after \(instant) ms")
      }
    }
  }

  @Test("again and again still comes to its end")
  func again() throws {
    let plan = try ScriptedBench.shortPlan()
    var random = SeededGenerator(seed: 6)
    for round in 0..<20 {
      try withTemporaryFolder { folder in
        let bench = try ScriptedBench(folder: folder, plan: plan)
        for _ in 0..<6 {
          try bench.play(until: bench.now + Int64.random(in: 0..<130_000, using: &random) * 1000)
          try bench.rest(Int64.random(in: 0..<90_000, using: &random) * 1000)
        }
        let before = try bench.folder.load().session
        try bench.play()
        try bench.expectWhole(before: before, kills: 6, "round \(round)")
      }
    }
  }

  @Test("before its capture was made lists the phase without one")
  func withoutCapture() throws {
    try withTemporaryFolder { folder in
      let bench = try ScriptedBench(folder: folder, plan: ScriptedBench.shortPlan())
      try bench.play(until: ScriptedBench.start + 70_000_000)
      let running = try #require(try bench.folder.load().session.running)
      LocalFile.remove(bench.folder.path + running.capture)
      try bench.rest(1_000_000)
      let phase = try #require(try bench.open().session.phases.first)
      #expect(phase.capture == nil)
      #expect(phase.void == .interrupted)
    }
  }
}
