/// The link contexts that live flows refer to, by number: a home has a handful, and a number is a
/// seventh of their size.
struct LinkContexts {
  /// Beyond this many the table hands out everything and starts the list anew, so that invented
  /// addresses cannot exhaust the memory.
  static let most = 65_536

  private var list: [LinkContext] = []
  private var numbers: [LinkContext: Int] = [:]

  var isFull: Bool { list.count >= Self.most }

  @inline(__always)
  subscript(number: Int) -> LinkContext { list[number] }

  mutating func number(of context: LinkContext) -> Int {
    if let number = numbers[context] { return number }
    numbers[context] = list.count
    list.append(context)
    return list.count - 1
  }

  mutating func removeAll() {
    list.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
  }
}
