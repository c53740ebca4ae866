import CensusProtocol
import GRDB

// Takes a bundle apart into tables. Statements are cached: preparing each anew costs three times the
// insertion itself.
extension Database {
  func insert(_ bundle: SessionBundle, digest: Digest) throws {
    let unit = bundle.unit
    try cachedStatement(
      sql: """
        INSERT INTO sessions (
          id, bundle, organisation, model, unit, region, build, system, sim, first_boot, network,
          agent, catalogue, plan, plan_version, site, site_country
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    )
    .execute(arguments: [
      bundle.session.description, digest.description, bundle.organisation.description,
      unit.model.description, unit.identifier.description, unit.region, unit.build, unit.system,
      unit.sim.rawValue, unit.firstBoot?.description, bundle.network.rawValue, bundle.agent,
      bundle.catalogue, bundle.plan.name.description, bundle.plan.version,
      bundle.site.identifier.description, bundle.site.country.description,
    ])
    let session = lastInsertedRowID
    for (position, reference) in bundle.databases.enumerated() {
      try cachedStatement(
        sql: "INSERT INTO databases (session, position, name, version) VALUES (?, ?, ?, ?)"
      )
      .execute(arguments: [session, position, reference.name, reference.version])
    }
    for (position, phase) in bundle.phases.enumerated() {
      try insert(phase, position: position, session: session)
    }
  }

  private func insert(_ phase: Phase, position: Int, session: Int64) throws {
    try cachedStatement(
      sql: """
        INSERT INTO phases (
          session, position, condition, step, dose_bytes, started, ended, void,
          dropped, undecodable, damaged_blocks, cut_captures
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    )
    .execute(arguments: [
      session, position, phase.condition.rawValue, phase.step.word, phase.step.doseBytes,
      phase.started.seconds, phase.ended.seconds,
      phase.void?.rawValue, phase.loss.dropped, phase.loss.undecodable, phase.loss.damagedBlocks,
      phase.loss.cutCaptures,
    ])
    let identifier = lastInsertedRowID
    for (position, capture) in phase.captures.enumerated() {
      try cachedStatement(
        sql: """
          INSERT INTO captures (phase, position, digest, bytes, packets) VALUES (?, ?, ?, ?, ?)
          """
      )
      .execute(arguments: [
        identifier, position, capture.digest.description, capture.bytes, capture.packets,
      ])
    }
    for block in phase.blocks { try insert(block, phase: identifier) }
  }

  private func insert(_ block: Block, phase: Int64) throws {
    try cachedStatement(sql: "INSERT INTO blocks (phase, hour, exposure_minutes) VALUES (?, ?, ?)")
      .execute(arguments: [phase, block.hour.seconds, block.exposureMinutes])
    let identifier = lastInsertedRowID
    let statement = try cachedStatement(
      sql: """
        INSERT INTO rows (
          block, places, service, flows, packets_up, bytes_up, packets_down, bytes_down,
          contact_minutes, handshake_microseconds
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for row in block.rows {
      try statement.execute(arguments: [
        identifier, row.places.map(\.description).joined(separator: " "), row.service.rawValue,
        row.flows, row.up.packets, row.up.bytes, row.down.packets, row.down.bytes,
        row.contactMinutes, row.handshakeMicroseconds,
      ])
    }
  }
}
