// What a bundle must satisfy beyond the shape of its fields. An agent runs the same checks before it
// signs, so that a server's refusal is never the first that a contributor hears of a mistake.
extension SessionBundle {
  /// Throws at the first rule of `protocol/SPEC.md` that the bundle breaks.
  public func validate() throws(ContractViolation) {
    var previousEnd: UTCTime?
    for (index, phase) in phases.enumerated() {
      let path = "phases[\(index)]"
      if let previousEnd, phase.started < previousEnd {
        throw ContractViolation(
          path: "\(path).started",
          problem: "\(phase.started) is before the end of the phase before it, \(previousEnd)")
      }
      previousEnd = phase.ended
      try phase.validate(databases: databases.count, path: path)
    }
    try validateTotal()
  }

  /// Sums of a bundle stay integers that every JSON reader keeps exactly, and the sums of a thousand
  /// bundles still fit 64 bits.
  private func validateTotal() throws(ContractViolation) {
    var total: Int64 = 0
    for row in phases.flatMap(\.blocks).flatMap(\.rows) {
      for bytes in [row.up.bytes, row.down.bytes] {
        // Two addends within 2^53 cannot overflow 64 bits.
        total += bytes
        guard total <= JSONValue.integers.upperBound else {
          throw ContractViolation(
            path: "phases",
            problem: "all bytes together are more than \(JSONValue.integers.upperBound)")
        }
      }
    }
  }
}

extension Phase {
  fileprivate func validate(databases: Int, path: String) throws(ContractViolation) {
    guard started < ended else {
      throw ContractViolation(path: "\(path).ended", problem: "is not after the start, \(started)")
    }
    for (key, time) in [("started", started), ("ended", ended)] where !time.isWholeMinute {
      throw ContractViolation(path: "\(path).\(key)", problem: "\(time) is not at a whole minute")
    }
    guard void != nil || !captures.isEmpty else {
      throw ContractViolation(path: "\(path).captures", problem: "a phase that counts needs one")
    }
    guard void != nil || !loss.hidesPackets else {
      throw ContractViolation(
        path: "\(path).loss",
        problem: "a phase with dropped packets, damaged blocks or a cut capture must be void")
    }
    let count = Self.hourCount(from: started, to: ended)
    let isNot = ContractViolation(
      path: "\(path).blocks",
      problem: "must be the \(count) hours that the phase touches, each once, in order")
    // Counted first: a phase may claim to last for millennia.
    guard blocks.count == count else { throw isNot }
    let hours = Self.hours(from: started, to: ended)
    guard blocks.map(\.hour) == hours.map(\.hour) else { throw isNot }
    for (index, (block, hour)) in zip(blocks, hours).enumerated() {
      guard block.exposureMinutes == hour.minutes else {
        throw ContractViolation(
          path: "\(path).blocks[\(index)].exposure_minutes",
          problem: "\(block.exposureMinutes), but the phase ran \(hour.minutes) of these minutes")
      }
      try block.validate(databases: databases, path: "\(path).blocks[\(index)]")
    }
  }

  /// How many hours of UTC the time from `started` to `ended` touches.
  public static func hourCount(from started: UTCTime, to ended: UTCTime) -> Int {
    started < ended ? Int((ended.seconds - 1) / 3600 - started.hour + 1) : 0
  }

  /// The hours of UTC that the time from `started` to `ended` touches, each with the minutes of it
  /// that lie within.
  public static func hours(
    from started: UTCTime, to ended: UTCTime
  ) -> [(hour: UTCTime, minutes: Int64)] {
    guard started < ended else { return [] }
    let last = (ended.seconds - 1) / 3600
    return (started.hour...last).compactMap { hour in
      UTCTime(seconds: hour * 3600).map {
        let from = max($0.seconds, started.seconds)
        let to = min($0.seconds + 3600, ended.seconds)
        return ($0, (to - from) / 60)
      }
    }
  }
}

extension Block {
  fileprivate func validate(databases: Int, path: String) throws(ContractViolation) {
    var previous: Row?
    for (index, row) in rows.enumerated() {
      let path = "\(path).rows[\(index)]"
      try row.validate(databases: databases, exposure: exposureMinutes, path: path)
      if let previous, !Row.isOrderedBefore(previous, row) {
        throw ContractViolation(
          path: path, problem: "repeats the row before it, or is not in ascending order")
      }
      previous = row
    }
  }
}

extension Row {
  /// The fixed part of an IPv4 header (RFC 791, section 3.1): no IP packet is shorter.
  private static let smallestPacket: Int64 = 20

  fileprivate func validate(
    databases: Int, exposure: Int64, path: String
  ) throws(ContractViolation) {
    guard places.count == databases else {
      throw ContractViolation(
        path: "\(path).places", problem: "needs one answer for each of \(databases) databases")
    }
    guard up.packets + down.packets > 0 else {
      throw ContractViolation(path: path, problem: "a row without packets is left out")
    }
    for (key, traffic) in [("bytes_up", up), ("bytes_down", down)]
    where traffic.bytes / Self.smallestPacket < traffic.packets
      || traffic.packets == 0 && traffic.bytes > 0
    {
      throw ContractViolation(
        path: "\(path).\(key)",
        problem: "\(traffic.bytes) bytes do not fit \(traffic.packets) packets")
    }
    guard flows <= up.packets + down.packets else {
      throw ContractViolation(path: "\(path).flows", problem: "more flows than packets")
    }
    guard contactMinutes <= exposure, contactMinutes <= up.packets + down.packets else {
      throw ContractViolation(
        path: "\(path).contact_minutes", problem: "more than the exposure or the packets allow")
    }
  }
}
