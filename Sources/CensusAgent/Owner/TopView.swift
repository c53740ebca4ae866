import CensusAttribution
import CensusProtocol

/// What `top` shows, and how keys change it: everything but the terminal itself.
public struct TopView: Sendable {
  /// What makes a row.
  public enum Grouping: Sendable {
    case devices, places
  }

  /// What comes first.
  public enum Order: String, Sendable, CaseIterable {
    case bytes, flows, name
  }

  public private(set) var grouping = Grouping.devices
  public private(set) var order = Order.bytes
  public private(set) var isHelpShown = false
  public private(set) var isEnded = false

  public init() {}

  /// Takes a key as ASCII; others mean nothing.
  public mutating func press(_ key: UInt8) {
    switch key {
    case UInt8(ascii: "q"), 3, 4: isEnded = true
    case UInt8(ascii: "s"):
      let all = Order.allCases
      let index = all.firstIndex(of: order) ?? 0
      order = all[(index + 1) % all.count]
    case UInt8(ascii: "d"): grouping = .devices
    case UInt8(ascii: "p"): grouping = .places
    case UInt8(ascii: "?"), UInt8(ascii: "h"): isHelpShown.toggle()
    default: break
    }
  }

  /// The screen's lines: at most `height`, each at most `width` columns.
  public func lines(_ report: OwnerReport, title: String, width: Int, height: Int) -> [String] {
    let head = [
      title,
      "by \(grouping == .devices ? "device" : "place"), sorted by \(order.rawValue)"
        + " — q quit, s sort, d devices, p places, ? help", "",
    ]
    let body = isHelpShown ? Self.help : table(report)
    return (head + body).prefix(max(1, height)).map { String($0.prefix(max(1, width))) }
  }

  /// The table alone, for a terminal that can only print.
  public func table(_ report: OwnerReport) -> [String] {
    let rows = grouping == .devices ? Self.deviceRows(report) : Self.placeRows(report)
    guard !rows.isEmpty else { return ["nothing was seen yet"] }
    let sorted = rows.sorted { left, right in
      switch order {
      case .bytes where left.bytes != right.bytes: left.bytes > right.bytes
      case .flows where left.flows != right.flows: left.flows > right.flows
      default: left.name < right.name
      }
    }
    let header = [
      grouping == .devices ? "device" : "place", grouping == .devices ? "places" : "devices",
      "flows", "bytes up", "bytes down",
    ]
    let cells = sorted.map { row in
      [row.name, row.others, "\(row.flows)", "\(row.up)", "\(row.down)"]
    }
    return TextGrid.lines([header] + cells, textColumns: 2)
  }

  private static let help = [
    "q  quit", "s  sort by bytes, by flows, by name", "d  one row for each device, with its places",
    "p  one row for each place, with its devices", "?  this help, and back",
    "", "lan, multicast and broadcast are left out; ?? is a public address without a country.",
  ]

  private struct Row {
    var name: String
    var others: String
    var flows = 0
    var up: UInt64 = 0
    var down: UInt64 = 0
    var bytes: UInt64 { up + down }

    mutating func add(_ row: OwnerReport.Row) {
      flows += row.flows
      up += row.up.bytes
      down += row.down.bytes
    }
  }

  private static func deviceRows(_ report: OwnerReport) -> [Row] {
    report.devices.map { device in
      let places = Set(device.outside.map(\.places.first)).sorted().map(\.description)
      var row = Row(
        name: device.name ?? device.device.label,
        others: places.isEmpty ? "nowhere outside" : places.joined(separator: " "))
      for part in device.outside { row.add(part) }
      return row
    }
  }

  private static func placeRows(_ report: OwnerReport) -> [Row] {
    var rows: [Place: Row] = [:]
    var devices: [Place: Set<Device>] = [:]
    for device in report.devices {
      for part in device.outside {
        let place = part.places.first
        rows[place, default: Row(name: place.description, others: "")].add(part)
        devices[place, default: []].insert(device.device)
      }
    }
    return rows.map { place, row in
      var row = row
      row.others = "\(devices[place]?.count ?? 0)"
      return row
    }
  }
}
