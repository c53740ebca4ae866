/// A pattern that is looked for in time proportional to the text, whatever the text: an automaton that follows all
/// readings at once (K. Thompson, Regular Expression Search Algorithm, CACM 11(6), 1968) and never goes back.
public struct BoundedPattern: Sendable {
  private enum Instruction {
    /// One byte of the set with this number.
    case byte(UInt16)
    /// Both go on.
    case split(UInt16, UInt16)
    case jump(UInt16)
    case place(PatternNode.Place)
    case found
  }

  /// Steps, and the sets of bytes that they name: a few hundred patterns stay small.
  private struct Program {
    var steps: [Instruction] = []
    var sets: [ByteSet] = []

    var end: UInt16 { UInt16(steps.count) }

    mutating func append(_ set: ByteSet) {
      let known = sets.firstIndex(of: set)
      if known == nil { sets.append(set) }
      steps.append(.byte(UInt16(known ?? sets.count - 1)))
    }
  }

  private let program: Program
  /// The pattern in its plain form.
  public let text: String

  /// A pattern of more steps is refused.
  public static let mostSteps = 4096

  /// Reads the plain part of regular expressions; throws where `text` is none or goes beyond it.
  public init(_ text: String, ignoresCase: Bool) throws(PatternProblem) {
    let node = try PatternParser.parse(text)
    var program = Program()
    try Self.add(node, ignoresCase, to: &program)
    program.steps.append(.found)
    self.program = program
    self.text = node.text
  }

  private static func add(
    _ node: PatternNode, _ ignoresCase: Bool, to program: inout Program
  ) throws(PatternProblem) {
    guard program.steps.count <= mostSteps else { throw PatternProblem("has too many steps") }
    switch node {
    case .bytes(let set): program.append(ignoresCase ? set.ignoringCase : set)
    case .place(let place): program.steps.append(.place(place))
    case .sequence(let nodes): for node in nodes { try add(node, ignoresCase, to: &program) }
    case .choice(let nodes): try add(choice: nodes, ignoresCase, to: &program)
    case .repeated(let node, let least, let most):
      for _ in 0..<least {
        let before = program.steps.count
        try add(node, ignoresCase, to: &program)
        // What has no step may be there any number of times: nested, that would be counted for ever.
        if program.steps.count == before { break }
      }
      var splits: [Int] = []
      // Without an upper bound one more goes round; else each of the others may be left out.
      for _ in 0..<(most.map { $0 - least } ?? 1) {
        splits.append(program.steps.count)
        program.steps.append(.found)
        try add(node, ignoresCase, to: &program)
      }
      if most == nil { program.steps.append(.jump(UInt16(splits[0]))) }
      for split in splits { program.steps[split] = .split(UInt16(split + 1), program.end) }
    }
  }

  private static func add(
    choice nodes: [PatternNode], _ ignoresCase: Bool, to program: inout Program
  ) throws(PatternProblem) {
    var ends: [Int] = []
    for node in nodes.dropLast() {
      let split = program.steps.count
      program.steps.append(.found)
      try add(node, ignoresCase, to: &program)
      ends.append(program.steps.count)
      program.steps.append(.found)
      program.steps[split] = .split(UInt16(split + 1), program.end)
    }
    if let last = nodes.last { try add(last, ignoresCase, to: &program) }
    for end in ends { program.steps[end] = .jump(program.end) }
  }

  /// Whether the pattern is somewhere in `text`.
  public func matches(_ text: [UInt8]) -> Bool {
    var current = Threads(program.steps.count)
    var next = Threads(program.steps.count)
    for position in 0...text.count {
      if follow(0, in: &current, text, position) { return true }
      guard position < text.count else { break }
      for step in current.steps {
        guard case .byte(let set) = program.steps[step],
          program.sets[Int(set)].contains(text[position])
        else { continue }
        if follow(step + 1, in: &next, text, position + 1) { return true }
      }
      swap(&current, &next)
      next.clear()
    }
    return false
  }

  /// The steps at which the readings stand, each once.
  private struct Threads {
    private(set) var steps: [Int] = []
    private var marks: [Bool]

    init(_ count: Int) { marks = [Bool](repeating: false, count: count) }

    mutating func insert(_ step: Int) -> Bool {
      guard !marks[step] else { return false }
      marks[step] = true
      steps.append(step)
      return true
    }

    mutating func clear() {
      for step in steps { marks[step] = false }
      steps.removeAll(keepingCapacity: true)
    }
  }

  /// Goes on from a step to all that need no byte; true where the pattern is through.
  private func follow(
    _ first: Int, in threads: inout Threads, _ text: [UInt8], _ position: Int
  ) -> Bool {
    var open = [first]
    while let step = open.popLast() {
      guard threads.insert(step) else { continue }
      switch program.steps[step] {
      case .found: return true
      case .byte: break
      case .jump(let target): open.append(Int(target))
      case .split(let one, let other):
        open.append(Int(other))
        open.append(Int(one))
      case .place(let place): if Self.isAt(place, text, position) { open.append(step + 1) }
      }
    }
    return false
  }

  private static func isAt(_ place: PatternNode.Place, _ text: [UInt8], _ position: Int) -> Bool {
    switch place {
    case .begin: return position == 0
    case .end: return position == text.count
    case .wordEdge:
      let before = position > 0 && ByteSet.word.contains(text[position - 1])
      let behind = position < text.count && ByteSet.word.contains(text[position])
      return before != behind
    }
  }
}
