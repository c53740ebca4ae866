import CensusCapture

/// Names devices, and lets equal names share one value and one number.
struct DeviceRegister {
  private var devices: [Device] = []
  private var byMAC: [MACAddress: UInt32] = [:]
  private var byAddress: [AddressHolder: UInt32] = [:]
  private var others: UInt32?
  /// The two directions of a flow are asked for one after the other.
  private var latest: (station: MACAddress, number: UInt32)?

  /// More devices than this are not told apart: the rest is one device `others`, so that invented
  /// addresses cannot exhaust the memory.
  private static let most = 65_536

  private var isFull: Bool { byMAC.count + byAddress.count >= Self.most }

  /// The device of a number that this register gave.
  subscript(number: UInt32) -> Device { devices[Int(number)] }

  /// An address while it is with one holder.
  private struct AddressHolder: Hashable {
    let address: IPAddress
    let generation: Int
  }

  /// The number of the device with this station address; else with the one that the book has for this IP
  /// address at this time; else with this IP address, for as long as it is with one holder.
  mutating func number(
    _ station: MACAddress?, _ address: IPAddress, at time: Int64, _ book: borrowing AddressBook
  ) -> UInt32 {
    guard let station else {
      switch book.identity(of: address, at: time) {
      case .station(let station): return number(of: station)
      case .address(_, let generation):
        return number(of: AddressHolder(address: address, generation: generation))
      }
    }
    if let latest, latest.station == station { return latest.number }
    let number = number(of: station)
    latest = (station, number)
    return number
  }

  /// When each random address last sent something, in microseconds since 1970, as far as slices told.
  private(set) var lastHeard: [MACAddress: Int64] = [:]

  /// The stations of which anything was observed, with their devices' numbers.
  var stations: [MACAddress: UInt32] { byMAC }

  /// Whether anything of this station was observed.
  func knows(_ station: MACAddress) -> Bool { byMAC[station] != nil }

  /// Notes that `station` sent something up to `time`, in microseconds since 1970.
  mutating func hear(_ station: MACAddress, at time: Int64) {
    guard station.isRandom, lastHeard.count < Self.most || lastHeard[station] != nil else { return }
    if time > lastHeard[station] ?? Int64.min { lastHeard[station] = time }
  }

  /// From now on `station` is the device that `former` is; which device it was taken for before, if for another.
  mutating func `continue`(_ station: MACAddress, as former: MACAddress) -> Device? {
    guard station != former else { return nil }
    let number = number(of: former)
    let before = byMAC.updateValue(number, forKey: station)
    latest = nil
    return before.flatMap { $0 == number ? nil : devices[Int($0)] }
  }

  private mutating func number(of holder: AddressHolder) -> UInt32 {
    if let known = byAddress[holder] { return known }
    guard !isFull else { return numberOfOthers() }
    let label = "ip:" + holder.address.text
    let number = append(holder.generation == 1 ? label : label + "#\(holder.generation)")
    byAddress[holder] = number
    return number
  }

  mutating func number(of station: MACAddress) -> UInt32 {
    if let known = byMAC[station] { return known }
    guard !isFull else { return numberOfOthers() }
    let number = append(station.description)
    byMAC[station] = number
    return number
  }

  private mutating func numberOfOthers() -> UInt32 {
    if let others { return others }
    let number = append("others")
    others = number
    return number
  }

  private mutating func append(_ label: String) -> UInt32 {
    devices.append(Device(label: label))
    return UInt32(devices.count - 1)
  }
}
