extension Phase {
  init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    condition = try fields.word("condition")
    step = try fields.phaseStep()
    started = try fields.time("started")
    ended = try fields.time("ended")
    void = fields.has("void") ? try fields.word("void") : nil
    loss = try Loss(reading: &fields)
    captures = []
    for element in try fields.elements("captures", count: Limits.captures) {
      captures.append(try CaptureReference(reading: element.value, path: element.path))
    }
    blocks = []
    for element in try fields.elements("blocks", count: Limits.blocks) {
      blocks.append(try Block(reading: element.value, path: element.path))
    }
    try fields.finish()
  }
}

extension Loss {
  fileprivate init(reading phase: inout ObjectReader) throws(ContractViolation) {
    var fields = try phase.object("loss")
    dropped = try fields.count("dropped")
    undecodable = try fields.count("undecodable")
    damagedBlocks = try fields.count("damaged_blocks")
    cutCaptures = try fields.count("cut_captures")
    try fields.finish()
  }
}

extension CaptureReference {
  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    digest = try fields.identifier("digest")
    bytes = try fields.count("bytes")
    packets = try fields.count("packets")
    try fields.finish()
  }
}

extension Block {
  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    hour = try fields.time("hour")
    exposureMinutes = try fields.integer("exposure_minutes", in: Limits.minutes)
    rows = []
    for element in try fields.elements("rows", count: Limits.rows) {
      rows.append(try Row(reading: element.value, path: element.path))
    }
    try fields.finish()
  }
}

extension Row {
  fileprivate init(reading value: JSONValue, path: String) throws(ContractViolation) {
    var fields = try ObjectReader(value, path: path)
    places = []
    for element in try fields.elements("places", count: Limits.databases) {
      guard case .string(let text) = element.value, let place = Place(text) else {
        throw ContractViolation(
          path: element.path,
          problem: "expected a country code, lan, multicast, broadcast, reserved or ??")
      }
      places.append(place)
    }
    service = try fields.word("service")
    flows = try fields.count("flows")
    up = Traffic(packets: try fields.count("packets_up"), bytes: try fields.count("bytes_up"))
    down = Traffic(packets: try fields.count("packets_down"), bytes: try fields.count("bytes_down"))
    contactMinutes = try fields.integer("contact_minutes", in: Limits.minutes)
    handshakeMicroseconds =
      fields.has("handshake_microseconds")
      ? try fields.integer("handshake_microseconds", in: Limits.roundTrips) : nil
    try fields.finish()
  }
}
