import CensusProtocol
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("uploads together")
struct UploadTests {
  /// A body that arrives in pieces and waits before each.
  private func body(
    pieces: Int, of size: Int, every pause: Duration = .zero
  ) -> AsyncThrowingStream<ByteBuffer, any Error> {
    AsyncThrowingStream { continuation in
      let task = Task {
        for _ in 0..<pieces {
          try await Task.sleep(for: pause)
          continuation.yield(ByteBuffer(repeating: 0x20, count: size))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  @Test("take no more memory than the budget: the one too many is told to come again")
  func budget() async throws {
    let budget = UploadBudget(bytes: 10_000)
    let reader = UploadReader(budget: budget, patience: .seconds(60))
    let first = try await reader.withBody(body(pieces: 6, of: 1000), declaredBytes: nil) {
      bytes throws(Refusal) in
      // The first body is still held here.
      do throws(Refusal) {
        _ = try await reader.withBody(self.body(pieces: 6, of: 1000), declaredBytes: nil) {
          bytes throws(Refusal) in bytes.count
        }
        Issue.record("the second body fitted")
      } catch { #expect(error == .busy) }
      return bytes.count
    }
    #expect(first == 6000)
    // Everything was given back.
    #expect(await budget.take(10_000))
  }

  @Test("that never end are given up")
  func patience() async throws {
    let budget = UploadBudget(bytes: 1_000_000)
    let reader = UploadReader(budget: budget, patience: .milliseconds(50))
    await #expect(throws: Refusal.tooSlow) {
      try await reader.withBody(
        self.body(pieces: 1000, of: 1, every: .seconds(1)), declaredBytes: nil
      ) { bytes throws(Refusal) in bytes.count }
    }
    #expect(await budget.take(1_000_000))
  }

  @Test("of the declared or real size over the limit are refused before they are read whole")
  func limit() async throws {
    let reader = UploadReader(budget: UploadBudget(bytes: .max), patience: .seconds(60))
    await #expect(throws: Refusal.tooLarge) {
      try await reader.withBody(
        self.body(pieces: 1, of: 1), declaredBytes: SessionBundle.maximumBytes + 1
      ) { bytes throws(Refusal) in bytes.count }
    }
    await #expect(throws: Refusal.tooLarge) {
      try await reader.withBody(
        self.body(pieces: .max, of: 1024 * 1024), declaredBytes: nil
      ) { bytes throws(Refusal) in bytes.count }
    }
  }
}
