import Foundation

/// The parts of a `/v1/statistics` answer that the table shows.
struct StatisticsAnswer: Decodable {
  let leftOut: [String]
  let includesSimulated: Bool
  let measured: [Measured]
  let rows: [Row]
  let voidPhases: [VoidPhase]

  struct Measured: Decodable {
    let geoDatabases: [GeoDatabase]
  }

  struct GeoDatabase: Decodable, Hashable {
    let name: String
    let version: String
  }

  struct Row: Decodable {
    let model: String
    let condition: String
    let country: String
    let service: String
    let bytesUpPerDeviceHour: Double
    let bytesDownPerDeviceHour: Double
    let contactsPerHourBelow: Double?
    let units: Int
    let unitsWithContact: UnitsWithContact
    let deviceHours: Double
    let sessions: [String]
    let organisations: [String]
  }

  struct UnitsWithContact: Decodable {
    let count: Int
    let shareLow: Double
    let shareHigh: Double
  }

  struct VoidPhase: Decodable {
    let session: String
  }

  init(decoding bytes: [UInt8]) throws(QueryFailure) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do { self = try decoder.decode(Self.self, from: Data(bytes)) } catch {
      throw .unreadable("/v1/statistics", "\(error)")
    }
  }
}
