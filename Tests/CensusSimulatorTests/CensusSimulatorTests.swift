import CensusProtocol
import CensusSimulator
import Foundation
import TestSupport
import Testing

/// A plan that is simulated in a moment.
func makePlan(seed: UInt64 = 1, hours: Int = 2, units: Int = 2) throws -> BenchPlan {
  try BenchPlan(
    seed: seed, organisation: #require(OrganisationIdentifier("simulated-laboratory")),
    hours: hours, units: units)
}

@Suite("A simulated bench")
struct CensusSimulatorTests {
  @Test("the same seed gives the same bytes, another seed gives others")
  func seeds() throws {
    try withTemporaryFolder { folder in
      let names = try ["first", "second", "other"].map { name in
        let seed: UInt64 = name == "other" ? 2 : 1
        let target = folder.appending(path: name)
        try CensusSimulator.write(makePlan(seed: seed, hours: 1, units: 1), into: target.path)
        return try contents(of: target)
      }
      #expect(names[0] == names[1])
      #expect(Set(names[0].keys) == Set(names[2].keys))
      for file in names[0].keys where !file.hasSuffix("/Z.pcapng") {
        #expect(names[0][file] != names[2][file], "\(file)")
      }
    }
  }

  private func contents(of folder: URL) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try names.filter { $0.contains(".") }.reduce(into: [:]) {
      $0[$1] = try Data(contentsOf: folder.appending(path: $1))
    }
  }

  @Test(
    "every capture contains exactly what the truth says, counted by other code",
    arguments: [1, 20_261_123] as [UInt64])
  func truth(seed: UInt64) throws {
    try withTemporaryFolder { folder in
      try CensusSimulator.write(makePlan(seed: seed), into: folder.path)
      let units = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(units.count == 4)
      let counted = try count(units.map { folder.appending(path: $0) })
      #expect(counted.status == 0, "\(counted.errors)")
      let packets = counted.text.split(separator: "\n").compactMap { Int($0) }
      #expect(packets.count == 4 && packets.allSatisfy { $0 > 3000 }, "\(counted.text)")
    }
  }

  @Test("one byte more in the truth is noticed")
  func wrongTruth() throws {
    try withTemporaryFolder { folder in
      try CensusSimulator.write(makePlan(hours: 1, units: 1), into: folder.path)
      let unit = folder.appending(path: "simulated-caller-1")
      let file = unit.appending(path: "truth.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let spoilt = text.replacing(/"bytes_up":(\d+)/, maxReplacements: 1) {
        "\"bytes_up\":\((Int($0.1) ?? 0) + 1)"
      }
      try Data(spoilt.utf8).write(to: file)
      let counted = try count([unit])
      #expect(counted.status == 1)
      #expect(counted.errors.contains("Z blocks"), "\(counted.errors)")
    }
  }

  private func count(_ units: [URL]) throws -> FinishedCommand {
    let script = try Repository.contents("Tests/CensusSimulatorTests/count.py")
    return try runPython(String(decoding: script, as: UTF8.self), units.map(\.path))
  }

  @Test("a plan outside its ranges is refused with the range")
  func ranges() throws {
    #expect(throws: SimulatorError.outOfRange(name: "hours", value: 0, range: 1...240)) {
      try makePlan(hours: 0)
    }
    #expect(throws: SimulatorError.outOfRange(name: "units", value: 51, range: 1...50)) {
      try makePlan(units: 51)
    }
  }

  @Test("a folder that cannot be written is named in the error")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "file")
      try Data().write(to: file)
      let error = try #require(throws: SimulatorError.self) {
        try CensusSimulator.write(makePlan(), into: file.path)
      }
      #expect(error.description.contains(file.path))
    }
  }
}
