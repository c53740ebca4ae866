/// The frame of every page: what a browser and a reader find on each.
enum Page {
  static func document(title: String, @HTMLBuilder content: () -> HTML) -> String {
    let body = content()
    return HTML.document {
      HTML.element("html", [Attribute("lang", "en")]) {
        HTML.element("head") {
          HTML.void("meta", [Attribute("charset", "utf-8")])
          HTML.void(
            "meta",
            [
              Attribute("name", "viewport"),
              Attribute("content", "width=device-width, initial-scale=1"),
            ])
          HTML.void(
            "meta", [Attribute("name", "color-scheme"), Attribute("content", "light dark")])
          HTML.element("title") { title }
          HTML.void("link", [Attribute("rel", "stylesheet"), .href("/style.css")])
        }
        HTML.element("body") {
          HTML.element("header", [.class("masthead")]) {
            HTML.element("a", [.href("/"), .class("brand")]) { "FlowCensus" }
            HTML.element("a", [.href("/findings")]) { "Findings" }
            HTML.element("a", [.href("/releases")]) { "Households" }
            HTML.element("p") {
              "Which countries phones talk to: measured on test benches, signed by those who measured."
            }
          }
          HTML.element("main") { body }
          HTML.element("footer") { footer }
        }
      }
    }
  }

  @HTMLBuilder private static var footer: HTML {
    HTML.element("p") {
      "Countries by the IPFire location database (package tor-geoipdb), "
      HTML.element("a", [.href("https://creativecommons.org/licenses/by-sa/4.0/")]) {
        "CC BY-SA 4.0"
      }
      "; each session names the edition that it used. A database says where a network is registered or announced, not who owns a server."
    }
    HTML.element("p") {
      "For programs: "
      HTML.element("a", [.href("/v1/statistics")]) { "statistics" }
      ", "
      HTML.element("a", [.href("/v1/findings")]) { "findings" }
      ", "
      HTML.element("a", [.href("/v1/sessions")]) { "sessions" }
      ", "
      HTML.element("a", [.href("/v1/organisations")]) { "organisations and their keys" }
      ", "
      HTML.element("a", [.href("/v1/catalogue")]) { "catalogue of models" }
      "."
    }
  }
}
