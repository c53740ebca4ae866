"""A bench in network namespaces of its own, and its guide on a terminal as a person has it."""
import json, os, pty, re, subprocess, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
PHONE = "02:00:5e:10:00:01"
OTHER = "02:00:5e:10:00:02"
CHINA, STATES = "42.62.48.1", "129.6.15.28"


ANNOUNCE = r"""
import socket
answer = b"\0\0\x84\0\0\0\0\1\0\0\0\0" + b"\7Android\5local\0" + b"\0\1\x80\1\0\0\0\x78\0\4" + bytes([192, 168, 50, 9])
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sender.bind(("", 5353))
sender.sendto(answer, ("224.0.0.251", 5353))
"""


class Bench:
    def __init__(self, agent, key, folder):
        self.agent, self.key, self.folder = agent, key, folder
        self.prefix = f"fc{os.getpid()}"
        self.sessions = f"{folder}/sessions"
        self.network("up")

    def network(self, action):
        subprocess.run([f"{HERE}/bench-network", action, self.prefix, f"{self.folder}/network"], check=True)

    def close(self):
        self.network("down")

    def words(self, machine, *command):
        return ["ip", "netns", "exec", f"{self.prefix}-{machine}", *command]

    def on(self, machine, *command, check=True):
        done = subprocess.run(self.words(machine, *command), capture_output=True, text=True)
        if check and done.returncode:
            raise SystemExit(f"{command}: {done.stderr}{done.stdout}")
        return done

    def call(self, address, machine="phone", *more):
        return self.on(machine, "curl", "-s", "-m", "5", "-o", "/dev/null", "-w", "%{size_download}", *more,
                       f"http://{address}/greeting", check=False).stdout

    def announce(self):
        """The phone's host name by mDNS, which says no more than that it runs Android."""
        self.on("phone", "python3", "-c", ANNOUNCE)

    def about(self, plan):
        """The options that a session needs besides its interface."""
        return [
            f"{HERE}/{plan}", "--sessions", self.sessions, "--key", self.key,
            "--site", "district-1", "--country", "VN", "--model", "simulated-caller",
            "--region", "global", "--build", "SIMULATED-1", "--system", "Android 4.4.2", "--sim", "none",
        ]

    def session(self, *command):
        return self.on("bench", self.agent, "session", *command, "--sessions", self.sessions, check=False)

    def guide(self, plan, *more, before=()):
        return Guide(self.words(
            "bench", *before, self.agent, "session", "run", *self.about(plan), "--interface", "lan0", *more))

    def doctor(self, *more, before=()):
        done = self.on("bench", *before, self.agent, "doctor", "--interface", "lan0", "--format", "json",
                       "--sessions", self.sessions, *more, check=False)
        if not done.stdout:
            raise SystemExit(done.stderr)
        return {check["name"]: check for check in json.loads(done.stdout)["checks"]}, done.returncode


class Guide:
    def __init__(self, command):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvp(command[0], command)
        self.text, self.lock = "", threading.Lock()
        # A terminal takes whatever is drawn, whoever looks.
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        while True:
            try:
                drawn = os.read(self.terminal, 65536).decode(errors="replace")
            except OSError:
                return
            # Not `+=` around the reading: what is forgotten meanwhile would come back.
            with self.lock:
                self.text += drawn

    def wait(self, pattern, seconds=100):
        """Waits until this is drawn; what was drawn before is forgotten."""
        deadline = time.monotonic() + seconds
        while True:
            is_over = time.monotonic() > deadline or not self.reader.is_alive()
            with self.lock:
                drawn = self.text
                if found := re.search(pattern, drawn, re.S):
                    self.text = drawn[found.end():]
                    return found
            if is_over:
                raise SystemExit(f"never saw {pattern!r}; the last that was seen:\n{drawn[-3000:]}")
            time.sleep(0.2)

    def forget(self):
        with self.lock:
            self.text = ""

    def type(self, line):
        self.forget()
        os.write(self.terminal, (line + "\n").encode())

    def end(self, number=None):
        if number:
            os.kill(self.pid, number)
        self.reader.join(30)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)
