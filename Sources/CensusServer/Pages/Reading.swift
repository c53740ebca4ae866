/// How to read the figures, and what they cannot prove.
enum Reading {
  @HTMLBuilder static var html: HTML {
    HTML.element("section", [.class("reading")]) {
      HTML.element("h2") { "How to read this, and what it cannot prove" }
      HTML.element("ul") {
        for point in points {
          HTML.element("li") {
            HTML.element("strong") { "\(point.title) " }
            point.text
          }
        }
      }
    }
  }

  private static let points: [(title: String, text: String)] = [
    (
      "Volumes, not contents.",
      "The agent counts bytes by country and by port. It never looks into packets, so a figure cannot say which photo, message or number was sent, nor whether anything personal was."
    ),
    (
      "Traffic, not intent.",
      "An update check, a cloud backup and a leak can have the same size. What a figure can show is whether traffic goes on when a feature is switched off, and how it differs between conditions."
    ),
    (
      "Registered places, not owners.",
      "A country is where a geo database places an address. It does not say who runs the server, nor where the data go afterwards."
    ),
    (
      "Device-hours.",
      "One phone observed for one hour. Rates are all bytes over all device-hours of a condition; medians over units and their intervals are in the CSV and JSON."
    ),
    (
      "None seen is not zero.",
      "It means that the rate of contacts lies below the limit given, with 95 % confidence: −ln(0.05)/T, about 3/T, for T device-hours without contact."
    ),
    (
      "Units with contact.",
      "How many of the phones had contact at least once, with the Clopper-Pearson 95 % interval for the share among all such phones. With few phones it is wide, as it should be."
    ),
    (
      "The first minutes stand apart.",
      "What a phone does while it starts is in no figure but its own: choose it under Steps."
    ),
    (
      "Left out.",
      "Traffic on the local network, to multicast, broadcast and reserved addresses, and to addresses whose country is not known belongs to no country; choose it under Country. Void phases never enter a rate; they are listed."
    ),
  ]
}
