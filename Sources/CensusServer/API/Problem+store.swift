import HTTPTypes

extension Problem {
  /// What a client is told when the store fails. The operator finds the whole error in the log.
  init(_ error: StoreError) {
    switch error {
    case .full:
      self.init(
        status: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
        name: "storage-full", title: "The server's disk is full",
        detail:
          "nothing of this request was stored, nothing acknowledged before is lost: try again later",
        headers: [.retryAfter: "300"])
    case .busy:
      self.init(
        status: .serviceUnavailable, name: "busy", title: "The server is busy",
        detail: "the database is locked at this moment: try again after the time in Retry-After",
        headers: [.retryAfter: "5"])
    case .newer, .unusable, .keyOfAnother, .failed:
      self.init(
        status: .internalServerError, name: "internal", title: "The server failed",
        detail: "the server's database failed; its operator finds the reason in the log")
    }
  }
}
