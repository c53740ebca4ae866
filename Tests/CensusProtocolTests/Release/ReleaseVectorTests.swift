import CensusProtocol
import Foundation
import TestSupport
import Testing

/// protocol/vectors/releases.json, which an implementation in another language made.
struct ReleaseVectors: Decodable {
  struct Valid: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let document: String
    let digest: String
    var testDescription: String { name }
  }

  struct Invalid: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let document: String
    /// Where the contract is broken.
    let violation: String
    var testDescription: String { name }
  }

  let valid: [Valid]
  let invalid: [Invalid]

  static let all: ReleaseVectors = {
    do {
      return try JSONDecoder().decode(
        ReleaseVectors.self, from: Repository.contents("protocol/vectors/releases.json"))
    } catch { fatalError("protocol/vectors/releases.json cannot be read: \(error)") }
  }()
}

@Suite("Entries of a log, by the published vectors")
struct ReleaseVectorTests {
  @Test(
    "are accepted and encoded again to identical bytes", arguments: ReleaseVectors.all.valid)
  func roundTrip(vector: ReleaseVectors.Valid) throws {
    let bytes = Array(vector.document.utf8)
    #expect(try LogEntry(decoding: bytes).encoded == bytes)
    #expect(Digest(of: bytes).description == vector.digest)
  }

  @Test(
    "are rejected at the place that breaks the contract", arguments: ReleaseVectors.all.invalid)
  func rejection(vector: ReleaseVectors.Invalid) throws {
    do {
      _ = try LogEntry(decoding: Array(vector.document.utf8))
      Issue.record("accepted \(vector.name)")
    } catch {
      guard case .violation(let violation) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(violation.path == vector.violation)
    }
  }

  @Test("are what the JSON Schemas say, as far as schemas can")
  func schema() throws {
    let script = """
      import json, sys, jsonschema, warnings
      warnings.simplefilter("ignore")
      house, release, log, vectors = (json.load(open(path)) for path in sys.argv[1:])
      def qualify(value, name):
          # A reference within a schema, by the schema's name: URNs are not joined with fragments.
          if isinstance(value, list): return [qualify(item, name) for item in value]
          if not isinstance(value, dict): return value
          return {key: name + item if key == "$ref" and item.startswith("#") else qualify(item, name)
                  for key, item in value.items()}
      schemas = {schema["$id"]: qualify(schema, schema["$id"]) for schema in (house, release, log)}
      for schema in schemas.values(): jsonschema.Draft202012Validator.check_schema(schema)
      log = schemas[log["$id"]]
      resolver = jsonschema.RefResolver.from_schema(log, store=schemas)
      validator = jsonschema.Draft202012Validator(log, resolver=resolver)
      for vector in vectors["valid"]: validator.validate(json.loads(vector["document"]))
      print("; ".join(vector["name"] for vector in vectors["invalid"]
                      if validator.is_valid(json.loads(vector["document"]))))
      """
    let command = try runPython(
      script,
      [
        "schemas/house-1.schema.json", "schemas/release-1.schema.json", "schemas/log-1.schema.json",
        "vectors/releases.json",
      ].map { Repository.root.appending(path: "protocol/\($0)").path })
    #expect(command.status == 0, "\(command.errors) (Debian package python3-jsonschema)")
    // What a schema cannot say, and SPEC.md does.
    #expect(
      command.text.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: "; ") == [
        "models out of order", "a week 53 of a year with 52", "more confirmed than k",
        "a cell below k",
        "a quartile below the one before it", "cells out of order", "a repeated subject",
        "classes of loss out of order", "a rho that does not follow",
        "a fraction that is not in lowest terms", "a cell below the threshold",
        "more spent than the limit", "a table withheld that could have been paid",
      ])
  }
}
