#!/usr/bin/env python3
"""Goes through a guided session as a person would: on a terminal, with a phone in its own network.

guided-session.py AGENT NETWORK-SCRIPT PLAN KEY FOLDER; prints the session's id, and what was seen as JSON.
The program is killed in the middle of a phase, as by a power cut, and goes on with the same command.
"""
import json, os, pty, re, select, signal, subprocess, sys, time

agent, network, plan, key, folder = sys.argv[1:]
prefix = f"fc{os.getpid()}"
seen = {}


class Guide:
    def __init__(self, *more):
        command = [
            "ip", "netns", "exec", f"{prefix}-bench", agent, "session", "run", plan,
            "--interface", "lan0", "--sessions", f"{folder}/sessions", "--key", key,
            "--site", "district-1", "--country", "VN", "--model", "simulated-caller",
            "--region", "global", "--build", "SIMULATED-1", "--system", "Android 4.4.2",
            "--sim", "none", *more,
        ]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvp(command[0], command)
        self.text = ""

    def read(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            ready, _, _ = select.select([self.terminal], [], [], 0.2)
            if ready:
                try:
                    self.text += os.read(self.terminal, 65536).decode(errors="replace")
                except OSError:
                    return

    def wait(self, pattern, seconds=100):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := re.search(pattern, self.text, re.S):
                return found
            self.read(0.5)
        raise SystemExit(f"never saw {pattern!r}; the last that was seen:\n{self.text[-3000:]}")

    def type(self, line):
        self.text = ""
        os.write(self.terminal, (line + "\n").encode())

    def end(self, number):
        os.kill(self.pid, number)
        self.read(5)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def on_phone(*command):
    return subprocess.run(
        ["ip", "netns", "exec", f"{prefix}-phone", *command], capture_output=True, text=True)


def call(address):
    done = on_phone("curl", "-s", "-m", "5", "-o", "/dev/null", "-w", "%{size_download}",
                    f"http://{address}/greeting")
    return done.stdout


def in_bench(*command):
    return subprocess.run(
        ["ip", "netns", "exec", f"{prefix}-bench", *command], capture_output=True, text=True)


def check_bench():
    done = in_bench(agent, "doctor", "--interface", "lan0", "--format", "json",
                    "--address", "02:00:5e:10:00:01", "--sessions", f"{folder}/sessions")
    seen["doctor"] = json.loads(done.stdout)["checks"]


# Asks the page in the bench's namespace, as a browser does; prints statuses and what is shown.
BROWSER = r"""
import http.client, json, re, sys, urllib.parse
address, code = sys.argv[1:]
def ask(method, path, fields=None, **headers):
    connection = http.client.HTTPConnection(address, timeout=10)
    body = urllib.parse.urlencode(fields) if fields is not None else None
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    return response, response.read().decode()
seen = {"without_code": ask("GET", "/")[1]}
seen["wrong_code"] = ask("POST", "/code", {"code": "0000-0000"})[0].status
seen["other_host"] = ask("GET", "/", Host="evil.example")[0].status
response, _ = ask("POST", "/code", {"code": code})
assert response.status == 303, response.status
cookie = response.getheader("Set-Cookie")
assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
cookie = cookie.split(";")[0]
# A code opens one browser.
assert ask("POST", "/code", {"code": code})[0].status == 403
seen["forged"] = ask("POST", "/do", {"action": "skip", "token": "0" * 32}, Cookie=cookie)[0].status
seen["shown"] = ask("GET", "/", Cookie=cookie)[1]
print(json.dumps({"seen": seen, "style": ask("GET", "/style.css")[1]}))
"""


def look_at_page(address, code):
    done = in_bench("python3", "-c", BROWSER, address, code)
    if done.returncode:
        raise SystemExit(done.stderr)
    answer = json.loads(done.stdout)
    page = answer["seen"]
    file = f"{folder}/page.html"
    with open(file, "w") as out:
        out.write(page["shown"].replace(
            '<link rel="stylesheet" href="/style.css">', f"<style>{answer['style']}</style>"))
    picture = f"{folder}/page.png"
    subprocess.run(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--screenshot={picture}",
         "--window-size=500,900", f"file://{file}"], capture_output=True, timeout=120)
    page["is_pictured"] = os.path.exists(picture) and os.path.getsize(picture) > 10000
    seen["page"] = page


def main():
    subprocess.run([network, "up", prefix, f"{folder}/network"], check=True)
    guide = Guide()
    guide.wait("Keep the phone away from this network")
    session = guide.wait(r"session ([0-9a-f]{32})").group(1)
    seen["session"] = session
    guide.type("")
    guide.wait(r"NOW: Phase 1 of 3: Z", 70)
    guide.wait(r"NEXT: Phase 2 of 3: A.*Let the phone join", 80)
    guide.wait(r"Z, measured, 1 min: counts", 5)

    subprocess.run([network, "phone", prefix, f"{folder}/network"], check=True)
    guide.wait(r"1  02:00:5e:10:00:01  my-phone")
    guide.type("unit 1")
    guide.wait(r"Traffic of the phone 02:00:5e:10:00:01")
    guide.type("")
    guide.wait(r"NOW: Phase 2 of 3: A", 70)
    seen["call"] = call("42.62.48.1")
    guide.wait(r"CN +[\d,]+ B up +[\d,]+ B down", 10)
    # A power cut.
    guide.end(signal.SIGKILL)

    guide = Guide("--page", "192.168.50.1:0")
    guide.wait(r"interrupted: it is void, is listed, and is done again")
    invitation = guide.wait(r"Page: http://([\d.:]+)/  code: ([\d-]+)")
    look_at_page(*invitation.groups())
    check_bench()
    guide.type("")
    guide.wait(r"NOW: Phase 2 of 3: A", 70)
    call("42.62.48.1")
    # The measured block follows without a word.
    guide.wait(r"NOW: Phase 3 of 3: A", 80)
    call("42.62.48.1")
    call("129.6.15.28")
    guide.wait(r"All done\.", 80)
    guide.type("quit")
    guide.read(3)
    os.waitpid(guide.pid, 0)


try:
    main()
    print(json.dumps(seen))
finally:
    subprocess.run([network, "down", prefix, f"{folder}/network"])
