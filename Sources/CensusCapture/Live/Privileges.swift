import SystemCapabilities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why privileges could not be given up.
public enum PrivilegeError: Error, Equatable, Sendable {
  /// The system has no such user.
  case noUser(String)
  /// The user is root, or as good as root.
  case isRoot(String)
  /// A step failed, or seemed to work and did not.
  case failed(user: String, step: String)
}

extension PrivilegeError: CustomStringConvertible {
  /// What, where, and how to mend it, on one line.
  public var description: String {
    switch self {
    case .noUser(let name):
      "there is no user \(name); make one with: useradd --system --shell /usr/sbin/nologin \(name)"
    case .isRoot(let name):
      "the user \(name) is root: name one without privileges"
    case .failed(let user, let step):
      "root could not be given up for the user \(user): \(step); nothing is looked at as root instead"
    }
  }
}

/// Gives root up, for good, once what needs it is open.
public enum Privileges {
  /// What a vantage needs for as long as it looks; the numbers are the kernel's (capability.h).
  public enum Capability: UInt32, Sendable {
    /// CAP_NET_ADMIN: to read the table of tracked connections.
    case networkAdministration = 12

    fileprivate var bit: UInt32 { 1 << rawValue }
  }

  /// Whether this process is root.
  public static var isRoot: Bool { geteuid() == 0 }

  /// Makes this process the user `name`, of that user's group alone, with no capability but `kept`, and
  /// makes sure that there is no way back. An interface that vanishes cannot be opened again after this.
  public static func drop(
    to name: String, keeping kept: Capability? = nil
  ) throws(PrivilegeError) {
    // Safe: the entry is read before anything else could overwrite it.
    guard let entry = unsafe getpwnam(name) else { throw .noUser(name) }
    let (user, group) = unsafe (entry.pointee.pw_uid, entry.pointee.pw_gid)
    guard user != 0, group != 0 else { throw .isRoot(name) }
    let groups = [group]
    // Safe: the list lives for the call and has one entry.
    guard unsafe setgroups(1, groups) == 0 else { throw failure(name, "setgroups") }
    if kept != nil, system_keep_capabilities(1) != 0 { throw failure(name, "prctl") }
    // As root these set the real, the effective and the saved identity, in all threads.
    guard setgid(group) == 0 else { throw failure(name, "setgid") }
    guard setuid(user) == 0 else { throw failure(name, "setuid") }
    if let kept {
      guard system_set_capabilities(kept.bit) == 0, system_keep_capabilities(0) == 0 else {
        throw failure(name, "capset")
      }
    }
    let left = kept?.bit ?? 0
    guard setuid(0) != 0, setgid(0) != 0, isOnly(user: user, group: group, capabilities: left)
    else {
      throw .failed(user: name, step: "the process could become root again, or kept capabilities")
    }
  }

  private static func failure(_ name: String, _ step: String) -> PrivilegeError {
    .failed(user: name, step: "\(step): \(systemErrorText(errno))")
  }

  /// Whether the kernel says that all four identities, and the only further group, are these, and that no
  /// other capability is left in any set by which one could be used or regained (proc(5)).
  private static func isOnly(user: uid_t, group: gid_t, capabilities: UInt32) -> Bool {
    let none = String(repeating: "0", count: 16)
    let digits = String(capabilities, radix: 16)
    let left = none.dropLast(digits.count) + digits
    let expected = [
      "Uid:": [String](repeating: "\(user)", count: 4),
      "Gid:": [String](repeating: "\(group)", count: 4),
      "Groups:": ["\(group)"],
      "CapInh:": [none], "CapPrm:": [String(left)], "CapEff:": [String(left)], "CapAmb:": [none],
    ]
    var found = 0
    for line in ownStatus().split(separator: "\n") {
      let words = line.split { $0 == "\t" || $0 == " " }.map(String.init)
      guard let key = words.first, let values = expected[key] else { continue }
      guard Array(words.dropFirst()) == values else { return false }
      found += 1
    }
    return found == expected.count
  }

  /// What the kernel says of this process; empty where it says nothing.
  private static func ownStatus() -> String {
    var window = ByteWindow()
    do {
      var status = try FileSource(path: "/proc/self/status")
      while try status.read(into: &window) {}
    } catch {
      return ""
    }
    return window.withSpan { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
  }
}
