/// A large catalogue, packed: an entry is put together when it is asked for. So an imported list of tens of
/// thousands of models costs less memory than its file.
///
/// Its entries are called after their positions: ids of its own would be worth nothing outside.
public struct CompactCatalogue: Sendable {
  /// What many entries have in common.
  private struct Shape: Hashable {
    let level: Model.Level
    let brand: String
    let deviceClass: DeviceClass
    let region: Model.Region?
    let year: Int?
    let system: Model.System?
  }

  private var shapes: [Shape] = []
  /// Of every entry its shape's number in three bytes, its name, a tab, its lists, and a line feed behind.
  private var text: [UInt8] = []
  /// Where every sixteenth entry begins.
  private var begins: [UInt32] = []
  /// How many entries it has.
  public private(set) var count = 0

  /// Takes the text form and looks at every line; throws at the first that does not fit. At most 64 MiB.
  public init(_ source: [UInt8]) throws(CatalogueError) {
    guard source.count <= Self.mostBytes else {
      throw CatalogueError(line: 1, problem: "longer than \(Self.mostBytes) bytes")
    }
    text.reserveCapacity(source.count)
    var known: [Shape: Int] = [:]
    var begin = 0
    var line = 1
    while begin < source.count {
      let end = source[begin...].firstIndex(of: Self.lineFeed) ?? source.count
      if end > begin, source[begin] != UInt8(ascii: "#") {
        let model: Model
        do {
          model = try Model(line: String(decoding: source[begin..<end], as: UTF8.self)[...])
        } catch {
          throw CatalogueError(line: line, problem: error.problem)
        }
        append(model, &known)
      }
      begin = end + 1
      line += 1
    }
    // What was set aside for growth is given back.
    text = Array(text[...])
    shapes = Array(shapes[...])
  }

  private mutating func append(_ model: Model, _ known: inout [Shape: Int]) {
    let shape = Shape(
      level: model.level, brand: model.brand, deviceClass: model.deviceClass, region: model.region,
      year: model.year, system: model.system)
    let number = known[shape] ?? shapes.count
    if number == shapes.count {
      known[shape] = number
      shapes.append(shape)
    }
    if count % Self.stride == 0 { begins.append(UInt32(text.count)) }
    count += 1
    // No byte of a number is a line feed: seven bits each, and the highest set.
    text += [0, 7, 14].map { UInt8(number >> $0 & 0x7f) | 0x80 }
    text += model.name.utf8
    text.append(UInt8(ascii: "\t"))
    text += model.lists.text.utf8
    text.append(Self.lineFeed)
  }

  private static let mostBytes = 64 << 20
  private static let stride = 16
  private static let lineFeed = UInt8(ascii: "\n")

  /// The entry at a position, from 0.
  public subscript(position: Int) -> Model? {
    var rest = text[Int(begins[position / Self.stride])...]
    for _ in 0..<(position % Self.stride) {
      guard let end = rest.firstIndex(of: Self.lineFeed) else { return nil }
      rest = rest[(end + 1)...]
    }
    let entry = rest.prefix { $0 != Self.lineFeed }
    guard let tab = entry.firstIndex(of: UInt8(ascii: "\t")),
      let identifier = ModelIdentifier(GooglePlayList.identifier(position))
    else { return nil }
    let number = entry.prefix(3).reversed().reduce(0) { $0 << 7 | Int($1 & 0x7f) }
    let shape = shapes[number]
    return Model(
      identifier: identifier, level: shape.level, brand: shape.brand,
      name: String(decoding: entry[(entry.startIndex + 3)..<tab], as: UTF8.self),
      deviceClass: shape.deviceClass, region: shape.region, year: shape.year, system: shape.system,
      lists: Model.Lists(text: String(decoding: entry[(tab + 1)...], as: UTF8.self)))
  }
}
