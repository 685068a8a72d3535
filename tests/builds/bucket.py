"""A bucket of Google Cloud Storage for tests: the stand-in behind a gate that keeps Google's precondition for
uploads, which the stand-in does not know, and that fails when it is told to.
"""

import re
import socket
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

from gcp_storage_emulator.server import create_server

NAME = re.compile(rb'"name":\s*"([^"]+)"')
BUCKET = "experiments"


class Gate:
    """What passes: `uploads` are names in their order, `sent` what came; `fail(name)` is a status or None."""

    def __init__(self, port: int):
        self.port = port
        self.uploads: list[str] = []
        self.sent: dict[str, bytes] = {}
        self.fail = lambda name: None
        self.lock = threading.Lock()

    def passes(self, path: str, body: bytes) -> int | None:
        """The status with which a request is refused; None if it may pass."""
        found = NAME.search(body) if path.startswith("/upload/") else None
        if not found:
            return None
        name = found[1].decode()
        with self.lock:
            self.uploads.append(name)
            self.sent[name] = body
            if status := self.fail(name):
                return status
        if "ifGenerationMatch=0" in path and self.has(name):
            return 412
        return None

    def has(self, name: str) -> bool:
        return self.ask("GET", f"/storage/v1/b/{BUCKET}/o/{quote(name, safe='')}")[0] == 200

    def ask(self, method, path, body=None, headers=None) -> tuple[int, list, bytes]:
        connection = HTTPConnection("localhost", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gate: Gate

    def _any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if status := self.gate.passes(self.path, body):
            self._answer(status, [], b'{"error": {"message": "told to"}}')
            return
        kept = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        self._answer(*self.gate.ask(self.command, self.path, body, kept))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _any

    def _answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                self.send_header(
                    name, value.replace(f":{self.gate.port}", f":{self.server.server_address[1]}")
                )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def bucket():
    """The gate of a new, empty bucket, and its address for STORAGE_EMULATOR_HOST."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    behind = create_server("localhost", port, in_memory=True, default_bucket=BUCKET)
    behind.start()
    gate = Gate(port)
    server = ThreadingHTTPServer(("localhost", 0), type("GateHandler", (Handler,), {"gate": gate}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield gate, f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        behind.stop()
