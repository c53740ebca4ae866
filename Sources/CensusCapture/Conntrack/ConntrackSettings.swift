/// What must be switched on in the kernel for connection tracking to count.
enum ConntrackSettings {
  private static let folder = "/proc/sys/net/netfilter/"

  /// Throws where connections are not tracked, not counted or not reported.
  static func check() throws(VantageError) {
    guard let accounting = value(of: "nf_conntrack_acct") else {
      throw .cannotOpen(
        what: "connection tracking",
        reason: "the kernel has none; load it with: modprobe nf_conntrack_netlink")
    }
    guard accounting != "0" else {
      throw .cannotOpen(
        what: "connection tracking",
        reason:
          "it counts no bytes; switch that on with: sysctl -w net.netfilter.nf_conntrack_acct=1 "
          + "(and for good in /etc/sysctl.d); connections begun before stay uncounted")
    }
    // Some kernels have no such switch: there events are always on.
    guard value(of: "nf_conntrack_events") ?? "1" != "0" else {
      throw .cannotOpen(
        what: "connection tracking",
        reason:
          "it reports no events; switch them on with: sysctl -w net.netfilter.nf_conntrack_events=1"
      )
    }
  }

  private static func value(of name: String) -> String? {
    guard var source = try? FileSource(path: folder + name) else { return nil }
    var window = ByteWindow()
    while (try? source.read(into: &window)) == true, window.count < 64 {}
    return window.withSpan { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }.filter { $0 > 32 }, as: UTF8.self)
    }
  }
}
