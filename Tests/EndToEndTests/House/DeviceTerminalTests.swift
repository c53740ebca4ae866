import Foundation
import TestSupport
import Testing

@Suite("flowcensus-agent devices at a terminal", .timeLimit(.minutes(5)))
struct DeviceTerminalTests {
  /// Plays a person at a pseudo-terminal, with a terminal's own program (pyte) to tell what stands on the screen.
  private static let person = """
    import fcntl, os, pty, pyte, select, struct, sys, termios, time
    program, state, height, width, keys = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:]
    pid, master = pty.fork()
    if pid == 0:
        time.sleep(0.3)
        os.execv(program, [program, "devices", "label", "1c:cc:d6:12:34:56", "--state", state])
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    before = termios.tcgetattr(master)
    screen = pyte.Screen(width, height)
    stream = pyte.ByteStream(screen)
    def read(seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([master], [], [], 0.05)[0]:
                try: piece = os.read(master, 65536)
                except OSError: return False
                if not piece: return False
                stream.feed(piece)
        return True
    def expect(text):
        end = time.monotonic() + 60
        while text not in "\\n".join(screen.display):
            if time.monotonic() > end or not read(0.1): sys.exit(f"never saw {text!r} in {screen.display!r}")
    expect("Which model")
    for key in keys:
        key, text = key.split("=", 1)
        os.write(master, key.encode().decode("unicode_escape").encode())
        read(0.3)
        if text: expect(text)
        lines = [line for line in screen.display if line.strip()]
        if sum("Which model" in line for line in lines) > 1: sys.exit(f"drawn twice: {lines!r}")
    while read(0.2): pass
    _, status = os.waitpid(pid, 0)
    after = termios.tcgetattr(master)
    print(os.waitstatus_to_exitcode(status), "restored" if before[3] == after[3] else "left raw")
    print("\\n".join(screen.display))
    """

  private func play(
    _ house: House, _ keys: [String], height: Int = 24, width: Int = 100
  ) throws -> String {
    let command = try runPython(
      Self.person, [Programs.agent.path, house.state.path, "\(height)", "\(width)"] + keys)
    try #require(command.status == 0, "\(command.errors)")
    return command.text
  }

  private func labelled(_ house: House) throws -> String {
    try house.agent(["devices", "list"]).text
  }

  @Test("a model is picked by typing, arrows and enter, and escape changes nothing")
  func picking() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let left = try play(house, ["redmi note 9=> redmi note 9", "\\x1b="])
      #expect(left.hasPrefix("1 restored"), "\(left)")
      #expect(try !labelled(house).contains("Redmi"))
      let text = try play(
        house,
        [
          "redmi note 9x=> redmi note 9x", "\\x7f=> redmi note 9", "\\x1b[B=Redmi Note 9",
          "\\x1b[A=Redmi Note 9", "\\x1b[B=Redmi Note 9", "\\r=",
        ])
      #expect(text.hasPrefix("0 restored"), "\(text)")
      #expect(text.contains("1c:cc:d6:12:34:56 is Xiaomi Redmi Note 9 (Global)"))
      #expect(try labelled(house).contains("Redmi Note 9"))
    }
  }

  @Test(
    "the list fits a terminal that is small, and lines that are too wide are cut",
    arguments: [6, 10])
  func small(height: Int) throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let text = try play(
        house, ["galaxy=> galaxy", " s=> galaxy s", "\\x7f=", "\\x1b="], height: height, width: 30)
      #expect(text.hasPrefix("1 restored"), "\(text)")
    }
  }
}
