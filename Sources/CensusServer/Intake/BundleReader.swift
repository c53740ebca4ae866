import CensusProtocol

/// Decodes one bundle at a time: the values of an 8 MiB bundle take many times its memory, so an
/// actor's queue is what bounds it.
actor BundleReader {
  /// The bundle that `bytes` encode.
  func read(_ bytes: [UInt8]) throws(Refusal) -> SessionBundle {
    do { return try SessionBundle(decoding: bytes) } catch {
      switch error {
      case .tooLarge: throw .tooLarge
      case .notCanonical(let error): throw .notCanonical(error)
      case .violation(let violation): throw .violation(violation)
      }
    }
  }
}
