import CensusProtocol
import CensusStatistics

/// The rows of one model: a group of lines for each condition, a line for each country, the service
/// groups side by side.
struct ModelTable {
  let table: StatisticTable
  let model: ModelIdentifier
  let catalogue: Catalogue

  private var groups: [ServiceGroup] { table.selection.service.map { [$0] } ?? ServiceGroup.apart }
  private var measured: [MeasuredCondition] { table.measured.filter { $0.model == model } }
  private var title: String { catalogue.model(model)?.title ?? model.description }

  var html: HTML {
    HTML.element("section", [.class("model")]) {
      HTML.element("h2") {
        title
        if catalogue.model(model)?.isSimulated == true {
          HTML.element("span", [.class("mark")]) { "simulated" }
        }
      }
      HTML.element("table", [.class("statistics")]) {
        HTML.element("caption") {
          "\(title) (\(model)): bytes for each device-hour, up from the phone and down to it. “None seen” comes with the limit below which the rate of contacts per hour lies (95 %)."
        }
        HTML.element("thead") { header }
        for condition in measured { lines(condition) }
      }
    }
  }

  @HTMLBuilder private var header: HTML {
    HTML.element("tr") {
      HTML.element("th", [.scope("col"), Attribute("rowspan", "2")]) { "Condition, country" }
      for group in groups {
        HTML.element("th", [.scope("colgroup"), Attribute("colspan", "2")]) {
          "\(Self.title(of: group)), bytes per device-hour"
        }
      }
      HTML.element("th", [.scope("col"), Attribute("rowspan", "2"), .class("number")]) {
        "Units with contact: \(Self.title(of: groups[0]).lowercased()) (95 % interval)"
      }
    }
    HTML.element("tr") {
      for _ in groups {
        HTML.element("th", [.scope("col"), .class("number")]) { "up" }
        HTML.element("th", [.scope("col"), .class("number")]) { "down" }
      }
    }
  }

  private func lines(_ condition: MeasuredCondition) -> HTML {
    let rows = table.rows.filter { $0.measured == condition }
    let columns = "\(2 * groups.count + 2)"
    return HTML.element("tbody") {
      HTML.element("tr", [.class("condition")]) {
        HTML.element("th", [.scope("rowgroup"), Attribute("colspan", columns)]) {
          HTML.element("strong") { condition.condition.rawValue }
          " \(condition.condition.meaning) "
          HTML.element("span", [.class("sample")]) { Self.sample(of: condition) }
        }
      }
      for place in Set(rows.map(\.place)).sorted() {
        line(place, rows.filter { $0.place == place })
      }
      if rows.isEmpty {
        HTML.element("tr") {
          HTML.element("td", [.class("silent"), Attribute("colspan", columns)]) {
            condition.exposureMinutes > 0
              ? "no contact to any country" : "every phase is void: no figure"
          }
        }
      }
    }
  }

  private static func sample(of condition: MeasuredCondition) -> String {
    [
      Figures.hours(condition.deviceHours)
        + (condition.exposureMinutes == 60 ? " device-hour" : " device-hours"),
      Figures.count(condition.units, "unit"),
      Figures.count(condition.sessions.count, "session"),
      Figures.count(condition.organisations.count, "organisation"),
    ]
    .joined(separator: " · ")
      + (condition.voidPhases > 0 ? " · \(Figures.count(condition.voidPhases, "void phase"))" : "")
  }

  private func line(_ place: Place, _ rows: [StatisticRow]) -> HTML {
    HTML.element("tr") {
      HTML.element("th", [.scope("row")]) {
        place.description
        HTML.element("span", [.class("meaning")]) { " \(place.name ?? "")" }
      }
      for group in groups { cells(rows.first { $0.service == group }, Self.title(of: group)) }
      number(
        rows.first { $0.service == groups[0] }.map { Self.share($0.unitsWithContact) } ?? "",
        "Units with contact")
    }
  }

  @HTMLBuilder private func cells(_ row: StatisticRow?, _ title: String) -> HTML {
    if let limit = row?.contactsPerHourBelow {
      HTML.element(
        "td", [.class("silent"), Attribute("colspan", "2"), Attribute("data-label", title)]
      ) { "none seen, <\u{a0}\(Figures.threeDigits(limit))/h" }
    } else if let row {
      number(Figures.bytes(row.bytesUpPerHour), "\(title) up per device-hour")
      number(Figures.bytes(row.bytesDownPerHour), "\(title) down per device-hour")
    }
  }

  private func number(_ text: String, _ label: String) -> HTML {
    HTML.element("td", [.class("number"), Attribute("data-label", label)]) { text }
  }

  private static func share(_ share: Share) -> String {
    Figures.share(count: share.count, of: share.total, low: share.low, high: share.high)
  }

  private static func title(of group: ServiceGroup) -> String {
    switch group {
    case .content: "Content"
    case .dns: "DNS"
    case .ntp: "NTP"
    default: group.description
    }
  }
}
