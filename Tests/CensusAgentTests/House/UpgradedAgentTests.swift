import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

/// An agent whose program was exchanged for this one in the middle of a week: its files are those of a
/// version that knew no list of common models, written out as they were.
@Suite("An agent that was upgraded")
struct UpgradedAgentTests {
  private static let epoch = Household.epoch
  private static let models = ["google-pixel-6", "xiaomi-mi-3", "apple-iphone-5s"]
    .compactMap { ModelIdentifier($0) }

  /// A server that takes what is sent, and keeps it.
  private func server(in folder: URL) throws -> AnsweringServer {
    try AnsweringServer(
      answering: """
        import hashlib
        open("\(folder.path)/taken", "ab").write(body)
        request.reply(201, {}, json.dumps(
            {"body": hashlib.sha256(body).hexdigest(), "status": "stored"}).encode())
        """)
  }

  private func taken(in folder: URL) throws -> [HouseUpload] {
    let file = folder.appending(path: "taken")
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    let bytes = Array(try Data(contentsOf: file))
    return try stride(from: 0, to: bytes.count, by: HouseUpload.bytes).map {
      try HouseUpload(decoding: Array(bytes[$0..<$0 + HouseUpload.bytes]))
    }
  }

  /// The house's store: three phones, by their owner's labels.
  private func store(in folder: URL) throws -> LocalStore {
    var generator = SeededGenerator(seed: 3)
    let secrets = Household.Secrets.random(devices: 3, using: &generator)
    let deeds = (0..<3).map {
      Household.Deed(device: $0, country: "CN", service: (6, 443), hour: 4, bytes: 500)
    }
    let store = try Household.store(deeds, secrets, in: folder)
    for (mac, model) in zip(secrets.macs, Self.models) {
      try store.label(Device(label: Household.text(mac)), as: model, at: 0)
    }
    return store
  }

  /// What an earlier version composed: a contribution for each phone, by its name.
  private func bodies(of store: LocalStore) throws -> [[UInt8]] {
    var generator = SeededGenerator(seed: 4)
    let everything = CommonModels(Set(Self.models))
    return HouseComposer().compose(
      try store.record(of: Self.epoch, common: everything), using: &generator
    ).map(\.encoded)
  }

  private func courier(
    _ spool: HouseSpool, _ store: LocalStore, in folder: URL
  ) throws -> HouseCourier {
    HouseCourier(
      spool: spool, key: try AgentKey(file: folder.appending(path: "key").path, exists: false),
      record: { epoch, common throws(DatabaseError) in
        try store.record(of: epoch, common: common)
      }, tell: { _ in })
  }

  /// The first moment at which everything in the spool is due.
  private static var due: UTCTime {
    UTCTime(seconds: epoch.end.seconds + 120) ?? epoch.end
  }

  @Test("sends nothing under a name that its log does not let it say, and loses no contribution")
  func rollsUp() throws {
    try withTemporaryFolder { folder in
      let server = try server(in: folder)
      let store = try store(in: folder)
      let bodies = try bodies(of: store)
      let path = folder.appending(path: "house.sqlite").path
      try OlderSpool.make(at: path, server: server.url, bodies: bodies, attempted: 1)
      let spool = try HouseSpool(path: path)
      #expect(try spool.entries().map(\.body) == bodies)
      var generator = SeededGenerator(seed: 5)
      try courier(spool, store, in: folder).step(at: Self.due, using: &generator)

      // The first may be at a server by its name already; the two others leave as one.
      let sent = try taken(in: folder).compactMap(\.contribution)
      #expect(sent.map(\.model.description) == ["any-smartphone"])
      let entries = try spool.entries()
      #expect(entries.map(\.state) == [.refused, .acknowledged])
      #expect(entries[0].body == bodies[0])
      #expect(entries[0].lastAnswer.contains("few households"))
      // What the server may have can be taken back.
      let back = try HouseWithdrawal.of(entries, in: spool, at: Self.due, using: &generator)
      #expect(back.replaced == 2)
    }
  }

  @Test("sends what it had byte for byte, where its log lets it say the names")
  func keeps() throws {
    try withTemporaryFolder { folder in
      let server = try server(in: folder)
      let store = try store(in: folder)
      let bodies = try bodies(of: store)
      let path = folder.appending(path: "house.sqlite").path
      try OlderSpool.make(at: path, server: server.url, bodies: bodies, attempted: 0)
      let spool = try HouseSpool(path: path)
      // The next look at the log goes on from the pin, and finds a list that counted for the week.
      var log = IssuerLog(pin: try spool.logPin(of: server.url))
      let before = try #require(UTCTime(seconds: Self.epoch.start.seconds - 3600))
      let list = try SignedEntry(
        signing: LogEntry(
          number: 1, previous: OlderSpool.entry.digest, time: before,
          key: OlderSpool.logKey.verifyingKey, content: .models(CommonModels(Set(Self.models)))),
        with: OlderSpool.logKey)
      try log.follow(at: Self.epoch.start) { Array([OlderSpool.entry, list].dropFirst(Int($0))) }
      try spool.remember(log, of: server.url)
      var generator = SeededGenerator(seed: 5)
      try courier(spool, store, in: folder).step(at: Self.due, using: &generator)
      #expect(try taken(in: folder).map(\.encoded).sorted(by: <) == bodies.sorted(by: <))
      #expect(try spool.entries().allSatisfy { $0.state == .acknowledged })
    }
  }

  @Test("finds consent, pin, keys, tokens and tallies where they were")
  func everything() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "house.sqlite").path
      let server = "https://census.example"
      try OlderSpool.make(at: path, server: server, bodies: [], attempted: 0)
      let spool = try HouseSpool(path: path)
      #expect(try spool.consent() == HouseSpoolTests.consent(server: server))
      let pin = try #require(try spool.logPin(of: server))
      #expect(pin.digest == OlderSpool.entry.digest && pin.key == OlderSpool.logKey.verifyingKey)
      #expect(try spool.issuer(of: server)?.enrolled == Self.epoch)
      let keys = try #require(try spool.issuerKeys(of: Self.epoch, server: server))
      #expect(keys.keys == OlderSpool.entry.entry.keys && keys.isAhead)
      #expect(try spool.tokenNumbers(of: Self.epoch).count == OlderSpool.tokens.count)
      // Entries behind the pin are not read again: nothing of them is common, so classes alone are named.
      #expect(try spool.commonModels(in: Self.epoch, server: server) == CommonModels())

      let old = folder.appending(path: "agent.sqlite").path
      try OlderStore.make(at: old)
      let store = try LocalStore(path: old)
      let hours = OlderStore.hour..<OlderStore.hour + 1
      #expect(try store.tallies(in: hours).map(\.counters.up.bytes) == [900])
      #expect(try store.watched(in: hours).map(\.minutes) == [60])
      #expect(try store.devices() == [OlderStore.device])
      #expect(try store.hasImported(Digest(of: [1])))
      try store.label(OlderStore.device, as: Self.models[0], at: 0)
      #expect(try store.models() == [OlderStore.device: Self.models[0]])
    }
  }
}

extension [UInt8] {
  fileprivate static func < (left: [UInt8], right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}
