extension StringProtocol {
  /// Where `other` first stands, byte for byte. What is searched for here is ASCII: the search by characters,
  /// which knows all of Unicode's ways to write one, takes forty times as long.
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
