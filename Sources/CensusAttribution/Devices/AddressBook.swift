import CensusCapture

/// Which station is behind an address of the local network, for vantages that see no stations: connection
/// tracking, and flow records without them. The neighbour table comes first, then the leases.
public struct AddressBook: Sendable {
  private var neighbours: [IPAddress: MACAddress] = [:]
  private var leases: [IPAddress: Lease] = [:]
  /// How often an address has passed to another holder whose station is not known.
  private var generations: [IPAddress: Int] = [:]

  /// Beyond this many, silent neighbours are forgotten.
  private static let mostNeighbours = 131_072

  /// An empty book: devices are known by their addresses.
  public init() {}

  /// What a device behind an address is known by.
  enum Identity: Equatable {
    case station(MACAddress)
    /// The number tells the holders of an address apart, from 1.
    case address(IPAddress, generation: Int)
  }

  /// Who was behind `address` at `time` (microseconds since 1970).
  func identity(of address: IPAddress, at time: Int64) -> Identity {
    if let station = neighbours[address] { return .station(station) }
    if let lease = leases[address], lease.ends >= time, let station = lease.station {
      return .station(station)
    }
    return .address(address, generation: generations[address] ?? 1)
  }

  /// The host names of leases in force at `time` (microseconds since 1970), by station.
  func hostNames(at time: Int64) -> [MACAddress: String] {
    var names: [MACAddress: String] = [:]
    // Of several leases of a station the last one to end counts.
    for lease in leases.values.sorted(by: { $0.ends < $1.ends }) where lease.ends >= time {
      if let station = lease.station, let name = lease.hostName { names[station] = name }
    }
    return names
  }

  /// Takes the neighbour table as it is now. The kernel forgets a silent neighbour long before its last
  /// flow is handed out: who was behind an address is kept until another is.
  mutating func add(_ list: [NeighbourTable.Neighbour]) {
    if neighbours.count + list.count > Self.mostNeighbours { neighbours.removeAll() }
    for neighbour in list { neighbours[neighbour.address] = neighbour.station }
  }

  /// Takes the leases as they are now.
  mutating func replaceLeases(_ list: [IPAddress: Lease]) {
    for (address, lease) in list where lease.station == nil {
      if let before = leases[address], before.holder != lease.holder {
        generations[address, default: 1] += 1
      }
    }
    leases = list
  }
}
