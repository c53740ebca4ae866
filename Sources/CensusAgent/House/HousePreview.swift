public import CensusProtocol

/// What leaves, in words and as exact bytes, for the owner to read before anything does.
public enum HousePreview {
  /// The rules, whatever is contributed.
  public static func rules(relay: String?) -> String {
    let address =
      relay.map {
        "Everything goes through the relay \($0), so the server does not see your address."
      }
        ?? """
        The server sees the address that a connection comes from, as every server does; FlowCensus's \
        keeps it nowhere. With --relay socks5h://HOST:PORT it does not see it at all.
        """
    return """
      What leaves, once a week, for each model among your devices (8 at most), and nothing else:
        the week, the catalogue's name of the model, the revisions of catalogue and geo database, the
        country that you say you are in (ZZ: not said), the agent's version, a class of loss, and up to 16
        rows: country, class of service, bytes up and down to the next power of two, hours by classes.
      What never leaves: addresses, names of hosts, servers or networks, times within the week, how many
        devices you have, anything by which two of your contributions could be told to be yours.
      With it go a token that the server signed without seeing it, new for each model and week, a number
        that lets you replace or take back what you sent, and a signature by the token's key.
      It goes out at a random moment in the two days after the week, each model by itself.
      \(address)

      """
  }

  /// Why a model may be called by a wider name.
  public static let rollingUp = """
    A model leaves by its name only where the server's public log lists it or shows it in 20 households; \
    else as its brand or class, and models with one such name together.
    """

  /// Which of a house's models leave under a wider name, and why; empty where none does.
  public static func naming(
    _ models: Set<ModelIdentifier>, common: CommonModels, catalogue: Catalogue = .bundled
  ) -> String {
    let widened = models.sorted().map { ($0, catalogue.rolledUp($0, common: common)) }
      .filter { $0 != $1 }
    guard !widened.isEmpty else { return "" }
    let lines = widened.map { "  \($0) leaves as \($1)\n" }.joined()
    return "\(rollingUp)\n\(lines)\n"
  }

  /// One upload in words: its rows as people read them.
  public static func words(_ upload: HouseUpload, catalogue: Catalogue = .bundled) -> String {
    guard let contribution = upload.contribution else {
      return "week \(upload.epoch): takes back what was sent before\n"
    }
    let title = catalogue.model(contribution.model)?.title ?? contribution.model.description
    let rows = contribution.rows.map { row in
      [
        "  \(row.destination)", row.service.rawValue, range(row.up), range(row.down),
        row.activeHours.rawValue,
      ]
    }
    let header = ["  place", "service", "bytes up", "bytes down", "hours"]
    return """
      week \(contribution.epoch): \(title) (\(contribution.model), as a \(contribution.level.rawValue))
        region \(contribution.region), loss \(contribution.loss.rawValue), \
      places by \(contribution.geo.source.rawValue) \(contribution.geo.month)
      \(TextGrid.lines([header] + rows, textColumns: 2).joined(separator: "\n"))

      """
  }

  /// The upload's exact bytes, with the padding counted instead of printed.
  public static func bytes(_ body: [UInt8]) -> String {
    let end = (body.lastIndex { $0 != UInt8(ascii: " ") } ?? -1) + 1
    return """
      exactly these \(body.count) bytes: the line below, then \(body.count - end) spaces
      \(String(decoding: body[..<end], as: UTF8.self))

      """
  }

  private static func range(_ bucket: ByteBucket) -> String {
    guard bucket.exponent > 0 else { return "0" }
    guard bucket.exponent < ByteBucket.exponents.upperBound else { return "\(bucket.lowerBound)+" }
    return "\(bucket.lowerBound)-\(bucket.lowerBound * 2 - 1)"
  }
}
