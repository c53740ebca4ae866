import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture

/// `flowcensus-agent records`: what flow exporters report, as `summarize` shows a capture.
struct Records: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Summarize the flow records of routers: NetFlow v5, NetFlow v9, IPFIX, sFlow v5.",
    discussion: """
      Reads captures (pcap or pcapng, plain or compressed by gzip) in which exporters' datagrams travel over \
      UDP, or files with the bare payload of such datagrams; or listens for exporters itself. Several files \
      are read in their order as one stream, so that a file of templates goes before its data. Prints what \
      `summarize` prints; with --list, each record.

      Sampled packets and bytes are multiplied by the sampling rate. Both directions of a connection are one \
      flow, also where they come in two records. A record over several hours is spread over them as if its \
      packets had come evenly. What was lost, refused or could not be decoded is said below the table.

      Configure one exporter, on one side of the router (ingress): two that report the same traffic count \
      it twice.

      EXAMPLES
        flowcensus-agent records exports.pcap
        flowcensus-agent records --list --format csv template.dat data.dat
        flowcensus-agent records --listen 0.0.0.0:2055 --exporter 192.168.1.1 --seconds 3600

      EXIT STATUS
        0  everything was read
        1  something could not be read or listened to; what was good is printed
        2  the command line is wrong
      """)

  @Argument(help: "Captures or bare datagrams; - is standard input.")
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Listen for exporters at this UDP address, such as 0.0.0.0:2055 or [::]:2055, until Ctrl-C.",
      valueName: "address:port"),
    transform: SocketAddress.fromArgument)
  var listen: SocketAddress?

  @Option(help: ArgumentHelp("Stop listening after so many seconds.", valueName: "seconds"))
  var seconds: Int?

  @Option(
    help: ArgumentHelp(
      "In captures, look at the datagrams to this UDP port alone.", valueName: "port"))
  var port: UInt16?

  @OptionGroup var exporters: ExporterOptions
  @OptionGroup var room: BufferOption
  @OptionGroup var naming: NamingOptions

  @Flag(help: "Print each record instead of the summary; with --format json before it, as `list`.")
  var list = false

  @OptionGroup var summary: SummaryOptions

  func validate() throws {
    guard files.isEmpty != (listen == nil) else {
      throw ValidationError("Name files to read, or --listen ADDRESS:PORT.")
    }
    guard seconds == nil || listen != nil else {
      throw ValidationError("--seconds is for --listen.")
    }
    guard (1...1_000_000_000).contains(seconds ?? 1) else {
      throw ValidationError("--seconds is a number of seconds, 1 or more.")
    }
  }

  func run() throws {
    let printer = list ? RecordPrinter(format: summary.format) : nil
    printer?.begin()
    var survey = try summary.makeSurvey()
    var isWell = true
    if let listen {
      isWell = try collect(listen, &survey, printer)
    } else {
      isWell = try read(&survey, printer)
    }
    printer?.end()
    if let text = printer == nil ? summary.format.text(survey) : printer?.closing(survey),
      let failure = StandardOutput.write(text) ?? printer?.failure
    {
      isWell = false
      StandardError.write("flowcensus-agent: the output could not be written: \(failure)\n")
    }
    if !isWell { throw ExitCode(1) }
  }

  private func read(_ survey: inout CaptureSurvey, _ printer: RecordPrinter?) throws -> Bool {
    let meter = RecordMeter(
      limits: summary.limits, port: port,
      admits: AddressPrefix.admission(prefixes: exporters.prefixes),
      inspect: printer.map { printer in { printer.print(RecordText($0)) } })
    var source = RecordFiles(files, meter: meter)
    var progress: (path: String, line: ProgressLine)?
    try survey.read(&source) { path, read in
      if progress?.path != path {
        progress?.line.clear()
        progress = (path, ProgressLine(path))
      }
      progress?.line.show(read)
    }
    progress?.line.clear()
    for failure in source.failures { StandardError.write("flowcensus-agent: \(failure)\n") }
    let cut = source.endings.filter { $0.ending != .complete }
    for (path, ending) in cut {
      StandardError.write(
        "flowcensus-agent: \(path): \(ending); what came before it is counted\n")
    }
    return source.failures.isEmpty && cut.isEmpty
  }

  private func collect(
    _ address: SocketAddress, _ survey: inout CaptureSurvey, _ printer: RecordPrinter?
  ) throws -> Bool {
    StopSignal.listen()
    do {
      var collector = try exporters.open(
        address, limits: summary.limits, bufferLength: room.length,
        inspect: printer.map { printer in { printer.print(RecordText($0)) } })
      StandardError.write(
        "flowcensus-agent: listening for flow records at \(collector.address)"
          + (seconds.map { " for \($0) s" } ?? "; Ctrl-C ends it") + "\n")
      let end = seconds.map { WallClock.microseconds + Int64($0) * 1_000_000 } ?? .max
      try survey.follow(
        &collector, naming: naming.sources,
        report: { problem in StandardError.write("flowcensus-agent: \(problem)\n") },
        while: { now in now < end && !StopSignal.hasCome && printer?.failure == nil })
      if let failure = collector.savingFailure {
        StandardError.write("flowcensus-agent: \(failure)\n")
      }
      return true
    } catch {
      StandardError.write("flowcensus-agent: \(error)\n")
      return false
    }
  }
}

/// Which exporters are listened to, and what is kept of them.
struct ExporterOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Look at the datagrams of exporters with an address in this prefix alone; may be given again. "
        + "Anybody who can send to the port could else invent traffic.",
      valueName: "prefix"))
  var exporter: [LocalPrefix] = []

  @Option(
    help: ArgumentHelp(
      "Keep templates and sampling rates of exporters in this file, so that a restart need not wait "
        + "for them to be sent again; `run` keeps them with its state unless told where.",
      valueName: "file"))
  var exporterMemory: String?

  /// The prefixes of those that are admitted; none is all.
  var prefixes: [AddressPrefix] { exporter.map(\.prefix) }

  /// Listens at `address`. What is known of exporters is kept in `--exporter-memory`, else in `memory`.
  func open(
    _ address: SocketAddress, limits: FlowLimits, memory: String? = nil, bufferLength: Int? = nil,
    inspect: ((FlowRecord) -> Void)? = nil
  ) throws(VantageError) -> RecordCollector {
    var options = CollectorOptions(address: address, memoryPath: exporterMemory ?? memory)
    options.bufferLength = bufferLength ?? options.bufferLength
    return try RecordCollector(
      options, limits: limits, admits: AddressPrefix.admission(prefixes: prefixes), inspect: inspect
    )
  }
}

extension SocketAddress {
  static func fromArgument(_ text: String) throws -> SocketAddress {
    guard let address = SocketAddress(text) else {
      throw ValidationError(
        "\(text) is not an address and a port, like 0.0.0.0:2055 or [::]:2055.")
    }
    return address
  }
}
