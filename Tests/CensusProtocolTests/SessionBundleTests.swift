import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("A session bundle")
struct SessionBundleTests {
  @Test("is accepted and encoded again to identical bytes", arguments: BundleVectors.all.valid)
  func roundTrip(vector: BundleVectors.Valid) throws {
    let bytes = Array(vector.document.utf8)
    let bundle = try SessionBundle(decoding: bytes)
    #expect(bundle.encoded == bytes)
    #expect(Digest(of: bytes).description == vector.digest)
  }

  @Test("that breaks the contract is rejected at that place", arguments: BundleVectors.all.invalid)
  func rejection(vector: BundleVectors.Invalid) throws {
    do {
      _ = try SessionBundle(decoding: Array(vector.document.utf8))
      Issue.record("accepted \(vector.name)")
    } catch .violation(let violation) {
      #expect(violation.path == vector.violation)
    } catch .notCanonical {
      #expect(vector.violation == nil)
    }
  }

  @Test("over the limit of size is rejected before it is read")
  func sizeLimit() {
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: SessionBundle.maximumBytes + 1)
    #expect(throws: BundleError.tooLarge(bytes.count)) { try SessionBundle(decoding: bytes) }
  }

  @Test("with any one byte altered is rejected, or is another bundle")
  func alteredBytes() throws {
    let original = Array(try #require(BundleVectors.all.valid.first).document.utf8)
    var rejected = 0
    let positions = stride(from: 0, to: original.count, by: 5)
    for position in positions {
      var altered = original
      altered[position] ^= 1
      if let bundle = try? SessionBundle(decoding: altered) {
        #expect(bundle.encoded == altered)
        #expect(bundle != (try SessionBundle(decoding: original)))
      } else {
        rejected += 1
      }
    }
    #expect(rejected > original.count / 5 / 2)
  }

  @Test("is what the JSON Schema says, as far as a schema can")
  func schema() throws {
    let script = """
      import json, sys, jsonschema
      schema, vectors = (json.load(open(path)) for path in sys.argv[1:])
      validator = jsonschema.Draft202012Validator(schema)
      for vector in vectors["valid"]:
          validator.validate(json.loads(vector["document"]))
      rejected = 0
      for vector in vectors["invalid"]:
          try:
              rejected += not validator.is_valid(json.loads(vector["document"]))
          except ValueError:
              pass
      print(rejected)
      """
    let command = try runPython(
      script,
      ["protocol/schemas/bundle-1.schema.json", "protocol/vectors/bundles.json"]
        .map { Repository.root.appending(path: $0).path })
    #expect(command.status == 0, "\(command.errors) (Debian package python3-jsonschema)")
    // The others break rules between fields, which SPEC.md lists as beyond the schema.
    let rejected = try #require(
      Int(command.text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(rejected >= 25)
  }
}

@Suite("The hours of a phase")
struct PhaseHoursTests {
  @Test("cover it without gap or overlap", arguments: [(50, 130), (0, 60), (59, 61), (61, 62)])
  func coverage(start: Int64, end: Int64) throws {
    let midnight = try #require(UTCTime("2026-11-23T00:00:00Z")).seconds
    let started = try #require(UTCTime(seconds: midnight + start * 60))
    let ended = try #require(UTCTime(seconds: midnight + end * 60))
    let hours = Phase.hours(from: started, to: ended)
    #expect(hours.map(\.minutes).reduce(0, +) == end - start)
    #expect(hours.allSatisfy { $0.hour.seconds % 3600 == 0 && (1...60).contains($0.minutes) })
    #expect(zip(hours, hours.dropFirst()).allSatisfy { $0.hour.seconds + 3600 == $1.hour.seconds })
  }

  @Test("are counted, not listed, where a phase claims millennia")
  func millennia() throws {
    let vector = try #require(BundleVectors.all.valid.first)
    var bundle = try SessionBundle(decoding: Array(vector.document.utf8))
    let last = bundle.phases.count - 1
    bundle.phases[last].ended = try #require(UTCTime("9999-12-31T23:00:00Z"))
    let hours = Phase.hourCount(from: bundle.phases[last].started, to: bundle.phases[last].ended)
    #expect(hours > 69_000_000)
    let violation = #expect(throws: ContractViolation.self) { try bundle.validate() }
    #expect(violation?.path == "phases[\(last)].blocks")
  }
}
