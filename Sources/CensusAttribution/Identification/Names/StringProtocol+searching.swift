extension StringProtocol {
  /// Where `other` first stands, byte for byte: what is searched for here is ASCII, and the search by characters
  /// looks each of them up in Unicode's tables.
  func range(of other: String) -> Range<Index>? {
    let wanted = other.utf8
    guard let first = wanted.first else { return startIndex..<startIndex }
    var start = utf8.startIndex
    while let position = utf8[start...].firstIndex(of: first) {
      var (end, next) = (position, wanted.startIndex)
      while next != wanted.endIndex, end != utf8.endIndex, utf8[end] == wanted[next] {
        end = utf8.index(after: end)
        next = wanted.index(after: next)
      }
      if next == wanted.endIndex { return position..<end }
      start = utf8.index(after: position)
    }
    return nil
  }

  /// Whether `other` stands anywhere in it, byte for byte.
  func holds(_ other: String) -> Bool { range(of: other) != nil }
}
