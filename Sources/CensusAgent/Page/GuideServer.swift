import CensusProtocol
import LocalPage

/// The guide as a page in a browser nearby, opened by a code that works once.
public final class GuideServer {
  private let server: PageServer
  private var code = Code.random()
  private var wrongCodes = 0
  /// The browsers that gave the code, each with the token that its forms must carry.
  private var browsers: [String: String] = [:]

  /// After so many wrong codes there is another one, so that guessing is of no use.
  private static let mostWrongCodes = 5
  private static let mostBrowsers = 8

  public init(address: String) throws(PageServerError) {
    server = try PageServer(address: address)
  }

  /// Where the page is and how it is opened: for the terminal, and for nobody else.
  public var invitation: String { "Page: http://\(server.address)/  code: \(code)" }

  /// Answers the browsers that wait.
  public func serve(_ guide: Guide) throws {
    try server.serve { request in try answer(request, guide) }
  }

  private func answer(_ request: PageRequest, _ guide: Guide) throws -> PageResponse {
    // Another name would be another site's, made to point here (DNS rebinding).
    guard request.headers["host"] == server.address else {
      return PageResponse(status: 403, body: "This page is at http://\(server.address)/ only.\n")
    }
    if request.method == .get, request.path == "/style.css" {
      return PageResponse(
        status: 200, headers: [("Content-Type", "text/css"), ("Cache-Control", "max-age=600")],
        body: GuidePage.stylesheet)
    }
    if request.method == .post, request.path == "/code" { return enter(request) }
    guard let browser = request.cookie("browser"), let token = browsers[browser] else {
      return Self.page(GuidePage.codeForm(problem: nil), status: request.method == .get ? 200 : 403)
    }
    switch (request.method, request.path) {
    case (.get, "/"): return Self.page(GuidePage.document(guide.situation, token: token))
    case (.post, "/do"):
      guard request.form["token"] == token, Self.isFromHere(request, server.address) else {
        return PageResponse(status: 403, body: "Open the page again and try once more.\n")
      }
      try obey(request, guide)
      return Self.seeOther()
    default: return PageResponse(status: 404, body: "There is no such page.\n")
    }
  }

  private static func isFromHere(_ request: PageRequest, _ address: String) -> Bool {
    request.headers["origin"].map { $0 == "http://\(address)" } ?? true
  }

  private func obey(_ request: PageRequest, _ guide: Guide) throws {
    switch request.form["action"] {
    case "confirm": try guide.confirm()
    case "void": guide.spoil()
    case "skip": try guide.leaveOut()
    case "unit": try guide.choose(address: request.form["address"] ?? "")
    default: break
    }
  }

  private func enter(_ request: PageRequest) -> PageResponse {
    guard Self.isFromHere(request, server.address), Self.isEqual(request.form["code"] ?? "", code)
    else {
      wrongCodes += 1
      if wrongCodes >= Self.mostWrongCodes { renewCode() }
      return Self.page(
        GuidePage.codeForm(problem: "That is not the code which the terminal shows now."),
        status: 403)
    }
    renewCode()
    if browsers.count >= Self.mostBrowsers { browsers.removeAll() }
    let browser = Code.token()
    browsers[browser] = Code.token()
    var response = Self.seeOther()
    response.headers.append(("Set-Cookie", "browser=\(browser); HttpOnly; SameSite=Strict; Path=/"))
    return response
  }

  private func renewCode() {
    code = Code.random()
    wrongCodes = 0
  }

  /// Compares without telling by its time how much is right.
  private static func isEqual(_ given: String, _ code: String) -> Bool {
    let given = Array(given.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") })
    let code = Array(code.utf8.filter { $0 != UInt8(ascii: "-") })
    guard given.count == code.count else { return false }
    return zip(given, code).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func seeOther() -> PageResponse {
    PageResponse(status: 303, headers: [("Location", "/"), ("Cache-Control", "no-store")])
  }

  private static func page(_ html: String, status: Int = 200) -> PageResponse {
    PageResponse(
      status: status,
      headers: [
        ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
        (
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
      ], body: html)
  }
}

/// Secrets of the page, from the system's random numbers.
private enum Code {
  /// Eight digits in two groups: a person types them on a phone.
  static func random() -> String {
    let number = UInt32.random(in: 0..<100_000_000)
    let digits = String(String(100_000_000 + number).dropFirst())
    return digits.prefix(4) + "-" + digits.suffix(4)
  }

  /// 128 random bits.
  static func token() -> String { SessionIdentifier.random().description }
}
