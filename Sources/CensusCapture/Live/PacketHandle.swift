import SystemPcap
import SystemPrefetch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An open interface: the door to libpcap, and the one place where its pointers become spans.
@safe struct PacketHandle: ~Copyable {
  private let handle: OpaquePointer
  let linkType: UInt16

  /// What a round of taking packets came to.
  enum Outcome {
    /// So many packets; there may be more.
    case taken(Int)
    /// The interface went away.
    case failed(reason: String)
  }

  /// What libpcap counts as lost since the opening; both wrap around after 2^32.
  struct Drops {
    /// The buffer was full.
    var byKernel: UInt32 = 0
    /// The interface or its driver was too slow.
    var byInterface: UInt32 = 0
  }

  /// Opens the interface. Immediate mode stays off: the kernel hands packets over in blocks.
  init(_ options: LiveOptions) throws(VantageError) {
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let handle = unsafe pcap_create(options.interface, &message) else {
      throw .cannotOpen(
        what: "the interface \(options.interface)", reason: Self.text(of: message))
    }
    var isOpen = false
    // Safe: the handle is valid until it is closed, here or in `deinit`.
    defer { if !isOpen { unsafe pcap_close(handle) } }
    unsafe pcap_set_snaplen(handle, Int32(options.snapLength))
    unsafe pcap_set_buffer_size(handle, Int32(options.bufferLength))
    unsafe pcap_set_promisc(handle, options.isPromiscuous ? 1 : 0)
    unsafe pcap_set_timeout(handle, LiveOptions.collectingTime)
    unsafe pcap_set_immediate_mode(handle, 0)
    let status = unsafe pcap_activate(handle)
    // Above 0 are warnings: it works, but for instance not promiscuously.
    guard status >= 0 else {
      throw Self.error(
        status, interface: options.interface, reason: unsafe String(cString: pcap_geterr(handle)))
    }
    guard unsafe pcap_setnonblock(handle, 1, &message) == 0 else {
      throw .cannotOpen(
        what: "the interface \(options.interface)", reason: Self.text(of: message))
    }
    if let length = options.headerLength { unsafe HeaderFilter.cut(handle, to: length) }
    unsafe self.handle = handle
    linkType = UInt16(truncatingIfNeeded: unsafe pcap_datalink(handle))
    isOpen = true
  }

  deinit { unsafe pcap_close(handle) }

  private static func error(
    _ status: Int32, interface: String, reason: String
  ) -> VantageError {
    switch status {
    case PCAP_ERROR_NO_SUCH_DEVICE: .noInterface(name: interface, existing: existing())
    case PCAP_ERROR_IFACE_NOT_UP: .interfaceIsDown(name: interface)
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
      .notPermitted(what: "the interface \(interface)")
    default:
      .cannotOpen(
        what: "the interface \(interface)",
        // Safe: a constant text of the library's.
        reason: reason.isEmpty ? unsafe String(cString: pcap_statustostr(status)) : reason)
    }
  }

  /// The names of the interfaces that there are.
  private static func existing() -> [String] {
    guard let list = unsafe if_nameindex() else { return [] }
    defer { unsafe if_freenameindex(list) }
    var names: [String] = []
    var entry = unsafe list
    // Safe: the list ends with an entry without a name, and is freed only after this.
    while let name = unsafe entry.pointee.if_name {
      names.append(unsafe String(cString: name))
      unsafe entry += 1
    }
    return names
  }

  private static func text(of message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Waits until packets are there, at most so many milliseconds, or until a signal comes.
  func wait(_ milliseconds: Int32) {
    var request = unsafe pollfd(
      fd: pcap_get_selectable_fd(handle), events: Int16(POLLIN), revents: 0)
    // Safe: `request` outlives the call. What it answers does not matter: the next round finds out.
    _ = unsafe poll(&request, 1, milliseconds)
  }

  /// What a round needs behind libpcap's callback.
  @unsafe private struct Round {
    let counter: UnsafeMutablePointer<PacketCounter>
    let receive: (FlowSlice) -> Void
    let linkType: UInt16
    let tape: CaptureTape?
  }

  /// Counts the packets that are waiting, at most `most`.
  func count(
    most: Int32, into counter: inout PacketCounter, _ tape: CaptureTape?,
    _ receive: (FlowSlice) -> Void
  ) -> Outcome {
    let count = withoutActuallyEscaping(receive) { receive in
      // Safe: libpcap calls back within `pcap_dispatch` alone, while `round`, and what it refers to, live.
      unsafe withUnsafeMutablePointer(to: &counter) { counter in
        var round = unsafe Round(
          counter: counter, receive: receive, linkType: linkType, tape: tape)
        return unsafe withUnsafeMutableBytes(of: &round) { round in
          unsafe pcap_dispatch(
            handle, most, Self.count, round.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
      }
    }
    if count >= 0 { return .taken(Int(count)) }
    // Safe: the text is the handle's, and is copied at once.
    return .failed(reason: unsafe String(cString: pcap_geterr(handle)))
  }

  /// Libpcap's callback: one packet, whose bytes live until it returns.
  private static let count: pcap_handler = { context, header, bytes in
    guard let context = unsafe context, let header = unsafe header, let bytes = unsafe bytes
    else { return }
    unsafe prefetch(after: bytes)
    let captured = Int(unsafe header.pointee.caplen)
    // Safe: libpcap vouches for `caplen` bytes; the span does not leave this call.
    let frame = unsafe RawSpan(_unsafeStart: bytes, byteCount: captured)
    unsafe UnsafeMutableRawPointer(context).withMemoryRebound(to: Round.self, capacity: 1) {
      round in
      let time = unsafe header.pointee.ts
      let record = unsafe CaptureRecord(
        linkType: round.pointee.linkType,
        time: Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_usec),
        frame: 0..<captured,
        wireLength: max(captured, Int(header.pointee.len)))
      unsafe round.pointee.tape?.append(
        frame, time: record.time ?? 0, wireLength: record.wireLength)
      // The closure is fetched, and its context retained, only for a slice.
      unsafe round.pointee.counter.pointee.count(frame, of: record) { slice in
        unsafe round.pointee.receive(slice)
      }
    }
  }

  /// Asks for the memory of a packet soon to come, which another processor has just written: they lie one
  /// behind the other in the kernel's ring, each with its headers in some three cache lines.
  @inline(__always)
  private static func prefetch(after bytes: UnsafePointer<UInt8>) {
    // Safe: nothing is read, whatever lies there.
    for line in 8..<12 { unsafe system_prefetch(bytes + line * 64) }
  }

  /// What was lost since the opening; nil where the interface does not say.
  func drops() -> Drops? {
    var statistics = pcap_stat()
    // Safe: `statistics` outlives the call.
    guard unsafe pcap_stats(handle, &statistics) == 0 else { return nil }
    return Drops(byKernel: statistics.ps_drop, byInterface: statistics.ps_ifdrop)
  }
}
