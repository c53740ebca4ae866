import CensusProtocol
import HTTPTypes

extension Problem {
  /// What the sender of a refused upload is told.
  init(_ refusal: Refusal) {
    switch refusal {
    case .mediaType(let found):
      self.init(
        status: .unsupportedMediaType, name: "media-type", title: "The body is not JSON",
        detail:
          "Content-Type is \(found.map { "\"\($0.prefix(80))\"" } ?? "missing"): send application/json",
        headers: [.accept: "application/json"])
    case .tooLarge:
      self.init(
        status: .contentTooLarge, name: "too-large", title: "The bundle is too large",
        detail:
          "a bundle has at most \(SessionBundle.maximumBytes) bytes: split the session's phases over several sessions"
      )
    case .busy:
      self.init(
        status: .serviceUnavailable, name: "busy", title: "The server is busy",
        detail: "too many uploads at this moment: try again after the time in Retry-After",
        headers: [.retryAfter: "5"])
    case .tooSlow:
      self.init(
        status: .requestTimeout, name: "too-slow", title: "The body took too long",
        detail: "the body did not arrive in time: try again, over a faster connection if need be")
    case .incomplete:
      self.init(
        status: .badRequest, name: "incomplete", title: "The body broke off",
        detail: "fewer bytes arrived than were announced: send the bundle again")
    case .signatureMissing:
      self.init(
        status: .badRequest, name: "signature-missing", title: "The signature is missing",
        detail:
          "send the header FlowCensus-Signature with the base64 of the Ed25519 signature over exactly the body"
      )
    case .signatureMalformed:
      self.init(
        status: .badRequest, name: "signature-malformed", title: "The signature is malformed",
        detail: "FlowCensus-Signature must be the base64, with padding, of 64 bytes")
    case .notCanonical(let error):
      self.init(
        status: .badRequest, name: "not-canonical-json", title: "The body is not canonical JSON",
        detail: "\(error). Send exactly the bytes that RFC 8785 gives for the bundle")
    case .violation(let violation):
      self.init(
        status: .unprocessableContent, name: "contract-violation",
        title: "The bundle breaks the contract", detail: violation.description)
    case .organisationUnknown(let organisation):
      self.init(
        status: .forbidden, name: "organisation-unknown", title: "The organisation is not admitted",
        detail:
          "\(organisation) is not admitted at this server: ask its operator to run \"flowcensus-server organisation add \(organisation) --name NAME --key PUBLICKEY\""
      )
    case .keyUnknown(let key, let organisation):
      self.init(
        status: .forbidden, name: "key-unknown", title: "The key is not admitted",
        detail:
          "the key \(key) is not one of \(organisation)'s: ask the server's operator to add it, or sign with a key that is"
      )
    case .signatureWrong(let organisation):
      self.init(
        status: .forbidden, name: "signature-wrong", title: "The signature is wrong",
        detail:
          "the signature was not made by \(organisation)'s key over exactly these bytes: they were altered on the way, or signed with another key"
      )
    case .modelUnknown(let model):
      self.init(
        status: .unprocessableContent, name: "model-unknown", title: "The model is unknown",
        detail:
          "unit.model: \(model) is not in the catalogue of revision \(Catalogue.bundled.revision): see /v1/catalogue"
      )
    case .modelNotNamed(let entry, let level):
      self.init(
        status: .unprocessableContent, name: "model-not-named", title: "The model is not named",
        detail:
          "unit.model: \(entry) stands for a \(level.rawValue), and a bench names the model that it has: see /v1/catalogue for those of level model, or ask for the missing one to be added"
      )
    case .modelSimulated(let model):
      self.init(
        status: .unprocessableContent, name: "model-simulated", title: "The model is simulated",
        detail:
          "unit.model: \(model) is a simulated model, and this server takes real ones only; a server started with --accept-simulated takes both"
      )
    case .sessionConflict(let session, let stored):
      self.init(
        status: .conflict, name: "session-conflict",
        title: "The session is stored with other content",
        detail:
          "session \(session) was stored before as the bundle \(stored), and a stored session never changes: submit a new session under a new id"
      )
    case .store(let error): self.init(error)
    }
  }
}
