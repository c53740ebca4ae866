/// What leaves a household about one model and one epoch: this, and nothing else.
///
/// Every field is a closed list, a bucket or a revision; there is no text that anybody chose, no
/// address, no name, no time finer than the week. The values are valid by construction.
public struct HouseContribution: Hashable, Sendable {
  /// The value of `format` in every contribution of this version.
  public static let format = "flowcensus-house/1"
  /// How many rows a contribution may have. An agent that has more keeps some by uniform chance.
  public static let rowCounts = 1...16
  /// How many models a household may contribute in one epoch.
  public static let modelsInEpoch = 8

  public let epoch: Epoch
  /// The entry of the catalogue; whether it exists is checked against a catalogue, not here.
  public let model: ModelIdentifier
  /// How much the entry says; the entry's own level.
  public let level: Model.Level
  /// The revision of the catalogue in which the model was looked up.
  public let catalogue: Int64
  public let geo: GeoEdition
  public let region: HouseRegion
  public let agent: AgentVersion
  public let loss: LossClass
  /// In ascending order of destination and service, each pair once.
  public let rows: [HouseRow]

  /// Puts the rows in their order; throws where they are none or too many, where two have the same
  /// destination and service, or where the catalogue's revision is out of range.
  public init(
    epoch: Epoch, model: ModelIdentifier, level: Model.Level, catalogue: Int64, geo: GeoEdition,
    region: HouseRegion = .unsaid, agent: AgentVersion = .current, loss: LossClass,
    rows: [HouseRow]
  ) throws(ContractViolation) {
    guard Limits.revisions.contains(catalogue) else {
      throw ContractViolation(path: "catalogue", problem: "\(catalogue) is not a revision")
    }
    guard Self.rowCounts.contains(rows.count) else {
      throw ContractViolation(
        path: "rows",
        problem:
          "\(rows.count) elements, not \(Self.rowCounts.lowerBound) to \(Self.rowCounts.upperBound)"
      )
    }
    let rows = rows.sorted(by: HouseRow.isOrderedBefore)
    for (index, pair) in zip(rows, rows.dropFirst()).enumerated()
    where !HouseRow.isOrderedBefore(pair.0, pair.1) {
      throw ContractViolation(
        path: "rows[\(index + 1)]",
        problem: "\(pair.1.destination) by \(pair.1.service.rawValue) is there already")
    }
    self.epoch = epoch
    self.model = model
    self.level = level
    self.catalogue = catalogue
    self.geo = geo
    self.region = region
    self.agent = agent
    self.loss = loss
    self.rows = rows
  }
}

/// What devices of the model exchanged with one destination by one class of service.
public struct HouseRow: Hashable, Sendable {
  public let destination: HouseDestination
  public let service: ServiceClass
  public let up: ByteBucket
  public let down: ByteBucket
  public let activeHours: ActiveHours

  /// Nil where neither direction has a byte: such a row is left out.
  public init?(
    destination: HouseDestination, service: ServiceClass, up: ByteBucket, down: ByteBucket,
    activeHours: ActiveHours
  ) {
    guard up.exponent > 0 || down.exponent > 0 else { return nil }
    self.destination = destination
    self.service = service
    self.up = up
    self.down = down
    self.activeHours = activeHours
  }

  /// The one order of rows: by destination, then by service, both as ASCII text.
  static func isOrderedBefore(_ left: HouseRow, _ right: HouseRow) -> Bool {
    (left.destination, left.service.rawValue) < (right.destination, right.service.rawValue)
  }
}
