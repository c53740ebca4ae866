import CensusCapture

/// Which random addresses belong to a device that was here before under another one.
///
/// Never guessed: the host name must tell the device from all others, whatever its DHCP client shows must be
/// the same, the old address must have fallen silent before the new one spoke, and no third device may fit.
enum AddressContinuity {
  /// The former address of each address that continues one.
  static func find(in book: EvidenceBook) -> [MACAddress: MACAddress] {
    var byName: [EvidencePiece: [MACAddress]] = [:]
    for (address, device) in book.devices where isRandom(address) {
      guard let name = individualName(device) else { continue }
      byName[name, default: []].append(address)
    }
    var former: [MACAddress: MACAddress] = [:]
    for addresses in byName.values where addresses.count == 2 {
      let pair = addresses.compactMap { address in
        book.devices[address].map { (address: address, device: $0) }
      }.sorted { $0.device.first < $1.device.first }
      guard pair.count == 2, pair[0].device.last < pair[1].device.first,
        let shown = client(pair[0].device), shown == client(pair[1].device)
      else { continue }
      former[pair[1].address] = pair[0].address
    }
    return former
  }

  private static func isRandom(_ address: MACAddress) -> Bool { address.bits >> 41 & 1 == 1 }

  /// The one host name of a device, where it is more than a model's name: with 6 or more hexadecimal digits
  /// of a serial number at its end.
  private static func individualName(_ device: EvidenceBook.Device) -> EvidencePiece? {
    let names = device.pieces.keys.filter { $0.kind == .hostName }
    guard names.count == 1, let name = names.first else { return nil }
    let text = String(decoding: name.bytes, as: UTF8.self)
    let tail = text.split(whereSeparator: { $0 == "-" || $0 == "_" }).last ?? ""
    return PlainName.isHexadecimal(tail, 6...16) && PlainName.hasDigit(tail) ? name : nil
  }

  /// What the DHCP client shows, which must not be nothing.
  private static func client(_ device: EvidenceBook.Device) -> Set<EvidencePiece>? {
    let shown = Set(device.pieces.keys.filter { [.parameterList, .vendorClass].contains($0.kind) })
    return shown.isEmpty ? nil : shown
  }
}
