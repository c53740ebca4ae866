/// A large catalogue, kept as its text: an entry is read when it is asked for. So an imported list of tens of
/// thousands of models costs little more memory than its file.
public struct CompactCatalogue: Sendable {
  private let text: [UInt8]
  private let begins: [UInt32]

  /// Takes the text form and looks at every line; throws at the first that does not fit. At most 64 MiB.
  public init(_ text: [UInt8]) throws(CatalogueError) {
    guard text.count <= Self.mostBytes else {
      throw CatalogueError(line: 1, problem: "longer than \(Self.mostBytes) bytes")
    }
    var begins: [UInt32] = []
    var begin = 0
    var line = 1
    while begin < text.count {
      let end = text[begin...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      if end > begin, text[begin] != UInt8(ascii: "#") {
        do { _ = try Model(line: Self.string(text[begin..<end])) } catch {
          throw CatalogueError(line: line, problem: error.problem)
        }
        begins.append(UInt32(begin))
      }
      begin = end + 1
      line += 1
    }
    self.text = text
    self.begins = begins
  }

  private static let mostBytes = 64 << 20

  /// How many entries it has.
  public var count: Int { begins.count }

  /// The entry at a position.
  public subscript(position: Int) -> Model? {
    let rest = text[Int(begins[position])...]
    return try? Model(line: Self.string(rest.prefix { $0 != UInt8(ascii: "\n") }))
  }

  private static func string(_ bytes: ArraySlice<UInt8>) -> Substring {
    String(decoding: bytes, as: UTF8.self)[...]
  }
}
