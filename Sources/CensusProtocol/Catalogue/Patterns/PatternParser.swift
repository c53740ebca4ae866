/// Why a text is no pattern, or one that this program does not follow.
public struct PatternProblem: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Reads the plain part of regular expressions: bytes, `.`, classes, groups, `|`, `?`, `*`, `+`, `{m,n}`, `^`, `$`,
/// `\b`, `\d`, `\w`, `\s`. What looks around, refers back or keeps what it took is refused.
struct PatternParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private static let mostBytes = 16_384
  private static let mostDepth = 32
  /// A higher bound is taken as none: it only held back matchers that try one reading after the other.
  static let highestBound = 32

  static func parse(_ text: String) throws(PatternProblem) -> PatternNode {
    guard text.utf8.count <= mostBytes else { throw PatternProblem("is too long") }
    var parser = PatternParser(bytes: Array(text.utf8))
    let node = try parser.choice()
    guard parser.position == parser.bytes.count else { throw PatternProblem("closes no group") }
    return node
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func choice() throws(PatternProblem) -> PatternNode {
    var branches = [try sequence()]
    while take(UInt8(ascii: "|")) { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(PatternProblem) -> PatternNode {
    var nodes: [PatternNode] = []
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      let node = try atom()
      nodes.append(try repetition(of: node))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func atom() throws(PatternProblem) -> PatternNode {
    guard let byte = next else { throw PatternProblem("ends too early") }
    position += 1
    switch byte {
    case UInt8(ascii: "."): return .bytes(.any)
    case UInt8(ascii: "^"): return .place(.begin)
    case UInt8(ascii: "$"): return .place(.end)
    case UInt8(ascii: "("): return try group()
    case UInt8(ascii: "["): return .bytes(try set())
    case UInt8(ascii: "\\"):
      if take(UInt8(ascii: "b")) { return .place(.wordEdge) }
      return .bytes(try escape())
    case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "{"):
      throw PatternProblem("repeats nothing")
    default: return .bytes(ByteSet(byte...byte))
    }
  }

  private mutating func group() throws(PatternProblem) -> PatternNode {
    if take(UInt8(ascii: "?")) {
      guard take(UInt8(ascii: ":")) else { throw PatternProblem("looks around or has flags") }
    }
    depth += 1
    guard depth <= Self.mostDepth else { throw PatternProblem("is nested too deep") }
    let node = try choice()
    guard take(UInt8(ascii: ")")) else { throw PatternProblem("leaves a group open") }
    depth -= 1
    return node
  }

  private mutating func repetition(of node: PatternNode) throws(PatternProblem) -> PatternNode {
    guard let byte = next else { return node }
    let least: Int
    let most: Int?
    switch byte {
    case UInt8(ascii: "?"): (least, most) = (0, 1)
    case UInt8(ascii: "*"): (least, most) = (0, nil)
    case UInt8(ascii: "+"): (least, most) = (1, nil)
    case UInt8(ascii: "{"): (least, most) = try bounds()
    default: return node
    }
    position += 1
    // Lazy or not, a text matches or does not.
    if take(UInt8(ascii: "?")) || !take(UInt8(ascii: "+")) {
      if case .place = node { throw PatternProblem("repeats a place") }
      return .repeated(node, least: least, most: most)
    }
    throw PatternProblem("keeps what it took")
  }

  /// `{m}`, `{m,}` or `{m,n}`, up to the closing brace.
  private mutating func bounds() throws(PatternProblem) -> (Int, Int?) {
    position += 1
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "}")) else {
      throw PatternProblem("leaves a brace open")
    }
    let parts = String(decoding: bytes[position..<end], as: UTF8.self)
      .split(separator: ",", omittingEmptySubsequences: false)
    position = end
    guard parts.count <= 2, let least = Int(parts[0]), (0...Self.highestBound).contains(least)
    else {
      throw PatternProblem("repeats without a number, or too often")
    }
    guard parts.count == 2 else { return (least, least) }
    if parts[1].isEmpty { return (least, nil) }
    guard let most = Int(parts[1]), most >= least else {
      throw PatternProblem("repeats without a number")
    }
    return (least, most > Self.highestBound ? nil : most)
  }
}

extension PatternParser {
  /// The class behind an opening bracket.
  private mutating func set() throws(PatternProblem) -> ByteSet {
    let isInverted = take(UInt8(ascii: "^"))
    var set = ByteSet()
    var isFirst = true
    while let byte = next {
      position += 1
      if byte == UInt8(ascii: "]"), !isFirst { return isInverted ? set.inverted : set }
      isFirst = false
      let low = byte == UInt8(ascii: "\\") ? try escape() : ByteSet(byte...byte)
      let isRange =
        next == UInt8(ascii: "-") && position + 1 < bytes.count
        && bytes[position + 1] != UInt8(ascii: "]")
      guard isRange, low.bytes.count == 1 else {
        set.formUnion(low)
        continue
      }
      position += 1
      guard let last = next else { break }
      position += 1
      let high = last == UInt8(ascii: "\\") ? try escape() : ByteSet(last...last)
      guard high.bytes.count == 1, low.bytes[0] <= high.bytes[0] else {
        throw PatternProblem("has a range without an end")
      }
      set.formUnion(ByteSet(low.bytes[0]...high.bytes[0]))
    }
    throw PatternProblem("leaves a class open")
  }

  /// What stands behind a backslash.
  private mutating func escape() throws(PatternProblem) -> ByteSet {
    guard let byte = next else { throw PatternProblem("ends in a backslash") }
    position += 1
    switch byte {
    case UInt8(ascii: "d"): return .digits
    case UInt8(ascii: "D"): return ByteSet.digits.inverted
    case UInt8(ascii: "w"): return .word
    case UInt8(ascii: "W"): return ByteSet.word.inverted
    case UInt8(ascii: "s"): return .space
    case UInt8(ascii: "S"): return ByteSet.space.inverted
    case UInt8(ascii: "x"):
      guard position + 2 <= bytes.count,
        let value = UInt8(
          String(decoding: bytes[position..<(position + 2)], as: UTF8.self), radix: 16)
      else { throw PatternProblem("has a byte without two digits") }
      position += 2
      return ByteSet(value...value)
    default:
      guard !ByteSet.word.contains(byte) else {
        throw PatternProblem("refers back, or has an escape that is not known")
      }
      return ByteSet(byte...byte)
    }
  }
}
