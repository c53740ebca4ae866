/// Quantiles of the standard normal distribution.
enum Normal {
  /// The value below which a deviate lies with a probability above 1/2: the square of a deviate has
  /// half a gamma distribution with the parameter 1/2 (DLMF 7.11.1 with 8.2.4).
  static func quantile(_ probability: Double) -> Double {
    (2 * IncompleteGamma.inverse(of: 2 * probability - 1, 0.5)).squareRoot()
  }
}
