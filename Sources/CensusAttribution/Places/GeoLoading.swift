#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A geo file that is read on a thread of its own. Two files make an ordinary database, and reading them is
/// most of an agent's start: side by side they take as long as the longer one.
@safe struct GeoLoading: ~Copyable {
  private let job: Job
  /// Nil where the system gave no thread: then the file is read when it is asked for.
  private let thread: pthread_t?

  /// What the thread does. Sendable, since the thread alone touches it until it was joined.
  private final class Job: @unchecked Sendable {
    private let path: String
    private(set) var outcome: Result<GeoDatabase, GeoError>?

    init(path: String) { self.path = path }

    func run() { outcome = GeoDatabase.loaded(path) }
  }

  /// Begins to read.
  init(path: String) {
    let job = Job(path: path)
    var thread = pthread_t()
    // Safe: the thread takes back the one reference that it is handed, exactly once; where there is no
    // thread, it is taken back here.
    let handed = unsafe Unmanaged.passRetained(job)
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, handed.toOpaque())
    if status != 0 { unsafe handed.release() }
    self.job = job
    self.thread = status == 0 ? thread : nil
  }

  /// Waits for the end.
  consuming func finish() -> Result<GeoDatabase, GeoError> {
    if let thread {
      // Safe: the thread was made here, and is joined once.
      pthread_join(thread, nil)
    } else {
      job.run()
    }
    guard let outcome = job.outcome else { preconditionFailure("a finished job has an outcome") }
    return outcome
  }
}
