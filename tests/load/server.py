"""The program under measurement: started, asked, filled with risks, and watched through /proc."""
import http.client
import json
import os
import re
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PROJECT = "/projects/H044"


class Server:
    """A server on a port of its own with the demo's data in `data`."""

    def __init__(self, program: str, data: Path, port: int):
        self.program, self.data, self.port = program, data, port
        self.base = f"http://127.0.0.1:{port}"
        self.risks = 0
        self.process: subprocess.Popen[bytes] | None = None

    def load_demo(self) -> None:
        self.start("demo", "--port", str(self.port))
        self.stop()

    def start(self, *command: str) -> float:
        """Starts the program and returns the seconds until its first answer."""
        command = command or ("serve", "--listen", f"127.0.0.1:{self.port}")
        begun = time.perf_counter()
        with open(self.data.parent / "log", "ab") as log:
            self.process = subprocess.Popen([self.program, *command, "--data", str(self.data)], stdout=log, stderr=log)
        while True:
            try:
                self.get("/readyz")
                return time.perf_counter() - begun
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit((self.data.parent / "log").read_text()) from None
                time.sleep(0.002)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.base + path, timeout=30) as answer:
            return answer.read()

    def cpu(self) -> float:
        """Seconds of processor time, the program's own and the kernel's for it."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def settle(self) -> None:
        """Waits until the program rests: filling it leaves mails to send, which are no part of what is measured next."""
        spent = None
        while spent is None or self.cpu() - spent > 0.02:
            spent = self.cpu()
            time.sleep(1)

    def memory(self) -> float:
        """Resident memory in MB (10^6 bytes)."""
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.process.pid}/status").read_text())
        return int(found[1]) * 1024 / 1e6

    def account(self, key: str) -> dict:
        accounts = json.loads((self.data / "accounts.json").read_text())
        return next(a for a in accounts if a["email"].startswith(key + "@"))

    def token(self, key: str) -> str:
        command = [self.program, "token", "create", "--data", str(self.data), "--email", self.account(key)["email"], "--scope", "write"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def session(self, key: str) -> str:
        """Signs in as a browser does and returns the Cookie header. The cookies are for https, or for this machine."""
        line = self.line()
        line.request("GET", "/sign-in")
        answer = line.getresponse()
        csrf = re.search(r'name="csrf" value="([^"]+)"', answer.read().decode())[1]
        who = self.account(key)
        form = urllib.parse.urlencode({"csrf": csrf, "email": who["email"], "password": who["password"]})
        line.request("POST", "/sign-in", form, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies(answer)})
        entered = line.getresponse()
        entered.read()
        if entered.status != 303:
            raise SystemExit(f"{key} could not sign in: {entered.status}")
        return cookies(entered)

    def line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port)

    @staticmethod
    def send(line: http.client.HTTPConnection, token: str, method: str, path: str, body: dict | None = None) -> bytes:
        head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        line.request(method, path, json.dumps(body) if body else None, head)
        answer = line.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text.decode()}")
        return text


def cookies(answer: http.client.HTTPResponse) -> str:
    """The cookies that an answer sets, as the next request sends them."""
    pairs = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
    return "; ".join(pair for pair in pairs if not pair.endswith("="))

