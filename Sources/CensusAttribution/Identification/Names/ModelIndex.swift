public import CensusProtocol

/// Finds the entries of a catalogue by what devices say: sorted hashes, 8 bytes for each name or code. As hashes
/// of 32 bits are not unique among a hundred thousand, what is found is compared with the entry.
public struct ModelIndex: Sendable {
  public let catalogue: Catalogue
  private let also: CompactCatalogue?
  private var hashes: [UInt32] = []
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
    let hash: UInt32
    let number: UInt32
  }

  /// How many names and codes can be looked up; each costs 8 bytes.
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
      let number = Int(numbers[low])
      if Self.bears(model(number), space, key) { found.append(number) }
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

  /// Whether `key` is one of those under which `model` was noted.
  private static func bears(_ model: Model, _ space: Space, _ key: String) -> Bool {
    switch space {
    case .code: model.codes.contains { PlainName.key($0) == key }
    case .codeName: model.codeNames.contains { PlainName.key($0) == key }
    case .stem:
      model.codes.contains { HuaweiCodes.stem(of: $0).map { PlainName.key($0) } == key }
    case .name:
      ([model.name] + model.otherNames).contains { name in
        let plain = PlainName.key(name)
        return plain == key || PlainName.key(model.brand) + plain == key
      }
    }
  }

  /// FNV-1a, 64 bits, folded to 32 as its authors say (G. Fowler, L. Noll, K. Vo: The FNV Non-Cryptographic Hash
  /// Algorithm).
  private static func hash(_ space: Space, _ key: String) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    hash = (hash ^ UInt64(space.rawValue)) &* 0x100_0000_01b3
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
