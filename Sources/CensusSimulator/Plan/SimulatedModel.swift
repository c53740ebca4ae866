/// A simulated model of the catalogue.
enum SimulatedModel: String, CaseIterable {
  /// Phones home to mainland China, uploads more than it fetches, and goes on with the default apps
  /// removed and the cloud off.
  case caller = "simulated-caller"
  /// Has no contact with mainland China but for a time server of the pool.
  case reference = "simulated-reference"
}
