import CensusProtocol
import Foundation

/// A simulator's truth file.
struct Truth: Decodable {
  struct Phase: Decodable, Equatable {
    let condition: String
    let started: String
    let ended: String
    let packets: Int64
    let blocks: [Block]
    let void: String?
  }

  struct Block: Decodable, Equatable {
    let hour: String
    let exposureMinutes: Int64
    let rows: [Row]
  }

  struct Row: Decodable, Equatable {
    let places: [String]
    let service: String
    let flows: Int64
    let packetsUp: Int64
    let bytesUp: Int64
    let packetsDown: Int64
    let bytesDown: Int64
    let contactMinutes: Int64
    let handshakeMicroseconds: Int64?
  }

  let session: String
  let model: String
  let phases: [Phase]

  init(readingFile file: URL) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Truth.self, from: Data(contentsOf: file))
  }
}

extension Truth.Phase {
  /// What a bundle says, in the same form.
  init(_ phase: Phase) {
    condition = phase.condition.rawValue
    started = phase.started.description
    ended = phase.ended.description
    packets = phase.captures.reduce(0) { $0 + $1.packets }
    void = phase.void?.rawValue
    blocks = phase.blocks.map { block in
      Truth.Block(
        hour: block.hour.description, exposureMinutes: block.exposureMinutes,
        rows: block.rows.map { row in
          Truth.Row(
            places: row.places.map(\.description), service: row.service.rawValue,
            flows: row.flows, packetsUp: row.up.packets, bytesUp: row.up.bytes,
            packetsDown: row.down.packets, bytesDown: row.down.bytes,
            contactMinutes: row.contactMinutes,
            handshakeMicroseconds: row.handshakeMicroseconds)
        })
    }
  }
}

/// What is compared between the statistics and the truth: one figure of `/v1/statistics`.
struct Figure: Hashable {
  let model: String
  let condition: String
  let country: String
  let service: String
}

struct FigureValues: Equatable {
  var bytesUp: Int64 = 0
  var bytesDown: Int64 = 0
  var flows: Int64 = 0
  var contactMinutes: Int64 = 0
}

/// How much of a model was measured under a condition.
struct Measured: Equatable {
  var exposureMinutes: Int64 = 0
  var sessions: Set<String> = []
}

extension [Truth] {
  /// The sums over all phases that count.
  var figures: [Figure: FigureValues] {
    var figures: [Figure: FigureValues] = [:]
    for truth in self {
      for phase in truth.phases where phase.void == nil {
        for row in phase.blocks.flatMap(\.rows) {
          let figure = Figure(
            model: truth.model, condition: phase.condition, country: row.places[0],
            service: row.service)
          figures[figure, default: FigureValues()].bytesUp += row.bytesUp
          figures[figure, default: FigureValues()].bytesDown += row.bytesDown
          figures[figure, default: FigureValues()].flows += row.flows
          figures[figure, default: FigureValues()].contactMinutes += row.contactMinutes
        }
      }
    }
    return figures
  }

  /// Exposure and sessions by `model condition`.
  var measured: [String: Measured] {
    var measured: [String: Measured] = [:]
    for truth in self {
      for phase in truth.phases where phase.void == nil {
        let arm = "\(truth.model) \(phase.condition)"
        measured[arm, default: Measured()].exposureMinutes +=
          phase.blocks.reduce(0) { $0 + $1.exposureMinutes }
        measured[arm, default: Measured()].sessions.insert(truth.session)
      }
    }
    return measured
  }
}
