import CensusProtocol
import TestSupport
import Testing

@testable import CensusSimulator

@Suite("The plan of a simulated bench")
struct PlanTests {
  @Test("SplitMix64 gives the published sequence")
  func publishedSequence() {
    // For seed 1234567, as in the test of the reference implementation in C by Sebastiano Vigna.
    var random = SplitMix64(seed: 1_234_567)
    let numbers = (0..<5).map { _ in random.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("numbers stay in their range and reach both ends")
  func numbers() {
    var random = SplitMix64(seed: 3, label: "numbers")
    let drawn = Set((0..<500).map { _ in random.number(in: 5...9) })
    #expect(drawn == [5, 6, 7, 8, 9])
  }

  @Test("sessions follow one another, each phase at whole minutes off the hour")
  func timetable() throws {
    let phases = try makePlan(units: 3).sessions().flatMap(\.phases)
    #expect(phases.count == 24)
    for (one, next) in zip(phases, phases.dropFirst()) { #expect(one.ended < next.started) }
    for phase in phases {
      #expect(phase.started.isWholeMinute)
      #expect(phase.started.seconds % 3600 != 0)
      #expect(phase.ended.seconds - phase.started.seconds == 7200)
    }
  }

  @Test("the installed geo database has every simulated server where the simulator says")
  func countries() throws {
    let hosts = RemoteHost.all.map { host in
      host.address.bytes.map { String($0) }.joined(separator: ".")
    }
    let found = try runPython(
      """
      import ipaddress, sys
      addresses = [ipaddress.ip_address(bytes(map(int, a.split(".")))) for a in sys.argv[1:]]
      countries = {}
      for path, parse in (("geoip", int), ("geoip6", lambda a: int(ipaddress.IPv6Address(a)))):
          wanted = [a for a in addresses if a.version == (4 if path == "geoip" else 6)]
          for line in open("/usr/share/tor/" + path):
              if line[0] != "#":
                  first, last, country = line.strip().split(",")
                  first, last = parse(first), parse(last)
                  countries.update((a, country) for a in wanted if first <= int(a) <= last)
      print(*(countries.get(a, "none") for a in addresses))
      """, hosts)
    #expect(found.status == 0, "\(found.errors)")
    let countries = found.text.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(countries == RemoteHost.all.map(\.country))
  }
}
