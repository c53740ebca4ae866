"""What the benchmarks share: compiling, running in turns, and what the system says of a finished process."""
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


def compiled(name, folder):
    """The program made of a C file that lies beside this one."""
    program = folder / name
    subprocess.run(["cc", "-O3", "-o", str(program), str(HERE / f"{name}.c")], check=True)
    return program


def release_program(name):
    """A program of ours as it is built for use, with the same flags for all, so that nothing compiles twice."""
    print(f"building the release {name} ...", file=sys.stderr)
    build = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", name]
    subprocess.run(build, cwd=ROOT, check=True, stdout=sys.stderr)
    where = subprocess.run(build + ["--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True)
    return pathlib.Path(where.stdout.strip()) / name


def release_agent():
    """The agent as agent/INSTALL.md has it built for a gateway."""
    return release_program("flowcensus-agent")


class Run:
    """One run to the end: wall and CPU seconds, peak memory in MiB, and what it printed."""

    def __init__(self, command):
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - begin
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{command[0]} failed with status {os.waitstatus_to_exitcode(status)}")


def median(runs, measure):
    return statistics.median(getattr(run, measure) for run in runs)


class Collector:
    """The agent as a collector of flow records on a free port of loopback: a real sink for what peers export, and
    a check of what they exported."""

    def __init__(self, agent, buffer=8):
        command = [str(agent), "records", "--listen", "127.0.0.1:0", "--format", "json", "--buffer", str(buffer)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+);", self.process.stderr.readline())[1])

    def finish(self):
        """What it counted; CPU seconds and peak memory are then in `cpu` and `memory`."""
        self.process.send_signal(signal.SIGINT)
        output = self.process.stdout.read()
        _, _, usage = os.wait4(self.process.pid, 0)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        return json.loads(output)


def counted(program, arguments):
    """Instructions of one run under callgrind; None where it could not count."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(program)]
    run = subprocess.run(command + arguments, capture_output=True, text=True)
    counts = [line.split(":")[1].split()[0] for line in run.stderr.splitlines() if "Collected" in line]
    return int(counts[0]) if counts else None


def instructions(agent, folder, what, inputs):
    """Instructions for each packet or record: the difference of two inputs' counts, so that the start is not in
    it. `inputs` are two pairs: how many, and the agent's arguments."""
    if not shutil.which("valgrind"):
        return "callgrind: not installed"
    # Valgrind gives up on Swift's debugging information; it counts the same without.
    bare = folder / "agent-without-symbols"
    subprocess.run(["strip", "-o", str(bare), str(agent)], check=True)
    (few, short), (many, long) = ((number, counted(bare, arguments)) for number, arguments in inputs)
    if short is None or long is None or few == many:
        return "callgrind: no count"
    return f"callgrind: {(long - short) / (many - few):.0f} instructions a {what}, {short / 1e6:.0f} M to start"
