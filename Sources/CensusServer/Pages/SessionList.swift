import CensusProtocol
import CensusStatistics

/// The sessions behind a table.
struct SessionList {
  let table: StatisticTable

  var html: HTML {
    let sessions = Set(table.measured.flatMap(\.sessions)).sorted()
    let organisations = Set(table.measured.flatMap(\.organisations)).sorted()
    return HTML.element("section") {
      HTML.element("h2") { "Where the figures come from" }
      HTML.element("p") {
        "\(Figures.count(sessions.count, "session")) of \(Figures.count(organisations.count, "organisation")): "
        for organisation in organisations {
          HTML.element("span", [.class("organisation")]) { organisation.description }
          " "
        }
      }
      HTML.element("p") {
        "Countries by \(names(of: table.measured.flatMap(\.placeDatabases))). Where another database of a session gives another country, the CSV and JSON say for how many bytes."
      }
      HTML.element("details") {
        HTML.element("summary") { "All sessions" }
        HTML.element("p", [.class("sessions")]) {
          for session in sessions {
            SessionLink(session).html
            " "
          }
        }
      }
    }
  }

  private func names(of databases: [GeoDatabaseReference]) -> String {
    Set(databases.map { "\($0.name) \($0.version)" }).sorted().joined(separator: ", ")
  }
}
