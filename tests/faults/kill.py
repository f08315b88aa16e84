"""kill -9 under load: nothing acknowledged is lost, nothing stands twice, the chain holds, and the next start is quick."""
import argparse
import http.client
import json
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "load"))
from server import PROJECT, Server  # noqa: E402

CLIENTS = 8
START = 2.0
RISKS = f"/api/v1{PROJECT}/risks"


class Client(threading.Thread):
    """Logs risks until the server is gone; keeps what was acknowledged, by its words."""

    def __init__(self, server: Server, token: str, name: str):
        super().__init__()
        self.server, self.token, self.words = server, token, name
        self.acknowledged: dict[str, str] = {}
        self.refused: list[str] = []

    def run(self) -> None:
        line = self.server.line()
        head = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        number = 0
        while True:
            threat = f"{self.words} {number}"
            body = {"threat": threat, "vulnerability": "Strömavbrott", "consequence": "Förlust", "likelihood": 2, "impact": 2}
            try:
                line.request("POST", RISKS, json.dumps(body), head)
                answer = line.getresponse()
                text = answer.read()
            except (OSError, http.client.HTTPException):
                return
            if answer.status == 201:
                self.acknowledged[threat] = json.loads(text)["ref"]
            else:
                self.refused.append(f"{answer.status} {text.decode()}")
            number += 1


def stored(data: Path) -> dict[str, list[str]]:
    """The risks of these runs in the database: their references by their words."""
    with sqlite3.connect(f"file:{data / 'styrrum.db'}?mode=ro", uri=True) as db:
        found: dict[str, list[str]] = {}
        for number, threat in db.execute("SELECT number, threat FROM risks WHERE vulnerability = 'Strömavbrott'"):
            found.setdefault(threat, []).append(f"R{number}")
        return found


def cycle(server: Server, token: str, n: int, chance: random.Random) -> list[Client]:
    clients = [Client(server, token, f"cycle {n} client {c}") for c in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(chance.uniform(0.02, 0.6))
    server.process.kill()
    server.process.wait()
    for client in clients:
        client.join()
    return clients


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    faults: list[str] = []
    acknowledged: dict[str, str] = {}
    starts: list[float] = []
    empty = 0
    with tempfile.TemporaryDirectory(prefix="styrrum-kill-") as place, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = Server(asked.program, Path(place) / "data", probe.getsockname()[1])
        probe.close()
        server.load_demo()
        token = server.token("projektledare")
        server.start()
        try:
            for n in range(asked.cycles):
                clients = cycle(server, token, n, chance)
                new = {words: ref for c in clients for words, ref in c.acknowledged.items()}
                empty += not new
                acknowledged |= new
                faults += [f"cycle {n}: {answer}" for c in clients for answer in c.refused]
                starts.append(server.start())
                if starts[-1] > START:
                    faults.append(f"cycle {n}: the first answer took {starts[-1]:.2f} s")
                verdict = subprocess.run([asked.program, "verify", "--data", str(server.data)], capture_output=True, text=True)
                if verdict.returncode:
                    faults.append(f"cycle {n}: verify: {verdict.stdout}{verdict.stderr}")
                line = server.line()
                for words, ref in new.items():
                    risk = json.loads(server.send(line, token, "GET", f"{RISKS}/{ref}", None))
                    if risk["threat"] != words:
                        faults.append(f"cycle {n}: {ref} is {risk['threat']!r} instead of {words!r}")
            found = stored(server.data)
        finally:
            server.stop()
    lost = [words for words, ref in acknowledged.items() if found.get(words) != [ref]]
    twice = [words for words, refs in found.items() if len(refs) > 1]
    unasked = len(found) - len(acknowledged)
    if unasked > CLIENTS * asked.cycles:
        faults.append(f"{unasked} risks that nobody was told of; at most {CLIENTS} a cycle were on their way")
    if empty > asked.cycles // 2:
        faults.append(f"{empty} cycles were over before anything was acknowledged: nothing was tried")
    starts.sort()
    print(f"{asked.cycles} kills (seed {asked.seed}), {CLIENTS} clients: {len(acknowledged)} risks acknowledged, {len(lost)} lost, {len(twice)} twice, "
          f"{unasked} stored and not acknowledged; first answer {starts[len(starts) // 2]:.2f} s in the middle, {starts[-1]:.2f} s at most")
    for fault in [*faults, *(f"lost: {words}" for words in lost), *(f"twice: {words}" for words in twice)]:
        print(f"  {fault}")
    if faults or lost or twice:
        raise SystemExit(1)


main()
