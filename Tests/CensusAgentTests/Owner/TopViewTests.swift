import CensusAttribution
import CensusProtocol
import Testing

@testable import CensusAgent

@Suite("The live view")
struct TopViewTests {
  private func report() throws -> OwnerReport {
    func tally(_ device: String, _ place: String, flows: Int, bytes: UInt64) throws -> Tally {
      Tally(
        key: Tally.Key(
          hour: 1, device: Device(label: device), places: Places([try #require(Place(place))]),
          service: .tls),
        counters: Tally.Counters(
          flows: flows, up: Tally.Traffic(packets: 1, bytes: bytes), down: Tally.Traffic(),
          minutes: 1, handshake: nil))
    }
    return OwnerReport(of: [
      try tally("a", "CN", flows: 9, bytes: 10), try tally("a", "lan", flows: 50, bytes: 5000),
      try tally("b", "CN", flows: 1, bytes: 3000), try tally("b", "US", flows: 1, bytes: 1000),
    ])
  }

  private func firstWords(_ lines: [String]) -> [String] {
    lines.dropFirst().map { String($0.prefix { $0 != " " }) }
  }

  @Test("sorts by bytes, flows and name as s is pressed, and leaves the local network out")
  func sorting() throws {
    var view = TopView()
    #expect(firstWords(view.table(try report())) == ["b", "a"])
    view.press(UInt8(ascii: "s"))
    #expect(firstWords(view.table(try report())) == ["a", "b"])
    view.press(UInt8(ascii: "s"))
    #expect(view.order == .name)
    #expect(try !view.table(report()).joined().contains("5000"))
  }

  @Test("groups by place as p is pressed, and by device as d is")
  func grouping() throws {
    var view = TopView()
    view.press(UInt8(ascii: "p"))
    #expect(firstWords(view.table(try report())) == ["CN", "US"])
    view.press(UInt8(ascii: "d"))
    #expect(firstWords(view.table(try report())) == ["b", "a"])
  }

  @Test("fits the screen, whatever its size")
  func size() throws {
    let view = TopView()
    for (width, height) in [(80, 24), (20, 3), (1, 1)] {
      let lines = view.lines(try report(), title: "title", width: width, height: height)
      #expect(lines.count <= height)
      #expect(lines.allSatisfy { $0.count <= width })
    }
  }

  @Test("shows help as ? is pressed, and ends on q; other keys mean nothing")
  func keys() throws {
    var view = TopView()
    for key in UInt8.min ... .max where !"qsdp?h\u{3}\u{4}".utf8.contains(key) {
      view.press(key)
    }
    #expect(!view.isEnded && !view.isHelpShown)
    view.press(UInt8(ascii: "?"))
    let lines = view.lines(try report(), title: "title", width: 80, height: 24)
    #expect(lines.contains { $0.hasPrefix("q  quit") })
    view.press(UInt8(ascii: "q"))
    #expect(view.isEnded)
  }
}
