import SystemPcap

/// Has the kernel cut packets of which only the headers are looked at.
///
/// A filter's answer is how many bytes of a packet are kept (`bpf(4)`): here so many of the headers where the
/// expression says that nothing further will be read, and all up to the snap length of whatever it does not
/// know, such as packets in tunnels and behind extension headers.
enum HeaderFilter {
  /// TCP and UDP, but for the ports that `EvidenceReader` reads: DHCP, HTTP requests, DHCPv6, SSDP, mDNS.
  private static let expression = """
    (tcp or udp) and not port 67 and not port 546 and not port 1900 and not port 5353 \
    and not tcp dst port 80
    """
  /// What the expression's offsets hold for, and where the headers of a packet are short.
  private static let linkTypes = [DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW]

  /// Cuts what `handle`, which must be open, captures. Where the kernel cannot, packets stay longer, which
  /// costs time and changes no figure.
  @unsafe static func cut(_ handle: OpaquePointer, to length: Int) {
    var program = unsafe bpf_program()
    // Safe: the program is freed after its last use.
    guard unsafe compile(&program, for: handle, length: length) else { return }
    _ = unsafe pcap_setfilter(handle, &program)
    unsafe pcap_freecode(&program)
  }

  /// Makes the filter for an open `handle`; false, with nothing to free, where there is none for its link type.
  @unsafe static func compile(
    _ program: inout bpf_program, for handle: OpaquePointer, length: Int
  ) -> Bool {
    let linkType = unsafe pcap_datalink(handle)
    guard linkTypes.contains(linkType),
      // Safe: libpcap fills `program` in.
      unsafe pcap_compile(handle, &program, expression, 1, PCAP_NETMASK_UNKNOWN) == 0
    else { return false }
    let whole = unsafe UInt32(truncatingIfNeeded: pcap_snapshot(handle))
    // Safe: libpcap vouches for `bf_len` instructions.
    let instructions = unsafe UnsafeMutableBufferPointer(
      start: program.bf_insns, count: Int(program.bf_len))
    for position in instructions.indices
    where unsafe instructions[position].code == UInt16(BPF_RET | BPF_K) {
      let isTold = unsafe instructions[position].k != 0
      unsafe instructions[position].k = isTold ? UInt32(length) : whole
    }
    return true
  }
}
