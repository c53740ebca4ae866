/// The two ends of a record, as the local network has them, where the exporter also says what address
/// translation made of them.
///
/// Of a connection that goes out, the device's own address is the source before translation; of what comes
/// back it is the destination behind translation. Taken so, both directions are one flow, whose local side is
/// the device and not the router.
struct TranslatedAddresses {
  struct Ends {
    let source: IPAddress
    let destination: IPAddress
    /// Nil where the port is that of the record.
    let destinationPort: UInt16?
  }

  /// Addresses into which sources were translated: the outer side.
  private var outer: Set<IPAddress> = []
  /// A router has a handful; where invented ones fill the set it begins anew.
  private static let most = 1024

  /// Nil where a record has no two addresses of one version that are not both 0.
  @inline(__always)
  mutating func ends(of values: RecordValues) -> Ends? {
    guard let (source, destination) = Self.plain(values) else { return nil }
    let isTranslated =
      values[.translatedSourceV4] != nil || values[.translatedDestinationV4] != nil
      || values[.translatedSourceV6] != nil || values[.translatedDestinationV6] != nil
    guard isTranslated else {
      return Ends(source: source, destination: destination, destinationPort: nil)
    }
    return translated(values, source, destination)
  }

  @inline(__always)
  private static func plain(
    _ values: RecordValues
  ) -> (source: IPAddress, destination: IPAddress)? {
    // A record may have both versions: of a tunnel, where the outer header's come first and count; or in
    // a template for either, where what is not used is 0.
    let (first, second) =
      values.isIPv6First ? (ipv6(values), ipv4(values)) : (ipv4(values), ipv6(values))
    return first ?? second
  }

  @inline(__always)
  private static func ipv4(
    _ values: RecordValues
  ) -> (source: IPAddress, destination: IPAddress)? {
    guard let source = values[.sourceV4], let destination = values[.destinationV4],
      source | destination != 0
    else { return nil }
    return (
      IPAddress(v4: UInt32(truncatingIfNeeded: source)),
      IPAddress(v4: UInt32(truncatingIfNeeded: destination))
    )
  }

  @inline(__always)
  private static func ipv6(
    _ values: RecordValues
  ) -> (source: IPAddress, destination: IPAddress)? {
    guard let source = values.wide(.sourceV6), let destination = values.wide(.destinationV6),
      source.high | source.low | destination.high | destination.low != 0
    else { return nil }
    return (
      IPAddress(v6: source.high, source.low), IPAddress(v6: destination.high, destination.low)
    )
  }

  @inline(never)
  private mutating func translated(
    _ values: RecordValues, _ source: IPAddress, _ destination: IPAddress
  ) -> Ends {
    let newSource = Self.address(
      values, .translatedSourceV4, .translatedSourceV6, like: source)
    if let newSource, newSource != source {
      if outer.count >= Self.most { outer.removeAll() }
      outer.insert(newSource)
    }
    let newDestination = Self.address(
      values, .translatedDestinationV4, .translatedDestinationV6, like: destination)
    guard let newDestination, newDestination != destination,
      !isAlreadyInner(destination, newDestination, hasSource: newSource != nil)
    else { return Ends(source: source, destination: destination, destinationPort: nil) }
    return Ends(
      source: source, destination: newDestination,
      destinationPort: values.nonzero(.translatedDestinationPort).map(
        UInt16.init(truncatingIfNeeded:)))
  }

  /// Some exporters (FortiOS) give what comes back with the device's address as its destination and the
  /// router's as the translated one. They are told by what was learned of the outer side; else by a
  /// translated source of 0 beside the translated destination.
  private func isAlreadyInner(
    _ destination: IPAddress, _ translated: IPAddress, hasSource: Bool
  ) -> Bool {
    switch (outer.contains(destination), outer.contains(translated)) {
    case (false, true): true
    case (true, false): false
    default: !hasSource
    }
  }

  /// The translated address of the same version as `plain`; nil where there is none or it is 0.
  private static func address(
    _ values: RecordValues, _ v4: RecordField, _ v6: RecordField, like plain: IPAddress
  ) -> IPAddress? {
    switch plain.version {
    case .v4:
      return values.nonzero(v4).map { IPAddress(v4: UInt32(truncatingIfNeeded: $0)) }
    case .v6:
      guard let (high, low) = values.wide(v6), high != 0 || low != 0 else { return nil }
      return IPAddress(v6: high, low)
    }
  }
}

/// Which station an address was seen behind. Many routers export the source's station alone, or as the
/// destination's station their own: then the receiver is named by what it was seen sending from.
struct KnownStations {
  private var stations: [IPAddress: MACAddress] = [:]
  /// Where invented addresses fill the list it begins anew.
  private static let most = 65_536

  /// The stations of a record: of the source as exported; of the destination as it was sent on, as known
  /// from before, or as it came in.
  @inline(__always)
  mutating func link(
    of values: RecordValues, from source: IPAddress, to destination: IPAddress
  ) -> LinkContext {
    let sending = values.nonzero(.sourceStation)
    let hasReceiving =
      values[.destinationStation] != nil || values[.outgoingDestinationStation] != nil
    guard sending != nil || hasReceiving || !stations.isEmpty else { return LinkContext() }
    return uncommon(values, sending.map(MACAddress.init), from: source, to: destination)
  }

  @inline(never)
  private mutating func uncommon(
    _ values: RecordValues, _ sending: MACAddress?, from source: IPAddress,
    to destination: IPAddress
  ) -> LinkContext {
    if let sending, stations[source] != sending {
      if stations.count >= Self.most { stations.removeAll(keepingCapacity: true) }
      stations[source] = sending
    }
    let receiving =
      values.nonzero(.outgoingDestinationStation).map(MACAddress.init) ?? stations[destination]
      ?? values.nonzero(.destinationStation).map(MACAddress.init)
    return LinkContext(source: sending ?? stations[source], destination: receiving)
  }
}
