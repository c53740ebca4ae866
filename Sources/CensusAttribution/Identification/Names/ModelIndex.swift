public import CensusProtocol

/// Finds the entries of a catalogue by what devices say: sorted hashes, 12 bytes for each name or code.
public struct ModelIndex: Sendable {
  public let catalogue: Catalogue
  private let also: CompactCatalogue?
  private var hashes: [UInt64] = []
  private var numbers: [UInt32] = []

  /// What a text is looked up as.
  enum Space: UInt8 {
    /// The whole marketing name, with or without the brand in front.
    case name
    /// A model code.
    case code
    /// The maker's name of the hardware.
    case codeName
    /// The first letters of a code that name the hardware alone (Huawei's `VOG` of `VOG-L29`).
    case stem
  }

  /// `also` is a list whose entries count where `catalogue` has none.
  public init(_ catalogue: Catalogue, also: CompactCatalogue? = nil) {
    self.catalogue = catalogue
    self.also = also
    var pairs: [Pair] = []
    for number in 0..<(catalogue.models.count + (also?.count ?? 0)) {
      let model = self.model(number)
      guard model.level == .model, !model.isSimulated else { continue }
      for (space, key) in Self.keys(of: model) {
        pairs.append(Pair(hash: Self.hash(space, key), number: UInt32(number)))
      }
    }
    pairs.sort { ($0.hash, $0.number) < ($1.hash, $1.number) }
    hashes.reserveCapacity(pairs.count)
    numbers.reserveCapacity(pairs.count)
    for pair in pairs where hashes.last != pair.hash || numbers.last != pair.number {
      hashes.append(pair.hash)
      numbers.append(pair.number)
    }
  }

  private struct Pair {
    let hash: UInt64
    let number: UInt32
  }

  /// How many names and codes can be looked up; each costs 12 bytes.
  public var keyCount: Int { hashes.count }

  /// The index of the catalogue in the program.
  public static let bundled = ModelIndex(.bundled)

  /// The positions in the catalogue of all entries with this key, ascending.
  func entries(_ space: Space, _ key: String) -> [Int] {
    let hash = Self.hash(space, key)
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    while low < hashes.count, hashes[low] == hash {
      found.append(Int(numbers[low]))
      low += 1
    }
    let own = found.filter { $0 < catalogue.models.count }
    return own.isEmpty ? found : own
  }

  /// The entry with this number.
  func model(_ number: Int) -> Model {
    if number < catalogue.models.count { return catalogue.models[number] }
    // Every line of the list was read before: an entry that cannot be read does not come up.
    return also?[number - catalogue.models.count] ?? catalogue.models[0]
  }

  private static func keys(of model: Model) -> [(Space, String)] {
    var keys: [(Space, String)] = []
    let brand = PlainName.key(model.brand)
    for name in [model.name] + model.otherNames {
      let key = PlainName.key(name)
      keys.append((.name, key.hasPrefix(brand) ? key : brand + key))
      if Families.isDistinct(name) { keys.append((.name, key)) }
    }
    for code in model.codes {
      keys.append((.code, PlainName.key(code)))
      if let stem = HuaweiCodes.stem(of: code) { keys.append((.stem, PlainName.key(stem))) }
    }
    keys += model.codeNames.map { (.codeName, PlainName.key($0)) }
    return keys
  }

  /// FNV-1a, 64 bits (G. Fowler, L. Noll, K. Vo: The FNV Non-Cryptographic Hash Algorithm).
  private static func hash(_ space: Space, _ key: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    hash = (hash ^ UInt64(space.rawValue)) &* 0x100_0000_01b3
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
