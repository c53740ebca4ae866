import Foundation
import TestSupport
import Testing

@Suite(
  "The doctor, on a bench in network namespaces", .timeLimit(.minutes(10)),
  .enabled(if: GuidedScenario.obstacle == nil, "\(GuidedScenario.obstacle ?? "")"))
struct DoctorTests {
  private struct Trouble: Decodable {
    let check: String
    let state: String
    let found: String
    let mend: String
    let status: Int
    /// What else was found otherwise than on the well bench.
    let others: [String]
    /// After it was mended.
    let after: String?
  }

  private struct Seen: Decodable {
    let well: [String: String]
    let status: Int
    let troubles: [Trouble]
    let nowhere: Answer
  }

  @Test("finds a bench well that was made with the templates")
  func well() async throws {
    let seen = try await PlayedScenarios.shared.outcome(.doctor).seen(Seen.self)
    #expect(seen.status == 0)
    for name in [
      "interface", "capture", "address", "dhcp", "ipv6", "clients", "forwarding", "uplink", "disk",
    ] {
      #expect(seen.well[name] == "ok", "\(name)")
    }
    // A virtual cable is no radio; the clock and the age of the databases are the machine's affair.
    #expect(seen.well["access-point"] == "warn")
    #expect(seen.well["databases"] != "fail")
  }

  @Test("finds what was broken and nothing else, says how to mend it, and is content afterwards")
  func troubles() async throws {
    let seen = try await PlayedScenarios.shared.outcome(.doctor).seen(Seen.self)
    let expected: [(check: String, state: String, found: String)] = [
      ("forwarding", "fail", "off for IPv6"),
      ("address", "fail", "lan0 has no IPv4 address"),
      ("ipv6", "warn", "lan0 has no IPv6 network"),
      ("uplink", "fail", "no default route"),
      ("uplink", "fail", "no default route over a connected interface"),
      ("clients", "fail", "02:00:5e:10:00:02"),
      ("dhcp", "fail", "no DHCP server listens"),
      ("capture", "fail", "packets cannot be recorded"),
      ("disk", "fail", "MB are free"),
      ("databases", "fail", "none"),
      ("server", "fail", "http://127.0.0.1:9 cannot be reached"),
      ("interface", "fail", "lan0 is down"),
    ]
    #expect(seen.troubles.map(\.check) == expected.map(\.check))
    for (trouble, expected) in zip(seen.troubles, expected) {
      #expect(trouble.state == expected.state, "\(trouble.check)")
      #expect(trouble.found.contains(expected.found), "\(trouble.check): \(trouble.found)")
      #expect(!trouble.mend.isEmpty, "\(trouble.check)")
      #expect(trouble.status == (expected.state == "fail" ? 1 : 0), "\(trouble.check)")
      // The server is asked for only where one is named.
      let after = trouble.check == "server" ? nil : seen.well[trouble.check]
      #expect(trouble.after == after, "\(trouble.check)")
      // An interface that is down has lost its networks too.
      if trouble.check != "interface" {
        #expect(trouble.others.isEmpty, "\(trouble.check): \(trouble.others)")
      }
    }
  }

  @Test("names the interfaces that there are where there is none of that name")
  func nowhere() async throws {
    let seen = try await PlayedScenarios.shared.outcome(.doctor).seen(Seen.self)
    #expect(seen.nowhere.status == 1)
    #expect(seen.nowhere.text.contains("there is no interface lan7"))
    #expect(seen.nowhere.text.contains("lan0, lo, wan0"))
  }
}
