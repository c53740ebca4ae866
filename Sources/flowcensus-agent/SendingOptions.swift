import ArgumentParser
import CensusAgent
import CensusProtocol
import Glibc

/// How long and how trustingly to send.
struct SendingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How long to keep trying, in seconds.", valueName: "seconds"))
  var wait: Int64 = 60

  @Option(
    help: ArgumentHelp(
      "A PEM file with the certificate authorities to trust instead of the system's.",
      valueName: "file"))
  var certificateAuthorities: String?

  mutating func validate() throws {
    guard (0...86_400).contains(wait) else {
      throw ValidationError("--wait \(wait) is not within 0 to 86400 seconds.")
    }
  }

  /// Sends and tells; throws exit status 1 unless a server has everything.
  func settle(_ spool: Spool, only digests: Set<Digest>? = nil) throws {
    let uploader = Uploader(
      spool: spool, certificateAuthorities: certificateAuthorities, now: SystemClock.now)
    let result = try uploader.settle(
      digests, patience: wait, sleep: { sleep(UInt32(clamping: $0)) }, tell: tell)
    print(
      "\(result.acknowledged) acknowledged, \(result.waiting) waiting, \(result.refused) refused")
    if result.waiting > 0 {
      StandardError.write(
        "What waits stays in the spool; `flowcensus-agent spool upload` goes on with it.\n")
    }
    guard result.isComplete else { throw ExitCode.failure }
  }

  private func tell(_ entry: SpoolEntry, _ outcome: AttemptOutcome) {
    let words =
      switch outcome {
      case .acknowledged(let answer): "acknowledged (\(answer))"
      case .refused(let answer): "refused: \(answer)"
      case .failed(let answer, let moment): "not acknowledged: \(answer); next attempt \(moment)"
      }
    StandardError.write("session \(entry.session): \(words)\n")
  }
}

/// The machine's clock.
enum SystemClock {
  static func now() -> UTCTime {
    let seconds = Int64(time(nil))
    guard let time = UTCTime(seconds: max(0, seconds)) else {
      preconditionFailure("the machine's clock is past the year 9999")
    }
    return time
  }
}
