import Foundation
import TestSupport
import Testing

@Suite("flowcensus-agent top on a terminal", .timeLimit(.minutes(5)))
struct TopTerminalTests {
  /// Plays a person at a pseudo-terminal: presses keys, resizes, and looks at what is shown.
  private static let person = """
    import fcntl, os, pty, select, signal, struct, sys, termios, time
    program, state, term = sys.argv[1:4]
    keys = sys.argv[4:]
    pid, master = pty.fork()
    if pid == 0:
        os.environ["TERM"] = term
        os.execv(program, [program, "top", "--state", state, "--every", "1", "--hours", "840"])
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    before = termios.tcgetattr(master)
    seen = b""
    def read(seconds):
        global seen
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([master], [], [], 0.05)[0]:
                try: piece = os.read(master, 65536)
                except OSError: return False
                if not piece: return False
                seen += piece
        return True
    def expect(text):
        end = time.monotonic() + 60
        while text.encode() not in seen:
            if time.monotonic() > end or not read(0.1): sys.exit(f"never saw {text!r} in {seen[-600:]!r}")
    expect("sorted by bytes" if term != "dumb" else "flowcensus-agent top")
    if term == "dumb":
        os.kill(pid, signal.SIGINT)
    for key in keys:
        key, text = key.split("=", 1)
        seen = b""
        if key == "resize":
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 3, 30, 0, 0))
            os.kill(pid, signal.SIGWINCH)
        elif key == "term": os.kill(pid, signal.SIGTERM)
        else: os.write(master, key.encode())
        if text: expect(text)
    while read(0.2): pass
    _, status = os.waitpid(pid, 0)
    after = termios.tcgetattr(master)
    print(os.waitstatus_to_exitcode(status), "restored" if before[3] == after[3] else "left raw")
    sys.stdout.flush()
    sys.stdout.buffer.write(seen)
    """

  private func play(_ house: House, _ keys: [String], term: String = "xterm") throws -> String {
    let command = try runPython(
      Self.person, [Programs.agent.path, house.state.path, term] + keys)
    try #require(command.status == 0, "\(command.errors)")
    return command.text
  }

  @Test(
    "follows its keys and its size, and leaves the terminal as it was", arguments: ["q", "term"])
  func keys(end: String) throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      try house.watch()
      let text = try play(
        house,
        [
          "s=sorted by flows", "p=by place", "?=q  quit", "?=by place", "d=by device",
          "resize=\r\n",
          "\(end)=",
        ])
      #expect(text.hasPrefix("0 restored"), "\(text)")
      #expect(text.contains("\u{1b}[?1049l"))
    }
  }

  @Test("prints plain lines where the terminal can only print")
  func dumb() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      try house.watch()
      let text = try play(house, [], term: "dumb")
      #expect(text.hasPrefix("0 restored"), "\(text)")
      #expect(!text.contains("\u{1b}"))
      let piped = try house.agent(["top", "--count", "1", "--hours", "840"])
      #expect(piped.status == 0)
      #expect(!piped.text.contains("\u{1b}"))
      #expect(piped.text.contains("CN"))
    }
  }
}
