import CensusProtocol

/// Bounds the memory of all uploads together: bytes are taken from the budget as they arrive and given
/// back when the upload is dealt with, so a slow sender holds no more than it has sent.
actor UploadBudget {
  /// Sixteen of the largest bundles at once.
  static let bytes = 16 * SessionBundle.maximumBytes

  private var available: Int

  init(bytes: Int) { available = bytes }

  /// Whether `count` bytes could be taken.
  func take(_ count: Int) -> Bool {
    guard count <= available else { return false }
    available -= count
    return true
  }

  /// Gives `count` taken bytes back.
  func giveBack(_ count: Int) { available += count }
}
