import CensusCapture

/// Names devices, and lets equal names share one value.
struct DeviceRegister {
  private var byMAC: [MACAddress: Device] = [:]
  private var byAddress: [IPAddress: Device] = [:]

  /// More devices than this are not told apart: the rest is one device `others`, so that invented
  /// addresses cannot exhaust the memory.
  private static let most = 65_536
  private static let others = Device(label: "others")

  private var isFull: Bool { byMAC.count + byAddress.count >= Self.most }

  mutating func device(_ station: MACAddress?, _ address: IPAddress) -> Device {
    if let station {
      if let known = byMAC[station] { return known }
      guard !isFull else { return Self.others }
      let device = Device(label: station.description)
      byMAC[station] = device
      return device
    }
    if let known = byAddress[address] { return known }
    guard !isFull else { return Self.others }
    let device = Device(label: "ip:" + address.text)
    byAddress[address] = device
    return device
  }
}
