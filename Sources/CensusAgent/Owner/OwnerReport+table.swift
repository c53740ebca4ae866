import CensusAttribution
import CensusProtocol

extension OwnerReport {
  /// The report for people. `title` says which time it is about.
  public func table(title: String) -> String {
    var lines = ["\(title): \(watchedText)"]
    if let lossText { lines.append(lossText) }
    lines.append("")
    if devices.isEmpty {
      lines.append("No device was seen. Is the agent running where their traffic passes?")
    } else {
      lines += TextGrid.lines([Self.header] + devices.flatMap(Self.cells), textColumns: 4)
      lines += silence
    }
    if !databases.isEmpty {
      let geo = databases.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
      lines += ["", "places by \(geo); ?? is no country known"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let header = [
    "device", "name", "place", "service", "hours", "minutes", "flows", "bytes up", "bytes down",
  ]

  private static func cells(_ device: DeviceReport) -> [[String]] {
    let name = device.name ?? "-"
    guard !device.outside.isEmpty else {
      return [[device.device.label, name, "nowhere outside", "-", "-", "-", "-", "-", "-"]]
    }
    return device.outside.enumerated().map { index, row in
      [
        index == 0 ? device.device.label : "", index == 0 ? name : "",
        row.places.all.map(\.description).joined(separator: "/"), row.service.rawValue,
        "\(row.hours)", "\(row.contactMinutes)", "\(row.flows)", "\(row.up.bytes)",
        "\(row.down.bytes)",
      ]
    }
  }

  private var watchedText: String {
    let all = Int(hours.count) * 60
    return "watched for \(Self.hours(watchedMinutes)) of \(Self.hours(all)) hours"
  }

  private var lossText: String? {
    var parts: [String] = []
    if loss.lost > 0 { parts.append("\(loss.lost) packets lost before they could be counted") }
    if loss.undecodable > 0 { parts.append("\(loss.undecodable) that could not be read") }
    if loss.sampling > 1 { parts.append("one packet in \(loss.sampling) was looked at") }
    guard !parts.isEmpty else { return nil }
    return "not in the figures: " + parts.joined(separator: ", ")
  }

  /// What it means that a place is not in the table.
  private var silence: [String] {
    let lines = devices.compactMap { device -> [String]? in
      guard let limit = SilenceLimit.eventsPerHour(minutes: device.presentMinutes) else {
        return nil
      }
      return [
        device.device.label, Self.hours(device.presentMinutes), SilenceLimit.text(limit),
      ]
    }
    guard !lines.isEmpty else { return [] }
    let header = ["device", "hours present", "contacts an hour"]
    return [
      "",
      "A place that is not listed was not seen. That is no proof of silence; it means fewer contacts than",
      "this (95 %), by the hours for which the device was there to be seen:",
    ] + TextGrid.lines([header] + lines, textColumns: 1)
  }

  /// Hours with one decimal, from minutes.
  private static func hours(_ minutes: Int) -> String {
    let tenths = (minutes * 10 + 30) / 60
    return "\(tenths / 10).\(tenths % 10)"
  }
}
