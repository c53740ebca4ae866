import Glibc

/// What silence proves: a rate above this would have shown, with 95 % confidence.
///
/// Where contacts come as a Poisson process of rate λ, no contact is seen in the time T with
/// probability exp(−λT); this is below 5 % for every λ above −ln(0.05)/T = 2.9957/T. F. Garwood,
/// "Fiducial limits for the Poisson distribution", Biometrika 28 (1936) 437-442, has the exact limit,
/// which is the one used here; it is known as the rule of three, 3/T (J. A. Hanley and A.
/// Lippman-Hand, JAMA 249 (1983) 1743-1745).
public enum SilenceLimit {
  /// The upper limit in contacts per hour; nil without exposure, when silence proves nothing.
  public static func contactsPerHour(
    exposureMinutes: Int64, confidence: Double = CensusStatistics.confidence
  ) -> Double? {
    guard exposureMinutes > 0 else { return nil }
    return -log(1 - confidence) / (Double(exposureMinutes) / 60)
  }
}
