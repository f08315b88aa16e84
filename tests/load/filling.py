"""Fills the demo's project through the API, over many connections, as people would if there were many of them."""
import json
import threading
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from server import PROJECT, Server

FILLERS = 32
API = f"/api/v1{PROJECT}"
# A project that has gone on for years. The documents' versions are spread over a twentieth as many documents.
RISKS, CHANGES, DECISIONS, VERSIONS = 2_000, 200, 500, 1_000


def risks(server: Server, token: str, wanted: int) -> None:
    """Logs risks until the project has `wanted` of them."""
    if not server.risks:
        listed = server.send(server.line(), token, "GET", f"{API}/risks?limit=200")
        server.risks = len(json.loads(listed)["items"])
    together(server, range(server.risks, wanted), lambda line, number: server.send(line, token, "POST", f"{API}/risks", risk(number)))
    server.risks = wanted
    server.settle()


def everything(server: Server, token: str) -> None:
    """A project as it is after years: risks, change requests, decisions, documents in many versions."""
    before = server.risks
    risks(server, token, RISKS)
    together(server, range(CHANGES), lambda line, number: server.send(line, token, "POST", f"{API}/change-requests", change(number)))
    low = [number + 1 for number in range(before, RISKS) if value(risk(number)) <= 4][:DECISIONS]
    together(server, low, lambda line, number: accept(server, line, token, number))
    together(server, range(VERSIONS // 20), lambda line, number: document(server, line, token, number))
    server.settle()


def together(server: Server, todo: Iterable[int], work: Callable) -> None:
    """Does `work(connection, number)` for each number, `FILLERS` at a time. The first that fails ends the program."""
    numbers, lock, failed = iter(todo), threading.Lock(), []

    def run() -> None:
        line = server.line()
        while not failed:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                work(line, number)
            except Exception as error:
                failed.append(error)

    workers = [threading.Thread(target=run) for _ in range(FILLERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise SystemExit(str(failed[0]))


def risk(number: int) -> dict:
    """A risk like those people write. One in fifty is high: more would mostly measure the mail about them."""
    likelihood, impact = (5, 4) if number % 50 == 0 else (number % 3 + 1, number % 4 + 1)
    return {
        "threat": f"Leverantören av system {number} försenas",
        "vulnerability": "Projektet är beroende av en enda leverantör",
        "consequence": f"Införandet i kommun {number % 14 + 1} blir senare än planerat",
        "likelihood": likelihood,
        "impact": impact,
        "reason": "Bedömd vid riskgenomgången.",
    }


def value(risk: dict) -> int:
    return risk["likelihood"] * risk["impact"]


def change(number: int) -> dict:
    return {
        "title": f"Flytta utbildningen i kommun {number % 14 + 1}",
        "proposal": f"Utbildningstillfälle {number} hålls en månad senare.",
        "reason": "Verksamheten kan inte avvara sin personal under sommaren.",
        "if_nothing": "Färre deltar, och utbildningen får göras om.",
        "submit": number % 2 == 0,
    }


def accept(server: Server, line, token: str, number: int) -> None:
    """The leader accepts a risk in the leader's own band: a decision."""
    seen = json.loads(server.send(line, token, "GET", f"{API}/risks/R{number}"))["version"]
    until = (date.today() + timedelta(days=90)).isoformat()
    server.send(line, token, "POST", f"{API}/risks/R{number}/acceptance", {"reason": "Åtgärder kostar mer än skadan.", "expires_on": until, "version": seen})


def document(server: Server, line, token: str, number: int) -> None:
    """A document with twenty versions."""
    text = f"Instruktion {number} för införandet.\n\n" + "Kommunens samordnare går igenom checklistan med varje enhet.\n" * 20
    new = {"kind": "other", "title": f"Instruktion {number}", "text": text}
    made = json.loads(server.send(line, token, "POST", f"{API}/documents", new))
    for turn in range(19):
        next_one = {"text": f"{text}\nÄndring {turn}.", "reason": f"Ändrad efter genomgång {turn + 1}.", "version": made["version"]}
        made = json.loads(server.send(line, token, "POST", f"{API}/documents/{made['number']}/versions", next_one))
