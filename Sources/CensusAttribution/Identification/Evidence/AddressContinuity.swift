import CensusCapture

/// Which random addresses belong to a device that was here before under another one.
///
/// Never guessed: the host name must tell the device from all others, whatever its DHCP client shows must be
/// the same, each address must have fallen silent before the next one spoke, and no other device may fit.
struct AddressContinuity {
  let book: EvidenceBook
  /// When an address last sent anything, evidence or not, in microseconds since 1970.
  let lastHeard: [MACAddress: Int64]
  /// Addresses that spoke first after this (microseconds since 1970) are not judged yet: what their
  /// predecessors sent may still be on its way here.
  let judgedBefore: Int64

  /// A flow gives a slice at the latest when its hour ends: after this time, in microseconds, silence is known.
  static let patience: Int64 = 3_600_000_000

  private struct Bearer {
    let address: MACAddress
    let device: EvidenceBook.Device
  }

  /// The first address of each device, by the addresses that continue it.
  func find() -> [MACAddress: MACAddress] {
    var byName: [EvidencePiece: [Bearer]] = [:]
    for (address, device) in book.devices where address.isRandom {
      guard let name = Self.individualName(device) else { continue }
      byName[name, default: []].append(Bearer(address: address, device: device))
    }
    var former: [MACAddress: MACAddress] = [:]
    for bearers in byName.values {
      let inOrder = bearers.sorted { $0.device.first < $1.device.first }
      guard let first = inOrder.first, isOneDevice(inOrder) else { continue }
      for later in inOrder.dropFirst() { former[later.address] = first.address }
    }
    return former
  }

  /// Whether the addresses of one name follow one another, with the same DHCP client behind each.
  private func isOneDevice(_ bearers: [Bearer]) -> Bool {
    guard let first = bearers.first, let last = bearers.last, last.device.first < judgedBefore,
      let shown = Self.client(first.device)
    else { return false }
    return zip(bearers, bearers.dropFirst()).allSatisfy { former, next in
      let end = max(former.device.last, lastHeard[former.address] ?? Int64.min)
      return end < next.device.first && Self.client(next.device) == shown
    }
  }

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

extension MACAddress {
  /// Whether the address is locally administered (IEEE 802c): made up by the device, not given by its maker.
  var isRandom: Bool { bits >> 41 & 1 == 1 }
}
