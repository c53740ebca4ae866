import CensusProtocol
import CensusStatistics
import Foundation

/// What a finding is about, in the words that people read.
struct FindingSubject {
  let query: FindingQuery
  /// The model's name.
  let model: String
  let isSimulated: Bool
  /// The place's name.
  let place: String

  init(_ query: FindingQuery, catalogue: Catalogue) {
    self.query = query
    let known = catalogue.model(query.model)
    model = known?.title ?? query.model.description
    isSimulated = known?.isSimulated ?? false
    place =
      switch query.place {
      case .country(let code):
        Locale(identifier: "en").localizedString(forRegionCode: code.description)
          ?? code.description
      default: query.place.description
      }
  }

  /// The claim as a sentence that is true or not.
  var sentence: String {
    let idle =
      "\(query.network == .wifi ? "Wi-Fi" : "a cellular network"), \(query.condition.meaning)"
    return switch query.claim {
    case .contact: "The idle \(model) contacts servers in \(place): on \(idle)."
    case .upload:
      "The idle \(model) uploads to servers in \(place), rather than fetches from them: on \(idle)."
    case .dose: "What the \(model) uploads to \(place) follows how much its user keeps on it."
    case .appsRemoved:
      "The idle \(model) goes on contacting \(place) with the default apps removed."
    case .cloudOff: "The idle \(model) goes on contacting \(place) with cloud and sync off."
    case .update: "An update ended the contacts of the idle \(model) to \(place)."
    }
  }

  /// The firmware in words: region and builds.
  var firmware: String {
    let region = query.firmware.region.map { "region \($0)" } ?? "every region"
    let builds =
      query.firmware.builds.isEmpty
      ? "every build" : "builds " + query.firmware.builds.joined(separator: ", ")
    let later =
      query.laterBuilds.isEmpty
      ? "" : "; after the update: " + query.laterBuilds.joined(separator: ", ")
    return "\(region), \(builds)\(later)"
  }
}
