import Glibc

/// How the log ratios of units are read.
enum ChangeScale: Hashable {
  /// By what a quantity is multiplied.
  case factor
  /// Bytes up of all bytes; the log ratios are those of up to down, less that of this share.
  case shareUp(beyond: Double)

  var title: String {
    switch self {
    case .factor: "factor of the bytes up in 24 hours, changed over unchanged"
    case .shareUp: "bytes up of all bytes, up and down"
    }
  }

  var unit: FindingFigure.Unit {
    switch self {
    case .factor: .factor
    case .shareUp: .share
    }
  }

  /// The number that people read.
  func value(_ logRatio: Double) -> Double {
    switch self {
    case .factor: exp(logRatio)
    case .shareUp(let share): 1 / (1 + exp(-logRatio) * (1 - share) / share)
    }
  }
}
