import ArgumentParser
import CensusAttribution
import CensusCapture

/// Where a command sees the traffic from, and as whom.
struct VantageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The network interface to look at, such as br-lan; any is all of them.", valueName: "name"))
  var interface: String?

  @Flag(
    help: "Look at the connections that this machine tracks as a router; see nf_conntrack_acct.")
  var conntrack = false

  @Option(
    help: ArgumentHelp(
      "Bytes kept of packets at an interface by which devices are told; of others only the headers. "
        + "Longer ones are counted in full all the same.",
      valueName: "bytes"))
  var snapLength = 512

  @OptionGroup var room: BufferOption

  @Option(
    help: ArgumentHelp(
      "Listen for the flow records of exporters at this UDP address, such as 0.0.0.0:2055.",
      valueName: "address:port"),
    transform: SocketAddress.fromArgument)
  var flowRecords: SocketAddress?

  @OptionGroup var exporters: ExporterOptions
  @OptionGroup var naming: NamingOptions

  @Option(
    help: ArgumentHelp(
      "Go on as this user, without any privilege, once all is open.", valueName: "name"))
  var user: String?

  func validate() throws {
    let places = [interface != nil, conntrack, flowRecords != nil].count { $0 }
    guard places == 1, interface != "" else {
      throw ValidationError(
        "Say where to look: --interface NAME, --conntrack, or --flow-records ADDRESS:PORT.")
    }
    guard (64...262_144).contains(snapLength) else {
      throw ValidationError("--snap-length is a number of bytes from 64 to 262144.")
    }
  }

  /// What is looked at, for messages.
  var description: String {
    if let interface { return "the interface \(interface)" }
    return flowRecords.map { "flow records at \($0)" } ?? "tracked connections"
  }

  /// By what devices are named whose stations are not seen.
  var names: AddressSources { naming.sources }

  /// Opens the vantage; `networks` are the local ones. Privileges are still there: open what else needs
  /// them, then call `dropPrivileges`. What is known of exporters is kept in the file of the options, else in
  /// `exporterMemory`, where there is one.
  func open(
    limits: FlowLimits, networks: LocalNetworks, exporterMemory: String? = nil,
    userAgents: Bool = false
  ) throws(VantageError) -> any Vantage & ~Copyable {
    if let interface {
      var options = LiveOptions(interface: interface, snapLength: snapLength)
      options.bufferLength = room.length ?? options.bufferLength
      var live = try LiveInterface(options, limits: limits)
      live.readsUserAgents = userAgents
      return live
    }
    if let flowRecords {
      return try exporters.open(
        flowRecords, limits: limits, memory: exporterMemory, bufferLength: room.length)
    }
    return try ConntrackMeter.open(limits: limits, isLocal: networks.isLocal)
  }

  /// Becomes `--user`, where that is given.
  func dropPrivileges() throws(PrivilegeError) {
    guard let user else { return }
    // The table of connections is read again and again.
    try Privileges.drop(to: user, keeping: conntrack ? .networkAdministration : nil)
  }
}

/// How much may wait for a vantage that is busy.
struct BufferOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Room for what waits to be counted, in MiB: 2 for the packets of an interface, 8 for datagrams of "
        + "flow records, unless given. More of it outlasts longer bursts.",
      valueName: "MiB"))
  var buffer: Int?

  func validate() throws {
    guard (1...1024).contains(buffer ?? 1) else {
      throw ValidationError("--buffer is a number of MiB from 1 to 1024.")
    }
  }

  /// In bytes; nil where the vantage's own is right.
  var length: Int? { buffer.map { $0 << 20 } }
}

/// Who is behind the addresses of the local network.
struct NamingOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A DHCP server's lease file, by which devices are known where the vantage sees no stations, "
        + "instead of the usual ones of dnsmasq, odhcpd, ISC dhcpd and Kea.", valueName: "file"))
  var leases: [String] = []

  var sources: AddressSources { AddressSources(leaseFiles: leases) }
}
