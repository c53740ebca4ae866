import CensusCapture

/// Where the columns of a lease file of Kea's are (memfile back end): its first line names them, and they
/// are more in each version.
struct KeaColumns {
  private let address: Int
  private let station: Int?
  private let identity: Int?
  private let expire: Int
  private let state: Int?
  private let name: Int?
  private let count: Int

  /// Nil where the line is no such header.
  init?(header line: String) {
    guard line.hasPrefix("address,") else { return nil }
    let names = line.split(separator: ",", omittingEmptySubsequences: false)
    guard names.count <= 64, let expire = names.firstIndex(of: "expire") else { return nil }
    address = 0
    self.expire = expire
    // Of IPv6 the identity tells the holder; `hwaddr` is there, but a guess of the server's.
    let isV6 = names.contains("duid")
    station = isV6 ? nil : names.firstIndex(of: "hwaddr")
    identity = names.firstIndex(of: isV6 ? "duid" : "client_id")
    state = names.firstIndex(of: "state")
    name = names.firstIndex(of: "hostname")
    count = names.count
  }

  /// What a line says; nil where it is no lease. Commas within a value are written otherwise by Kea.
  func entry(of line: String) -> LeaseReader.Entry? {
    let values = line.split(separator: ",", omittingEmptySubsequences: false)
    guard values.count >= min(count, expire + 1), values.count <= count,
      let address = AddressText.address(values[address]), let seconds = Int64(values[expire])
    else { return nil }
    // 0 is a lease in force, all else one that is declined, expired or given back.
    if let state, state < values.count, values[state] != "0" { return .free(address) }
    // A line may end after `expire`, and columns may come in any order.
    func value(_ column: Int?) -> Substring? {
      column.flatMap { $0 < values.count ? values[$0] : nil }
    }
    let mac = value(station).flatMap { MACAddress(text: $0) }
    let holder = [value(station), value(identity)].compactMap { $0 }.first { !$0.isEmpty }
    return .leased(
      Lease(
        address: address, station: mac, holder: LeaseReader.holder(holder ?? ""),
        ends: Lease.time(seconds: seconds), hostName: Lease.name(value(name))))
  }
}
