"""A report goes out to real mail servers: STARTTLS, TLS from the first byte, and one that is not who it says it is."""
import argparse
import asyncio
import base64
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from email import message_from_bytes
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "load"))
from server import PROJECT, Server  # noqa: E402

# Not 127.0.0.1: what stays on the machine itself may go in the clear.
HOST, USER, PASSWORD = "127.0.0.2", "styrrum", "hemligt lösenord"
REPORT = f"/api/v1{PROJECT}/status-reports/1"


class MailServer:
    """Takes mail from who signs in over TLS, and keeps what it was told."""

    def __init__(self, certificate: Path, wrapped: bool):
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate)
        self.wrapped = wrapped
        self.mails: list[bytes] = []
        self.in_the_clear: list[str] = []
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        threading.Thread(target=self.run, args=(started,), daemon=True).start()
        started.wait()

    def run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        listening = asyncio.start_server(self.talk, HOST, 0, limit=16 * 1024 * 1024, ssl=self.tls if self.wrapped else None)
        self.port = self.loop.run_until_complete(listening).sockets[0].getsockname()[1]
        started.set()
        self.loop.run_forever()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secure, known = self.wrapped, False

        async def say(*lines: str) -> None:
            writer.write("".join(f"{line}\r\n" for line in lines).encode())
            await writer.drain()

        try:
            await say("220 mail.example ready")
            while line := (await reader.readline()).decode().strip():
                word = line.split()[0].upper()
                if word == "EHLO":
                    await say("250-mail.example", "250 AUTH PLAIN" if secure else "250 STARTTLS")
                elif word == "STARTTLS":
                    await say("220 go ahead")
                    await writer.start_tls(self.tls)
                    secure = True
                elif word == "AUTH":
                    known = secure and base64.b64decode(line.split()[2]).decode().split("\0")[1:] == [USER, PASSWORD]
                    await say("235 welcome" if known else "535 who are you")
                elif word == "DATA" and known:
                    await say("354 go on")
                    self.mails.append((await reader.readuntil(b"\r\n.\r\n"))[:-5])
                    await say("250 kept")
                elif word == "QUIT":
                    await say("221 bye")
                    return
                else:
                    if not secure:
                        self.in_the_clear.append(line)
                    await say("250 fine" if known else "530 sign in first")
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def certificate(folder: Path, name: str) -> Path:
    """A key with a certificate that signs itself, in one file."""
    made = folder / f"{name}.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    extensions = ["-addext", f"subjectAltName=IP:{HOST}", "-addext", "basicConstraints=critical,CA:FALSE"]
    subprocess.run([*command, "-subj", "/CN=mail", *extensions, "-keyout", made, "-out", folder / f"{name}.crt"], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + (folder / f"{name}.crt").read_bytes())
    return made


def sent_through(program: str, place: Path, mail: MailServer, scheme: str, trusted: Path, wanted: str) -> list[dict]:
    """Sends the demo's approved report again through `mail`, and returns its new deliveries when all are `wanted`, each tried once."""
    place.mkdir()
    server = Server(program, place / "data", free_port())
    server.load_demo()
    token = server.token("projektledare")
    settings = ["--smtp", f"{scheme}://{HOST}:{mail.port}", "--smtp-user", USER, "--smtp-root-certificate", str(trusted)]
    server.start("serve", "--listen", f"127.0.0.1:{server.port}", *settings)
    try:
        line = server.line()
        before = len(deliveries(server, line, token))
        version = json.loads(server.send(line, token, "GET", REPORT))["version"]
        server.send(line, token, "POST", f"{REPORT}/dispatch", {"again": True, "version": version})
        for _ in range(300):
            told = deliveries(server, line, token)[before:]
            if told and all(d["attempts"] and d["state"] == wanted for d in told):
                return told
            time.sleep(0.1)
        raise SystemExit(f"{scheme}: the deliveries are not {wanted}: {told}")
    finally:
        server.stop()


def deliveries(server: Server, line, token: str) -> list[dict]:
    found = json.loads(server.send(line, token, "GET", f"{REPORT}/deliveries"))["items"]
    return sorted(found, key=lambda d: d["id"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    program = parser.parse_args().program
    os.environ["STYRRUM_SMTP_PASSWORD"] = PASSWORD
    with tempfile.TemporaryDirectory(prefix="styrrum-mail-") as place:
        folder = Path(place)
        own, others = certificate(folder, "own"), certificate(folder, "others")
        for scheme, wrapped in (("smtp", False), ("smtps", True)):
            mail = MailServer(own, wrapped)
            told = sent_through(program, folder / scheme, mail, scheme, folder / "own.crt", "accepted")
            # The demo's own mails of its story go out too.
            letters = {letter["Message-ID"].strip("<>"): letter for letter in map(message_from_bytes, mail.mails)}
            kinds = [{part.get_content_type() for part in letters[d["message_id"]].walk()} for d in told]
            assert all({"text/plain", "text/html", "application/pdf"} <= k for k in kinds), kinds
            assert not mail.in_the_clear, mail.in_the_clear
            print(f"ok     {scheme}: {len(told)} letters with their PDF, nothing said before TLS")
            false = MailServer(others, wrapped)
            sent_through(program, folder / f"{scheme}-false", false, scheme, folder / "own.crt", "queued")
            assert not false.mails and not false.in_the_clear, false.in_the_clear
            print(f"ok     {scheme}: nothing goes to a server with a certificate that is not trusted")


if __name__ == "__main__":
    main()
