"""A real browser, led by the DevTools protocol over a pipe: it types, clicks and looks as a person does."""
import base64, json, os, select, subprocess, time


class Browser:
    def __init__(self, words, profile):
        """`words` come before the program's name: where it runs."""
        to_browser, self.requests = os.pipe()
        self.answers, from_browser = os.pipe()

        def take_pipes():
            # The protocol's descriptors are 3 and 4; both ends are moved up first, out of each other's way.
            first, second = os.dup(to_browser), os.dup(from_browser)
            high = (os.dup2(first, 90), os.dup2(second, 91))
            os.dup2(high[0], 3), os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [*words, "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             "--disable-background-networking", "--window-size=500,900", f"--user-data-dir={profile}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=take_pipes)
        os.close(to_browser), os.close(from_browser)
        self.number, self.buffer, self.tab = 0, b"", None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.tab = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")

    def ask(self, method, patience=60, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.tab:
            message["sessionId"] = self.tab
        os.write(self.requests, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            while b"\0" in self.buffer:
                line, self.buffer = self.buffer.split(b"\0", 1)
                answer = json.loads(line)
                if answer.get("id") == self.number:
                    if "error" in answer:
                        raise RuntimeError(f"{method}: {answer['error']}")
                    return answer["result"]
            if select.select([self.answers], [], [], 0.5)[0]:
                piece = os.read(self.answers, 1 << 16)
                if not piece:
                    break
                self.buffer += piece
        raise TimeoutError(f"the browser does not answer to {method}")

    def evaluate(self, script):
        """None while a page is being loaded: such a question may stay without an answer."""
        try:
            answer = self.ask("Runtime.evaluate", patience=3, expression=script, returnByValue=True)
        except (RuntimeError, TimeoutError):
            return None
        return answer["result"].get("value")

    def open(self, address):
        self.ask("Page.navigate", url=address)

    @property
    def text(self):
        return self.evaluate("document.body ? document.body.innerText : ''") or ""

    def wait(self, words, seconds=30):
        """Waits until the page shows the words; nobody reloads it here."""
        deadline = time.monotonic() + seconds
        while words not in (text := self.text):
            if time.monotonic() > deadline:
                raise SystemExit(f"the page never showed {words!r}; it shows:\n{text}")
            time.sleep(0.2)
        return text

    def click(self, label, until):
        """Clicks the button with the mouse until the page shows the words `until`."""
        find = ("(() => { const found = [...document.querySelectorAll('button')]"
                f".find(b => b.innerText.includes({json.dumps(label)}));"
                " if (!found) return null; found.scrollIntoView({block: 'center'});"
                " const box = found.getBoundingClientRect();"
                " return [box.x + box.width / 2, box.y + box.height / 2, box.height]; })()")
        for _ in range(5):
            deadline = time.monotonic() + 15
            while not (place := self.evaluate(find)):
                if until in self.text:
                    return None
                if time.monotonic() > deadline:
                    raise SystemExit(f"there is no button {label!r}:\n{self.text}")
                time.sleep(0.2)
            for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
                self.ask("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left",
                         clickCount=1)
            deadline = time.monotonic() + 8
            while time.monotonic() < deadline:
                if until in self.text:
                    return place[2]
                time.sleep(0.2)
        raise SystemExit(f"clicking {label!r} did not lead to {until!r}:\n{self.text}")

    def type(self, selector, text):
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self.ask("Input.insertText", text=text)

    def picture(self, file):
        with open(file, "wb") as out:
            out.write(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))

    def close(self):
        self.tab = None
        try:
            self.ask("Browser.close")
            self.process.wait(20)
        except (RuntimeError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
