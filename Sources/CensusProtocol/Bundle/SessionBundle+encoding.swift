extension SessionBundle {
  /// The bundle's one encoding: the bytes that are previewed, signed, sent, stored and published.
  public var encoded: [UInt8] { CanonicalJSON.encode(json) }

  private var json: JSONValue {
    .object([
      "format": .string(Self.format),
      "organisation": .string(organisation.description),
      "key": .string(key.description),
      "session": .string(session.description),
      "site": .object([
        "country": .string(site.country.description), "id": .string(site.identifier.description),
      ]),
      "plan": .object(["name": .string(plan.name.description), "version": .integer(plan.version)]),
      "unit": unit.json,
      "network": .string(network.rawValue),
      "agent": .string(agent),
      "catalogue": .integer(catalogue),
      "databases": .array(
        databases.map { .object(["name": .string($0.name), "version": .string($0.version)]) }),
      "phases": .array(phases.map(\.json)),
    ])
  }
}

extension Unit {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "id": .string(identifier.description),
      "model": .string(model.description),
      "region": .string(region),
      "build": .string(build),
      "system": .string(system),
      "sim": .string(sim.rawValue),
    ]
    fields["first_boot"] = firstBoot.map { .string($0.description) }
    return .object(fields)
  }
}

extension Phase {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "condition": .string(condition.rawValue),
      "step": .string(step.word),
      "started": .string(started.description),
      "ended": .string(ended.description),
      "loss": loss.json,
      "captures": .array(captures.map(\.json)),
      "blocks": .array(blocks.map(\.json)),
    ]
    fields["dose_bytes"] = step.doseBytes.map { .integer($0) }
    fields["void"] = void.map { .string($0.rawValue) }
    return .object(fields)
  }
}

extension Loss {
  fileprivate var json: JSONValue {
    .object([
      "dropped": .integer(dropped),
      "undecodable": .integer(undecodable),
      "damaged_blocks": .integer(damagedBlocks),
      "cut_captures": .integer(cutCaptures),
    ])
  }
}

extension CaptureReference {
  fileprivate var json: JSONValue {
    .object([
      "digest": .string(digest.description),
      "bytes": .integer(bytes),
      "packets": .integer(packets),
    ])
  }
}

extension Block {
  fileprivate var json: JSONValue {
    .object([
      "hour": .string(hour.description),
      "exposure_minutes": .integer(exposureMinutes),
      "rows": .array(rows.map(\.json)),
    ])
  }
}

extension Row {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "places": .array(places.map { .string($0.description) }),
      "service": .string(service.rawValue),
      "flows": .integer(flows),
      "packets_up": .integer(up.packets),
      "bytes_up": .integer(up.bytes),
      "packets_down": .integer(down.packets),
      "bytes_down": .integer(down.bytes),
      "contact_minutes": .integer(contactMinutes),
    ]
    fields["handshake_microseconds"] = handshakeMicroseconds.map { .integer($0) }
    return .object(fields)
  }
}
