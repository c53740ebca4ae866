import CensusProtocol
import HTTPTypes

extension Problem {
  /// What an agent or a household is told.
  init(_ refusal: HouseRefusal) {
    switch refusal {
    case .off, .tooMany, .size, .headerMissing, .headerMalformed, .notCanonical, .violation:
      self.init(request: refusal)
    case .upload(let refusal): self.init(body: refusal)
    case .agentSignatureWrong, .invitationNeeded, .invitationRefused, .agentUnknown, .notIssued,
      .tierWrong, .overQuota, .token:
      self.init(issuer: refusal)
    case .tokenKeyUnknown, .tokenWrong, .tokenOfAnotherEpoch, .pseudonymSignatureWrong,
      .epochRunning, .epochOver, .outdated, .modelSimulated, .modelNotCommon:
      self.init(collector: refusal)
    case .store(let error): self.init(error)
    }
  }

  /// A short document's body is too large in other words than a bundle's.
  private init(body refusal: Refusal) {
    switch refusal {
    case .tooLarge:
      self.init(
        status: .contentTooLarge, name: "too-large", title: "The body is too large",
        detail:
          "a household's upload has exactly \(HouseUpload.bytes) bytes, an order of tokens at most \(TokenOrder.maximumBytes), an enrolment at most \(Enrolment.maximumBytes)"
      )
    default: self.init(refusal)
    }
  }

  private init(request refusal: HouseRefusal) {
    switch refusal {
    case .tooMany:
      self.init(
        status: .tooManyRequests, name: "too-many", title: "Too many requests",
        detail: "your part of the internet has asked too often: try again after Retry-After",
        headers: [.retryAfter: "60"])
    case .size(let bytes):
      self.init(
        status: .badRequest, name: "size", title: "The body has another size",
        detail:
          "\(bytes) bytes: a household's upload has exactly \(HouseUpload.bytes), padded with spaces"
      )
    case .headerMissing(let name):
      self.init(
        status: .badRequest, name: "header-missing", title: "A header is missing",
        detail: "send the header \(name): SPEC.md, section 7, says what it holds")
    case .headerMalformed(let name, let expected):
      self.init(
        status: .badRequest, name: "header-malformed", title: "A header is malformed",
        detail: "\(name): expected \(expected)")
    case .notCanonical(let error):
      self.init(
        status: .badRequest, name: "not-canonical-json", title: "The body is not canonical JSON",
        detail: "\(error). Send exactly the bytes that RFC 8785 gives")
    case .violation(let violation):
      self.init(
        status: .unprocessableContent, name: "contract-violation",
        title: "The body breaks the contract", detail: violation.description)
    default:
      self.init(
        status: .notFound, name: "households-off", title: "This server is for benches alone",
        detail:
          "this server takes no contributions of households: its operator starts it with --households to change that"
      )
    }
  }

  private init(issuer refusal: HouseRefusal) {
    switch refusal {
    case .agentSignatureWrong:
      self.init(
        status: .forbidden, name: "signature-wrong", title: "The signature is wrong",
        detail: "the signature was not made by the agent's key over exactly these bytes")
    case .invitationNeeded:
      self.init(
        status: .forbidden, name: "invitation-needed", title: "An invitation is needed",
        detail: "this server takes new agents by invitation: ask its operator for a code")
    case .invitationRefused:
      self.init(
        status: .forbidden, name: "invitation-refused", title: "The invitation is not valid",
        detail: "the code is unknown, revoked or used up: ask the server's operator for another")
    case .notIssued(let epoch):
      self.init(
        status: .conflict, name: "epoch-not-issued", title: "No tokens of this epoch are issued",
        detail:
          "tokens of \(epoch) are issued from \(epoch.start) until two days after \(epoch.end)")
    case .tierWrong(let tier):
      self.init(
        status: .forbidden, name: "tier-wrong", title: "The agent is of another tier",
        detail: "in this epoch the agent's tier is \(tier.rawValue): order with that tier's key")
    case .overQuota(let epoch):
      self.init(
        status: .conflict, name: "over-quota", title: "The tokens of this epoch are ordered",
        detail:
          "the agent has ordered other tokens of \(epoch): there is one order of at most \(HouseContribution.modelsInEpoch) tokens in an epoch"
      )
    case .token(let error):
      self.init(
        status: .unprocessableContent, name: "token-request", title: "A token cannot be signed",
        detail: "\(error); nothing of the quota is used")
    default:
      self.init(
        status: .forbidden, name: "agent-unknown", title: "The agent is not enrolled",
        detail: "enrol first: POST /v1/enrolments")
    }
  }

  private init(collector refusal: HouseRefusal) {
    switch refusal {
    case .tokenKeyUnknown:
      self.init(
        status: .forbidden, name: "token-key-unknown", title: "The token is of an unknown key",
        detail: "no key of this server's log signed the token: see /v1/log")
    case .tokenOfAnotherEpoch(let epoch):
      self.init(
        status: .forbidden, name: "token-epoch", title: "The token is of another epoch",
        detail: "the token is good for \(epoch), and the body names another epoch")
    case .pseudonymSignatureWrong:
      self.init(
        status: .forbidden, name: "signature-wrong", title: "The signature is wrong",
        detail:
          "the signature was not made by the token's key over this sequence and exactly this body")
    case .epochRunning(let epoch):
      self.init(
        status: .conflict, name: "epoch-running", title: "The epoch is not over",
        detail: "contributions of \(epoch) are taken from \(epoch.end) on")
    case .epochOver(let epoch):
      self.init(
        status: .gone, name: "epoch-over", title: "The epoch takes no more",
        detail: "the upload came too late for \(epoch); it was counted as late and dropped")
    case .outdated(let sequence):
      self.init(
        status: .conflict, name: "outdated", title: "A later upload is there",
        detail:
          "the pseudonym has sent something else with the sequence \(sequence): use a higher one"
      )
    case .modelSimulated(let model):
      self.init(
        status: .unprocessableContent, name: "model-simulated", title: "The model is simulated",
        detail: "model: \(model) is a simulated model, and this server takes real ones only")
    case .modelNotCommon(let model, let epoch):
      self.init(
        status: .unprocessableContent, name: "model-not-common", title: "The model is not common",
        detail:
          "model: \(model) is not among the models that the log lets contributions of \(epoch) name: say its brand or class (SPEC.md, section 7). An agent that did not is to be updated"
      )
    default:
      self.init(
        status: .forbidden, name: "token-wrong", title: "The token is not valid",
        detail: "the token was not signed by the key that it names, or not for this server")
    }
  }
}
