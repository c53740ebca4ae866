import CensusProtocol
import NIOCore

/// Reads the body of an upload, bounded in size, in time, and in the memory of all uploads together.
struct UploadReader: Sendable {
  let budget: UploadBudget
  /// For how long a body may take to arrive.
  let patience: Duration

  /// Calls `process` with the whole body while its bytes are charged to the budget.
  func withBody<Body: AsyncSequence & Sendable, Result: Sendable>(
    _ body: Body, declaredBytes: Int?, atMost limit: Int = SessionBundle.maximumBytes,
    process: @Sendable ([UInt8]) async throws(Refusal) -> Result
  ) async throws(Refusal) -> Result where Body.Element == ByteBuffer {
    if let declaredBytes, declaredBytes > limit { throw .tooLarge }
    let charge = Charge(budget: budget)
    let outcome: Swift.Result<Result, Refusal>
    do throws(Refusal) {
      outcome = .success(try await process(try await collect(body, limit, charge: charge)))
    } catch { outcome = .failure(error) }
    await charge.settle()
    return try outcome.get()
  }

  /// Whichever comes first: the whole body, or the end of patience.
  private func collect<Body: AsyncSequence & Sendable>(
    _ body: Body, _ limit: Int, charge: Charge
  ) async throws(Refusal) -> [UInt8] where Body.Element == ByteBuffer {
    let outcome = await withTaskGroup(of: Swift.Result<[UInt8], Refusal>.self) { group in
      group.addTask { await Self.read(body, limit, charge: charge) }
      group.addTask {
        try? await Task.sleep(for: patience)
        return .failure(.tooSlow)
      }
      defer { group.cancelAll() }
      return await group.next() ?? .failure(.incomplete)
    }
    return try outcome.get()
  }

  private static func read<Body: AsyncSequence & Sendable>(
    _ body: Body, _ limit: Int, charge: Charge
  ) async -> Swift.Result<[UInt8], Refusal> where Body.Element == ByteBuffer {
    var bytes: [UInt8] = []
    do {
      for try await piece in body {
        guard bytes.count + piece.readableBytes <= limit else {
          return .failure(.tooLarge)
        }
        guard await charge.add(piece.readableBytes) else { return .failure(.busy) }
        bytes.append(contentsOf: piece.readableBytesView)
      }
    } catch { return .failure(.incomplete) }
    return .success(bytes)
  }
}

/// What one upload has taken from the budget.
private actor Charge {
  private let budget: UploadBudget
  private var bytes = 0

  init(budget: UploadBudget) { self.budget = budget }

  func add(_ count: Int) async -> Bool {
    guard await budget.take(count) else { return false }
    bytes += count
    return true
  }

  func settle() async {
    let taken = bytes
    bytes = 0
    await budget.giveBack(taken)
  }
}
