#!/usr/bin/env python3
"""scenarios.py NAME AGENT KEY FOLDER: plays one scenario on a bench of its own, as a person would, and prints
what was seen as JSON. All scenarios can be played side by side."""
import datetime, json, os, signal, subprocess, sys, time

from bench import CHINA, HERE, OTHER, PHONE, STATES, Bench
from browser import Browser

BEGAN = r"NOW: Phase 1 of 1: A"
VERDICT = r"is void: ([^\x1b\r\n]+)"


def begin(bench, joins=True, before=()):
    """A session of a minute, begun; at its whole minute."""
    if joins:
        bench.network("phone")
    guide = bench.guide("one-minute.yaml", "--address", PHONE, before=before)
    session = guide.wait(r"session ([0-9a-f]{32})").group(1)
    guide.wait(r"NEXT: Phase 1 of 1: A.*Let the phone join")
    guide.type("")
    guide.wait(BEGAN, 75)
    return guide, session


def spoilt(bench, cause, joins=True, before=()):
    """A phase in which something goes wrong: what the guide says, and how it goes on."""
    guide, session = begin(bench, joins, before)
    if joins:
        bench.call(CHINA)
    cause(guide)
    said = guide.wait(VERDICT, 90).group(1)
    listed = guide.wait(r"NEXT: Phase 1 of 1: A.*Done so far:.*?A, measured, 1 min: ([^\x1b\r\n]+)", 90)
    guide.type("quit")
    guide.end()
    return {"session": session, "said": said, "listed": listed.group(1)}


def other_client(bench):
    def join(guide):
        bench.network("other")
        bench.call(CHINA, "other")

    seen = spoilt(bench, join)
    with open(f"{bench.folder}/network/leases") as leases:
        seen["lease"] = OTHER in leases.read()
    return seen


def clock_jump(bench):
    # The machine's clock is everybody's: this program, and it alone, is shown another one.
    offset, library = f"{bench.folder}/offset", f"{bench.folder}/shifted-clock.so"
    open(offset, "w").write("0")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, f"{HERE}/shifted-clock.c"], check=True)
    before = ["env", f"LD_PRELOAD={library}", f"SHIFTED_CLOCK={offset}"]
    return spoilt(bench, lambda guide: open(offset, "w").write("7"), before=before)


def no_uplink(bench):
    return spoilt(bench, lambda guide: bench.on("world", "ip", "link", "set", "world0", "down"))


def lost_interface(bench):
    def lose(guide):
        bench.on("bench", "ip", "link", "delete", "lan0")
        time.sleep(1)
        bench.network("cable")

    return spoilt(bench, lose)


def loss(bench):
    """The program gets no time while more comes than its buffer holds."""
    flood = ("import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
             f"for _ in range(60000): s.sendto(bytes(1400), ('{CHINA}', 9))")

    def starve(guide):
        os.kill(guide.pid, signal.SIGSTOP)
        bench.on("phone", "python3", "-c", flood)
        os.kill(guide.pid, signal.SIGCONT)

    return spoilt(bench, starve)


def unit_absent(bench):
    # Its kernel asks for IPv6 routers as soon as the cable is in.
    bench.on("phone", "sysctl", "-qw", "net.ipv6.conf.phone0.disable_ipv6=1")
    return spoilt(bench, lambda guide: None, joins=False)


def person(bench):
    return spoilt(bench, lambda guide: guide.type("void"))


def power_cut(bench):
    guide, session = begin(bench)
    bench.call(CHINA)
    # The bar, how much of the phase is over, what is left of it and of all, and the phone's traffic by place.
    guide.wait(r"[█░]{10,} +\d+ %, 0:00:\d\d left; \d+ min.* in all.*CN +[\d,]+ B up +[\d,]+ B down", 10)
    guide.end(signal.SIGKILL)
    guide = bench.guide("one-minute.yaml", "--address", PHONE)
    guide.wait(rf"session {session}")
    said = guide.wait(r"interrupted: (it is void, is listed, and is done again)").group(1)
    guide.type("")
    guide.wait(BEGAN, 75)
    bench.call(CHINA)
    guide.wait(r"All done\.", 80)
    guide.type("quit")
    guide.end()
    return {"session": session, "said": said}


def by_hand(bench):
    """`session start`, `phase` and `stop`, without the guide: the empty network, then a stop in a phase."""
    started = bench.on("bench", bench.agent, "session", "start", *bench.about("short-plan.yaml"))
    session = started.stdout.strip()
    empty = bench.session("phase", "--interface", "lan0")
    unknown = bench.session("phase", "--interface", "lan0")
    status = bench.session("status").stdout
    stopped = bench.session("stop")
    after = bench.session("phase", session, "--interface", "lan0")
    return {
        "session": session, "empty": [empty.returncode, empty.stdout],
        "unknown": [unknown.returncode, unknown.stderr], "status": status,
        "stopped": [stopped.returncode, stopped.stdout], "after": [after.returncode, after.stderr],
    }


def is_measured(state, seconds):
    with open(state) as file:
        running = json.load(file).get("running")
    begun = running and datetime.datetime.fromisoformat(running["started"].replace("Z", "+00:00")).timestamp()
    return bool(begun) and time.time() >= begun + seconds


def stopped_by_hand(bench):
    """`session stop` while another program measures."""
    bench.network("phone")
    session = bench.on(
        "bench", bench.agent, "session", "start", *bench.about("one-minute.yaml"), "--address", PHONE,
    ).stdout.strip()
    phase = subprocess.Popen(
        bench.words("bench", bench.agent, "session", "phase", "--interface", "lan0", "--sessions",
                    bench.sessions), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # Three seconds into the phase.
    state = f"{bench.sessions}/{session}/state.json"
    while phase.poll() is None and not is_measured(state, 3):
        time.sleep(0.2)
    second = bench.session("phase", "--interface", "lan0")
    stopped = bench.session("stop")
    output, errors = phase.communicate(timeout=30)
    return {"session": session, "phase": [phase.returncode, output + errors],
            "second": [second.returncode, second.stderr], "stopped": [stopped.returncode, stopped.stdout]}


SMALL_DISK = ("sh", "-c", "mount -t tmpfs -o size=64m none $0 && exec \"$@\"")
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw", "--")


def doctor(bench):
    """What usually goes wrong at a bench, one after the other, and mended as the doctor says."""
    bench.network("phone")
    bench.call(CHINA)
    os.makedirs(bench.sessions)
    on = lambda *words: bench.on("bench", *words)
    look = lambda *more, **how: bench.doctor("--address", PHONE, *more, **how)
    well, status = look()
    seen = {"well": {name: check["state"] for name, check in well.items()}, "status": status, "troubles": []}

    def trouble(name, mend=lambda words: None, more=(), before=()):
        """`mend` is given the doctor's words; what they say in a command is done."""
        checks, status = look(*more, before=before)
        sick = checks[name]
        mend(sick["mend"])
        after, _ = look()
        seen["troubles"].append({
            "check": name, "state": sick["state"], "found": sick["found"], "mend": sick["mend"], "status": status,
            "others": [n for n, c in checks.items() if n != name and c["state"] != well.get(n, c)["state"]],
            "after": after.get(name, {}).get("state")})

    on("sysctl", "-qw", "net.ipv6.conf.all.forwarding=0")
    trouble("forwarding", lambda words: on("sysctl", "-qw", "net.ipv6.conf.all.forwarding=1"))
    on("ip", "address", "delete", "192.168.50.1/24", "dev", "lan0")
    trouble("address", lambda words: on(*words.split("or: ")[1].split()))
    address = next(line.split()[1] for line in on("ip", "-6", "address", "show", "dev", "lan0", "scope", "global")
                   .stdout.splitlines() if "inet6" in line)
    on("ip", "address", "delete", address, "dev", "lan0")
    trouble("ipv6", lambda words: on("ip", "address", "add", address, "dev", "lan0"))
    on("ip", "route", "delete", "default")
    trouble("uplink", lambda words: on("ip", "route", "add", "default", "via", "192.0.2.2"))
    bench.on("world", "ip", "link", "set", "world0", "down")
    trouble("uplink", lambda words: bench.on("world", "ip", "link", "set", "world0", "up"))
    bench.network("other")
    bench.call(CHINA, "other")

    def take_off(words):
        bench.on("other", "ip", "link", "set", "other0", "down")
        on("ip", "neighbour", "flush", "dev", "lan0")

    trouble("clients", take_off)
    with open(f"{bench.folder}/network/dnsmasq.pid") as pid:
        os.kill(int(pid.read()), signal.SIGTERM)
    time.sleep(1)
    trouble("dhcp", lambda words: bench.network("names"))
    trouble("capture", before=WITHOUT_RIGHTS)
    trouble("disk", before=(*SMALL_DISK, bench.sessions))
    trouble("databases", more=("--geo", f"{bench.folder}/none"))
    trouble("server", more=("--server", "http://127.0.0.1:9"))
    # The last one: an interface that goes down loses its IPv6 addresses.
    on("ip", "link", "set", "lan0", "down")
    trouble("interface", lambda words: on(*words.split()))
    nowhere = bench.on("bench", bench.agent, "doctor", "--interface", "lan7", "--sessions", bench.sessions, check=False)
    seen["nowhere"] = [nowhere.returncode, nowhere.stdout]
    return seen


# Asks the page as programs do that have no business there; prints statuses.
STRANGER = r"""
import http.client, json, sys, urllib.parse
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
cookie = response.getheader("Set-Cookie")
assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
cookie = cookie.split(";")[0]
seen["code_again"] = ask("POST", "/code", {"code": code})[0].status
seen["forged"] = ask("POST", "/do", {"action": "skip", "token": "0" * 32}, Cookie=cookie)[0].status
print(json.dumps(seen))
"""


def browser(bench):
    """A person leads a session in a browser on the bench, from the code to the end of its plan."""
    bench.network("phone")
    guide = bench.guide("short-plan.yaml", "--page", "192.168.50.1:0")
    session = guide.wait(r"session ([0-9a-f]{32})").group(1)
    invitation = r"Page: http://([\d.:]+)/  code: (\d{4}-\d{4})"
    address, code = guide.wait(invitation).groups()
    seen = {"session": session, "stranger": json.loads(
        bench.on("bench", "python3", "-c", STRANGER, address, code).stdout)}
    # The code that a stranger used up is of no use: there is another one.
    guide.forget()
    code = guide.wait(invitation).group(2)
    tablet = Browser(bench.words("bench"), f"{bench.folder}/profile")
    try:
        tablet.open(f"http://{address}/")
        tablet.wait("The code on the terminal")
        tablet.type("input[name=code]", code)
        tablet.click("Open", "Next: Phase 1 of 3")
        seen["instructions"] = tablet.text
        tablet.click("Leave this phase out", "Next: Phase 2 of 3")
        # The bench sees the phone once the phone speaks.
        bench.call(CHINA)
        tablet.click("is the phone", f"Traffic of the phone {PHONE}")
        seen["button_height"] = tablet.click("Done, begin", "Leave everything as it is")
        tablet.wait("Now: Phase 2 of 3", 75)
        before = tablet.text
        bench.call(CHINA)
        live = tablet.wait("CN", 15)
        bench.call(STATES)
        seen["views"] = [before, live, tablet.wait("US", 15)]
        tablet.picture(f"{bench.folder}/page.png")
        tablet.wait("Now: Phase 3 of 3", 75)
        seen["page_bytes"] = os.path.getsize(f"{bench.folder}/page.png")
        bench.call(CHINA)
        bench.announce()
        bench.call(STATES, "phone", "-A", "Dalvik/2.1.0 (Linux; U; Android 10; M2003J15SC Build/QP1A.190711.020)")
        seen["contradiction"] = tablet.wait("shows itself as", 30)
        seen["end"] = tablet.wait("All done", 90)
    finally:
        tablet.close()
    guide.type("quit")
    guide.end()
    return seen


if __name__ == "__main__":
    # A test runner may pass blocked signals on; what is started here must end when it is told to.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    name, agent, key, folder = sys.argv[1:]
    bench = Bench(agent, key, folder)
    try:
        print(json.dumps(globals()[name.replace("-", "_")](bench)))
    finally:
        bench.close()
