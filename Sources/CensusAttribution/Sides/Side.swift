import CensusCapture
import CensusProtocol

/// Which of the rules decided which side of a packet is the device (ORACLE.md, rules 1 to 7).
public enum DecidedBy: String, Hashable, Sendable, CaseIterable {
  /// To a group, from no address yet, or within the local network: the sender, up (rules 1 and 2).
  case sender
  /// Just one side is local (rules 3 and 4).
  case local
  /// Neither is local, but cooked capture says which way the packet went (rule 5).
  case hint
  /// Neither is local: the side that began the flow (rule 7); a guess.
  case initiator
}

/// Which way bytes went, as the device sees it.
public enum Direction: String, Hashable, Sendable, CaseIterable {
  /// From the device to the place.
  case up
  /// From the place to the device.
  case down
}

/// The decision which side of a slice is the device.
struct Side {
  /// What is at the other end of the device.
  enum Remote {
    case group(Place)
    case lan
    case reserved
    case address(IPAddress)
  }

  let direction: Direction
  let decidedBy: DecidedBy
  let remote: Remote

  /// Decides for `slice`; `networks` are local beside the blocks that always are.
  init(of slice: FlowSlice, networks: LocalNetworks) {
    let source = networks.classify(slice.source)
    let destination = networks.classify(slice.destination)
    let isBroadcast =
      destination == .limitedBroadcast || (destination == .local && slice.link.cast == .toAll)
    if destination == .multicast || isBroadcast {
      self.init(.up, .sender, .group(isBroadcast ? .broadcast : .multicast))
    } else if source == .unspecified {
      self.init(.up, .sender, Self.remote(slice.destination, destination))
    } else if source == .local {
      self.init(
        .up, destination == .local ? .sender : .local,
        Self.remote(slice.destination, destination))
    } else if destination == .local {
      self.init(.down, .local, Self.remote(slice.source, source))
    } else {
      let outgoing = slice.link.cast == .fromUs
      let isHinted = outgoing || slice.link.cast == .toUs
      if isHinted ? outgoing : slice.senderBeganFlow {
        self.init(
          .up, isHinted ? .hint : .initiator, Self.remote(slice.destination, destination))
      } else {
        self.init(.down, isHinted ? .hint : .initiator, Self.remote(slice.source, source))
      }
    }
  }

  private init(_ direction: Direction, _ decidedBy: DecidedBy, _ remote: Remote) {
    self.direction = direction
    self.decidedBy = decidedBy
    self.remote = remote
  }

  private static func remote(_ address: IPAddress, _ kind: AddressClass) -> Remote {
    switch kind {
    case .local: .lan
    case .global: .address(address)
    // A group or no address cannot be at the other end; where a packet claims so, it is reserved.
    case .reserved, .multicast, .limitedBroadcast, .unspecified: .reserved
    }
  }
}
