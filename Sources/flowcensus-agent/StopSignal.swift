import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Notes that somebody wants the command to end: SIGINT (Ctrl-C), SIGTERM, and SIGHUP unless it is ignored.
enum StopSignal {
  private static let received = Atomic<Int32>(0)

  /// From here on the signals do not kill the process. They interrupt its waiting.
  static func listen() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Safe: the handler only stores a number, which a signal handler may. Without SA_RESTART a system
      // call that waits comes back early.
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        StopSignal.received.store(number, ordering: .relaxed)
      }
      unsafe sigaction(number, &action, nil)
    }
    unblock([SIGINT, SIGTERM, SIGHUP])
  }

  /// A program inherits which signals are blocked; some that start others block these.
  static func unblock(_ numbers: [Int32]) {
    var signals = sigset_t()
    // Safe: the set outlives the calls.
    unsafe sigemptyset(&signals)
    for number in numbers { unsafe sigaddset(&signals, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// A service outlives the terminal that it was started from: SIGHUP means nothing to it.
  static func ignoreHangUp() {
    // Safe: ignoring a signal runs no code of ours.
    _ = signal(SIGHUP, SIG_IGN)
  }

  /// Whether one has come.
  static var hasCome: Bool { received.load(ordering: .relaxed) != 0 }
}
