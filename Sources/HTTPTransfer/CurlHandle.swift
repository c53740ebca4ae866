import SystemCurl

/// The one place with C pointers. A handle lives for one exchange; every pointer that libcurl keeps
/// during the exchange (body, header list, collector) is held by `perform` until it is over.
enum CurlHandle {
  /// Why libcurl cannot be used; nil where it can. libcurl wants one initialisation before any thread uses
  /// it; a global's first use gives just that.
  private static let trouble: String? = {
    // Safe: the text is libcurl's or the loader's own, and is copied at once.
    guard let reason = unsafe flowcensus_curl_load() else { return nil }
    return unsafe String(cString: reason)
  }()

  private static let connectTimeoutSeconds = 15
  private static let stallSeconds = 60
  private static let stallBytesPerSecond = 10

  static func perform(_ request: HTTPRequest) throws(HTTPTransferError) -> HTTPResponse {
    if let trouble {
      throw HTTPTransferError(
        kind: .connection, url: request.url, reason: "\(trouble) (Debian: libcurl4)")
    }
    guard let handle = unsafe flowcensus_curl_begin() else {
      throw HTTPTransferError(
        kind: .connection, url: request.url, reason: "libcurl cannot begin an exchange")
    }
    defer { unsafe flowcensus_curl_end(handle) }
    var headerList: UnsafeMutablePointer<curl_slist>?
    defer { unsafe flowcensus_curl_free(headerList) }
    // An empty "Expect" keeps libcurl from waiting a second for a "100 Continue" before large bodies.
    for line in request.headers.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
      unsafe headerList = flowcensus_curl_append(headerList, line)
    }
    let collector = ResponseCollector(maximumBytes: request.maximumResponseBytes)
    let outcome = unsafe request.body.withUnsafeBytes { body in
      unsafe configure(handle, request: request, body: body, headers: headerList, collector)
      return unsafe flowcensus_curl_perform(handle)
    }
    guard outcome == CURLE_OK else {
      throw HTTPTransferError(
        kind: collector.overflowed ? .responseTooLarge : kind(of: outcome), url: request.url,
        reason: collector.overflowed
          ? "more than \(request.maximumResponseBytes) bytes"
          : unsafe String(cString: flowcensus_curl_reason(outcome)))
    }
    var status = 0
    unsafe flowcensus_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return HTTPResponse(status: status, headers: collector.headers, body: collector.body)
  }

  private static func configure(
    _ handle: UnsafeMutableRawPointer, request: HTTPRequest, body: UnsafeRawBufferPointer,
    headers: UnsafeMutablePointer<curl_slist>?, _ collector: ResponseCollector
  ) {
    // Strings are copied by libcurl; body, headers and collector are not.
    unsafe flowcensus_curl_set_pointer(handle, CURLOPT_URL, request.url)
    unsafe flowcensus_curl_set_pointer(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    unsafe flowcensus_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
    unsafe flowcensus_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    unsafe flowcensus_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, connectTimeoutSeconds)
    unsafe flowcensus_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, stallBytesPerSecond)
    unsafe flowcensus_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, stallSeconds)
    if let authorities = request.certificateAuthorities {
      unsafe flowcensus_curl_set_pointer(handle, CURLOPT_CAINFO, authorities)
    }
    if let relay = request.relay {
      unsafe flowcensus_curl_set_pointer(handle, CURLOPT_PROXY, relay)
      // No list of exceptions in the environment may lead around the relay.
      unsafe flowcensus_curl_set_pointer(handle, CURLOPT_NOPROXY, "")
    }
    if request.method == .post {
      unsafe flowcensus_curl_set_long(handle, CURLOPT_POST, 1)
      unsafe flowcensus_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
      unsafe flowcensus_curl_set_pointer(handle, CURLOPT_POSTFIELDS, body.baseAddress ?? noBytes)
    }
    let context = unsafe Unmanaged.passUnretained(collector).toOpaque()
    unsafe flowcensus_curl_set_callback(handle, CURLOPT_WRITEFUNCTION) {
      data, size, count, context in
      unsafe CurlHandle.collect(data, size * count, context) { $0.append(body: $1) }
    }
    unsafe flowcensus_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    unsafe flowcensus_curl_set_callback(handle, CURLOPT_HEADERFUNCTION) {
      data, size, count, context in
      unsafe CurlHandle.collect(data, size * count, context) { $0.append(header: $1) }
    }
    unsafe flowcensus_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
  }

  /// With a nil pointer libcurl would read the body from standard input.
  nonisolated(unsafe) private static let noBytes: UnsafeRawPointer =
    UnsafeRawPointer(UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))

  /// Hands a piece that libcurl received to the collector. Any other answer than `count` makes
  /// libcurl give the exchange up.
  private static func collect(
    _ data: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ take: (ResponseCollector, [UInt8]) -> Bool
  ) -> Int {
    guard let data = unsafe data, let context = unsafe context else { return 0 }
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: data, count: count))
    let collector = unsafe Unmanaged<ResponseCollector>.fromOpaque(context).takeUnretainedValue()
    return take(collector, bytes) ? count : 0
  }

  private static func kind(of outcome: CURLcode) -> HTTPTransferError.Kind {
    switch outcome {
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .address
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE: .certificate
    case CURLE_PROXY, CURLE_COULDNT_RESOLVE_PROXY: .relay
    default: .connection
    }
  }
}

/// Gathers the response while libcurl receives it.
private final class ResponseCollector {
  private(set) var headers: [String: String] = [:]
  private(set) var body: [UInt8] = []
  private(set) var overflowed = false
  private let maximumBytes: Int

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  func append(body bytes: [UInt8]) -> Bool {
    overflowed = body.count + bytes.count > maximumBytes
    if !overflowed { body += bytes }
    return !overflowed
  }

  func append(header bytes: [UInt8]) -> Bool {
    let line = String(decoding: bytes, as: UTF8.self)
    // A status line begins a new response, after a "100 Continue" for instance.
    if line.hasPrefix("HTTP/") { headers = [:] }
    let parts = line.split(separator: ":", maxSplits: 1)
    if parts.count == 2 { headers[parts[0].lowercased()] = trimmed(parts[1]) }
    return true
  }

  private func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace || $0.isNewline }
    let withoutStart = text.drop(while: isSpace)
    return String(withoutStart.reversed().drop(while: isSpace).reversed())
  }
}
