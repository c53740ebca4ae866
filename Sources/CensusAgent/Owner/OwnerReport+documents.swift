import CensusAttribution
import CensusProtocol

extension OwnerReport {
  /// The report for programs, with every row, those of the local network among them.
  public func json(week: String) -> String {
    let members = [
      ("week", JSONText.string(week)),
      ("from", JSONText.string(Self.time(hours.lowerBound))),
      ("to", JSONText.string(Self.time(hours.upperBound))),
      ("watched_minutes", String(watchedMinutes)),
      (
        "loss",
        JSONText.object([
          ("lost_packets", String(loss.lost)), ("undecodable_packets", String(loss.undecodable)),
          ("read_packets", String(loss.read)), ("sampled_one_in", String(loss.sampling)),
        ])
      ),
      (
        "geo",
        JSONText.array(
          databases.map {
            JSONText.object([
              ("name", JSONText.string($0.name)), ("version", JSONText.string($0.version)),
            ])
          })
      ),
      ("devices", JSONText.lines(devices.map(Self.json))),
    ]
    return "{\n"
      + members.map { JSONText.string($0.0) + ": " + $0.1 }.joined(separator: ",\n") + "\n}\n"
  }

  /// The report as CSV: one row for each device, place and class of service.
  public func csv(week: String) -> String {
    let header = [
      "week", "device", "name", "place", "service", "flows", "packets_up", "bytes_up",
      "packets_down", "bytes_down", "hours", "contact_minutes", "present_minutes",
    ]
    let lines = devices.flatMap { device in
      device.rows.map { row in
        [
          week, device.device.label, device.name ?? "", row.places.first.description,
          row.service.rawValue, "\(row.flows)", "\(row.up.packets)", "\(row.up.bytes)",
          "\(row.down.packets)", "\(row.down.bytes)", "\(row.hours)", "\(row.contactMinutes)",
          "\(device.presentMinutes)",
        ]
      }
    }
    return ([header] + lines).map(CSVText.line).joined()
  }

  private static func json(_ device: DeviceReport) -> String {
    JSONText.object([
      ("device", JSONText.string(device.device.label)),
      ("name", device.name.map(JSONText.string) ?? "null"),
      ("present_minutes", String(device.presentMinutes)),
      (
        // What "not seen" means for a place that has no row: events per hour, 95 %.
        "unseen_rate_below_per_hour",
        SilenceLimit.eventsPerHour(minutes: device.presentMinutes).map(SilenceLimit.text) ?? "null"
      ),
      ("rows", JSONText.array(device.rows.map(json))),
    ])
  }

  private static func json(_ row: Row) -> String {
    var members = [
      ("place", JSONText.string(row.places.first.description)),
      ("service", JSONText.string(row.service.rawValue)),
      ("flows", String(row.flows)),
      ("packets_up", String(row.up.packets)), ("bytes_up", String(row.up.bytes)),
      ("packets_down", String(row.down.packets)), ("bytes_down", String(row.down.bytes)),
      ("hours", String(row.hours)), ("contact_minutes", String(row.contactMinutes)),
    ]
    if row.places.all.count > 1 {
      let answers = row.places.all.map { JSONText.string($0.description) }
      members.append(("places", JSONText.array(answers)))
    }
    return JSONText.object(members)
  }

  private static func time(_ hour: Int64) -> String {
    UTCTime(seconds: hour * 3600)?.description ?? ""
  }
}
