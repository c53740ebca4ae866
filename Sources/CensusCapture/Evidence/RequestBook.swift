/// What DHCP clients said of themselves, by their addresses: the names that the owner's tables show. In memory
/// alone, and while a live vantage goes on for at most 24 hours after they said it last.
struct RequestBook {
  private(set) var requests: [MACAddress: DHCPRequest] = [:]
  private var times: [MACAddress: Int64] = [:]
  private var nextSweep = Int64.min

  /// More clients than this are not remembered.
  private static let mostClients = 4096
  private static let pause: Int64 = 600_000_000

  /// Takes what `client` says at `time`, in microseconds since 1970, over what was known of it.
  mutating func note(_ request: DHCPRequest, of client: MACAddress, at time: Int64) {
    guard requests[client] != nil || requests.count < Self.mostClients else { return }
    requests[client, default: DHCPRequest()].merge(request)
    times[client] = time
  }

  /// Forgets what is older than a day at `time`, in microseconds since 1970; looks at most once in ten minutes.
  mutating func passTime(to time: Int64) {
    guard time >= nextSweep else { return }
    nextSweep = time.addingReportingOverflow(Self.pause).partialValue
    let oldest = time.subtractingReportingOverflow(EvidenceBook.lifetime).partialValue
    times = times.filter { $0.value >= oldest }
    requests = requests.filter { times[$0.key] != nil }
  }
}
