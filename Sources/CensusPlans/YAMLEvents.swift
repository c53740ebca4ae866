import SystemYAML

/// What a YAML file consists of, piece by piece.
enum YAMLEvent {
  case scalar(String, isPlain: Bool)
  case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  case documentStart
  case end
}

/// Libyaml, event by event: the one place where its pointers are touched.
enum YAMLEvents {
  /// Calls `take` with each event and its line, from 1, until the stream ends or `take` throws.
  static func forEach(
    in text: [UInt8], _ take: (YAMLEvent, Int) throws(PlanError) -> Void
  ) throws(PlanError) {
    var parser = unsafe yaml_parser_t()
    guard unsafe yaml_parser_initialize(&parser) == 1 else {
      throw PlanError(line: nil, problem: "there is no memory to read it")
    }
    defer { unsafe yaml_parser_delete(&parser) }
    let failure: PlanError? = unsafe text.withUnsafeBufferPointer { bytes -> PlanError? in
      // Safe: the bytes stay where they are while libyaml reads them, in this closure alone.
      unsafe yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
      do throws(PlanError) {
        unsafe try readAll(&parser, take)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  @unsafe private static func readAll(
    _ parser: inout yaml_parser_t, _ take: (YAMLEvent, Int) throws(PlanError) -> Void
  ) throws(PlanError) {
    while true {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(&parser, &event) == 1 else { throw unsafe error(parser) }
      // Safe: an event is freed once, after its content was copied.
      defer { unsafe yaml_event_delete(&event) }
      let line = Int(unsafe event.start_mark.line) + 1
      guard let piece = unsafe try read(event, line: line) else { continue }
      try take(piece, line)
      if case .end = piece { return }
    }
  }

  /// Nil for what carries nothing.
  @unsafe private static func read(
    _ event: yaml_event_t, line: Int
  ) throws(PlanError) -> YAMLEvent? {
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: return nil
    case YAML_STREAM_END_EVENT: return .end
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      guard unsafe start.anchor == nil, unsafe start.tag == nil else { throw decorated(line) }
      return .sequenceStart
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      guard unsafe start.anchor == nil, unsafe start.tag == nil else { throw decorated(line) }
      return .mappingStart
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      guard unsafe scalar.anchor == nil, unsafe scalar.tag == nil, let value = unsafe scalar.value
      else { throw decorated(line) }
      // Safe: libyaml gives so many bytes, and they are copied at once.
      let bytes = unsafe UnsafeBufferPointer(start: value, count: Int(scalar.length))
      return .scalar(
        unsafe String(decoding: bytes, as: UTF8.self),
        isPlain: unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE)
    default:
      throw decorated(line)
    }
  }

  private static func decorated(_ line: Int) -> PlanError {
    PlanError(
      line: line,
      problem: "anchors (&), aliases (*) and tags (!) are not part of a plan; write it out")
  }

  @unsafe private static func error(_ parser: yaml_parser_t) -> PlanError {
    // Safe: a constant text of the library's.
    let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "cannot be read"
    // Bytes that are no UTF-8 have an offset instead of a place.
    let isOfReader = unsafe parser.error == YAML_READER_ERROR
    return PlanError(
      line: isOfReader ? nil : Int(unsafe parser.problem_mark.line) + 1,
      problem: "is not YAML: \(problem)")
  }
}
