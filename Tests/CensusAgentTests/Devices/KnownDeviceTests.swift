import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("What the agent remembers of a device")
struct KnownDeviceTests {
  private static let phone = Device(label: "1c:cc:d6:12:34:56")
  private static let evidence = DeviceIdentifier().identify([Signal(.hostName, "Galaxy-A12")])

  private func known(_ store: LocalStore) throws -> KnownDevice? {
    try store.knownDevices().first { $0.device == Self.phone }
  }

  @Test("is its conclusion and the kinds of evidence, never the evidence")
  func conclusion() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "agent.sqlite").path
      let store = try LocalStore(path: path)
      let said = DeviceIdentifier().identify([Signal(.hostName, "SECRETOWNER-Galaxy-A12")])
      try store.conclude(KnownDevice.Conclusion(said), on: Self.phone, first: 5, last: 9)
      let device = try #require(try known(store))
      #expect(device.conclusion?.identifier?.description == "samsung-galaxy-a12")
      #expect(device.conclusion?.kinds == [.hostName])
      #expect(device.first == 5 && device.last == 9)
      for file in [path, path + "-wal"] {
        let bytes = try? Data(contentsOf: URL(filePath: file))
        #expect(bytes.map { String(decoding: $0, as: UTF8.self).contains("SECRETOWNER") } != true)
      }
    }
  }

  @Test("has a label that wins and survives a restart, and asks where evidence contradicts it")
  func label() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "agent.sqlite").path
      let pixel = try #require(ModelIdentifier("google-pixel-6"))
      do {
        let store = try LocalStore(path: path)
        try store.label(Self.phone, as: pixel, at: 1)
      }
      let store = try LocalStore(path: path)
      try store.conclude(KnownDevice.Conclusion(Self.evidence), on: Self.phone, first: 1, last: 2)
      let device = try #require(try known(store))
      #expect(device.identifier == pixel)
      #expect(device.contradiction()?.contains("Galaxy A12") == true)
      try store.label(Self.phone, as: nil, at: 3)
      #expect(try known(store)?.identifier?.description == "samsung-galaxy-a12")
    }
  }

  private func contradiction(_ label: String, _ signals: [Signal]) throws -> String? {
    KnownDevice(
      device: Self.phone,
      conclusion: KnownDevice.Conclusion(DeviceIdentifier().identify(signals)),
      label: ModelIdentifier(label), isIgnored: false, first: nil, last: nil
    ).contradiction()
  }

  @Test("asks only where the label and the evidence cannot both be right")
  func contradictions() throws {
    let ambiguous = [Signal(.hostName, "RedmiNote9-Redmi")]
    #expect(try contradiction("xiaomi-redmi-note-9-global", ambiguous) == nil)
    #expect(try contradiction("xiaomi-redmi-note-9-china", ambiguous) == nil)
    #expect(try contradiction("xiaomi-redmi-note-8", ambiguous) != nil)
    let samsung = [Signal(.hostName, "Galaxy-A12")]
    for wide in ["any-smartphone", "any-samsung", "any-samsung-smartphone", "samsung-galaxy-a12"] {
      #expect(try contradiction(wide, samsung) == nil, "\(wide)")
    }
    for wrong in ["any-xiaomi", "any-tv", "samsung-galaxy-a13"] {
      #expect(try contradiction(wrong, samsung) != nil, "\(wrong)")
    }
    // A prefix of LG's alone, as a Nexus 5X has it.
    let maker = DeviceIdentifier(prefixes: PrefixFiles.load().registry)
      .identify([], addressPrefix: "64:bc:0c:00:00:01")
    #expect(maker.brand == "LG")
    let phone = KnownDevice(
      device: Self.phone, conclusion: KnownDevice.Conclusion(maker),
      label: ModelIdentifier("google-pixel-6"), isIgnored: false, first: nil, last: nil)
    #expect(phone.contradiction() == nil)
  }

  @Test("keeps how far each kind of evidence reached, and explains it without the evidence")
  func statements() throws {
    try withTemporaryFolder { folder in
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      let said = DeviceIdentifier().identify([
        Signal(.hostName, "Galaxy-A12"), Signal(.vendorClass, "android-dhcp-12"),
      ])
      try store.conclude(KnownDevice.Conclusion(said), on: Self.phone, first: 1, last: 2)
      let conclusion = try #require(try known(store)?.conclusion)
      #expect(conclusion == KnownDevice.Conclusion(said))
      #expect(
        IdentificationText.explanation(conclusion).sorted() == [
          "DHCP vendor class: names the class (3.0)", "host name: names the model (4.0)",
        ])
    }
  }

  @Test("is gone after forget, and what was counted of it with it")
  func forget() throws {
    try withTemporaryFolder { folder in
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      try store.conclude(KnownDevice.Conclusion(Self.evidence), on: Self.phone, first: 1, last: 2)
      try store.label(Self.phone, as: ModelIdentifier("google-pixel-6"), at: 1)
      _ = try store.number(of: Self.phone)
      try store.forget(Self.phone, at: 3)
      #expect(try store.knownDevices().isEmpty)
      #expect(try store.devices().isEmpty)
    }
  }

  @Test("is kept from being concluded on while it is ignored")
  func ignore() throws {
    try withTemporaryFolder { folder in
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      try store.ignore(Self.phone, at: 1)
      var watch = DeviceWatch(identifier: DeviceIdentifier())
      let shown = DeviceSignals(
        device: Self.phone, signals: [Signal(.hostName, "Galaxy-A12")], address: Self.phone.label,
        first: 0, last: 1)
      try watch.update([shown], in: store, at: 700_000_000)
      #expect(try known(store)?.conclusion == nil)
      try store.unignore(Self.phone, at: 600_000_000)
      try watch.update([shown], in: store, at: 700_000_000)
      #expect(try known(store)?.conclusion?.title == "Samsung Galaxy A12")
    }
  }

  @Test("is called outside by no more than so many houses have")
  func departing() throws {
    try withTemporaryFolder { folder in
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      try store.conclude(KnownDevice.Conclusion(Self.evidence), on: Self.phone, first: 1, last: 2)
      let other = Device(label: "02:00:00:00:00:01")
      try store.ignore(other, at: 1)
      let nobody = try store.departingModels(common: CommonModels())
      #expect(nobody.mapValues(\.description) == [Self.phone: "any-smartphone"])
      let listed = try CommonModels(text: "samsung-galaxy-a12\n")
      let known = try store.departingModels(common: listed)
      #expect(known.mapValues(\.description) == [Self.phone: "samsung-galaxy-a12"])
    }
  }

  @Test("waits for two kinds of evidence or ten minutes")
  func patience() {
    func shown(_ signals: [Signal]) -> DeviceSignals {
      DeviceSignals(device: Self.phone, signals: signals, address: "", first: 0, last: 0)
    }
    let one = shown([Signal(.hostName, "a"), Signal(.hostName, "b")])
    #expect(!one.isSettled(at: 599_000_000))
    #expect(one.isSettled(at: 600_000_000))
    #expect(shown([Signal(.hostName, "a"), Signal(.vendorClass, "b")]).isSettled(at: 0))
  }

  private func concluded(_ shown: [[Signal]], restarting: Bool = false) throws -> String? {
    try withTemporaryFolder { folder in
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      var watch = DeviceWatch(identifier: DeviceIdentifier())
      for (minute, signals) in shown.enumerated() {
        if restarting { watch = DeviceWatch(identifier: DeviceIdentifier()) }
        let device = DeviceSignals(
          device: Self.phone, signals: signals, address: Self.phone.label, first: 0, last: 1)
        try watch.update([device], in: store, at: 700_000_000 + Int64(minute) * 60_000_000)
      }
      return try known(store)?.title()
    }
  }

  @Test(
    "is not taken back as the evidence is forgotten, nor for less evidence after a restart",
    arguments: [false, true])
  func standing(isRestarted: Bool) throws {
    let name = Signal(.hostName, "Galaxy-A12")
    let system = Signal(.vendorClass, "android-dhcp-12")
    let shown = [[name, system], [system], [system, Signal(.parameterList, "1,3,6")]]
    #expect(try concluded(shown, restarting: isRestarted) == "Samsung Galaxy A12")
  }

  @Test(
    "is taken back where more evidence contradicts it, at once or later", arguments: [false, true])
  func contradicted(isRestarted: Bool) throws {
    let name = Signal(.hostName, "Galaxy-A12")
    let other = Signal(
      .userAgent, "Dalvik/2.1.0 (Linux; U; Android 10; M2003J15SC Build/QP1A.190711.020)")
    #expect(
      try concluded([[name], [name, other]], restarting: isRestarted)?.contains("Samsung") != true)
    #expect(try concluded([[name], [other]], restarting: isRestarted)?.hasPrefix("Xiaomi") == true)
    let computer = Signal(.vendorClass, "MSFT 5.0")
    #expect(
      try concluded([[name], [computer]], restarting: isRestarted)?.contains("Galaxy") != true)
  }

  @Test("is concluded anew after it was forgotten, while it still shows the same")
  func forgottenWhileWatched() throws {
    try withTemporaryFolder { folder in
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      var watch = DeviceWatch(identifier: DeviceIdentifier())
      let shown = DeviceSignals(
        device: Self.phone, signals: [Signal(.hostName, "Galaxy-A12")], address: Self.phone.label,
        first: 0, last: 1)
      try watch.update([shown], in: store, at: 700_000_000)
      try store.forget(Self.phone, at: 701_000_000)
      try watch.update([shown], in: store, at: 760_000_000)
      #expect(try known(store)?.title() == "Samsung Galaxy A12")
    }
  }
}
