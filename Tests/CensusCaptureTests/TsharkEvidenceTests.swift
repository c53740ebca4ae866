import Foundation
import TestSupport
import Testing

@testable import CensusCapture

@Suite("Evidence of real captures", .enabled(if: Repository.shared != nil))
struct TsharkEvidenceTests {
  private static func captures() -> [URL] {
    guard let shared = Repository.shared else { return [] }
    return ["dhcp", "iot", "phones"].flatMap { folder in
      (try? FileManager.default.contentsOfDirectory(
        at: shared.appending(path: "captures/\(folder)"), includingPropertiesForKeys: nil)) ?? []
    }.sorted { $0.path < $1.path }
  }

  private struct Reading {
    var names: Set<String> = []
    var classes: Set<String> = []
    var agents: Set<String> = []
  }

  private static func ours(_ path: String) throws -> Reading {
    var meter = try CaptureMeter(path: path, limits: FlowLimits())
    meter.readsUserAgents = true
    while try meter.advance({ _ in }) {}
    var reading = Reading()
    for device in meter.evidence.devices.values {
      for piece in device.pieces.keys {
        let text = String(decoding: piece.bytes, as: UTF8.self)
        switch piece.kind {
        case .hostName: reading.names.insert(text)
        case .vendorClass: reading.classes.insert(text)
        case .userAgent: reading.agents.insert(text)
        default: break
        }
      }
    }
    return reading
  }

  /// The distinct values of `field` in the packets that `filter` lets through.
  private static func theirs(_ path: String, _ filter: String, _ field: String) throws -> Set<
    String
  > {
    let arguments = ["-r", path, "-Y", filter, "-T", "fields", "-e", field]
    let output = try run(URL(filePath: "/usr/bin/tshark"), arguments).output
    return Set(
      String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        .filter { !$0.isEmpty })
  }

  @Test("holds every DHCP name, every vendor class and only User-Agents that tshark sees")
  func agreement() throws {
    var names = 0
    for capture in Self.captures() {
      let path = capture.path
      guard let ours = try? Self.ours(path) else { continue }
      let request = "dhcp.type == 1 && udp.srcport == 68 && udp.dstport == 67"
      let expected = try Self.theirs(path, request, "dhcp.option.hostname")
      #expect(expected.isSubset(of: ours.names), "\(capture.lastPathComponent)")
      let classes = try Self.theirs(path, request, "dhcp.option.vendor_class_id")
      #expect(classes.isSubset(of: ours.classes), "\(capture.lastPathComponent)")
      let agents = try Self.theirs(path, "http.request && tcp.dstport == 80", "http.user_agent")
      let cut = Set(agents.map { String($0.prefix(200)) })
      #expect(
        ours.agents.allSatisfy { cut.contains(String($0.prefix(200))) },
        "\(capture.lastPathComponent)")
      names += expected.count
    }
    #expect(names >= 5)
  }
}
