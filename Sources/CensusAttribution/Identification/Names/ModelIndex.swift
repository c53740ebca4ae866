public import CensusProtocol

/// Finds the entries of a catalogue by what devices say: sorted hashes, 12 bytes for each name or code.
public struct ModelIndex: Sendable {
  public let catalogue: Catalogue
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

  public init(_ catalogue: Catalogue) {
    self.catalogue = catalogue
    var pairs: Set<Pair> = []
    for (number, model) in catalogue.models.enumerated()
    where model.level == .model && !model.isSimulated {
      for (space, key) in Self.keys(of: model) {
        pairs.insert(Pair(hash: Self.hash(space, key), number: UInt32(number)))
      }
    }
    let sorted = pairs.sorted { ($0.hash, $0.number) < ($1.hash, $1.number) }
    hashes = sorted.map(\.hash)
    numbers = sorted.map(\.number)
  }

  private struct Pair: Hashable {
    let hash: UInt64
    let number: UInt32
  }

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
    return found
  }

  func model(_ number: Int) -> Model { catalogue.models[number] }

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
      if let stem = CodeForms.stem(of: code) { keys.append((.stem, PlainName.key(stem))) }
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
