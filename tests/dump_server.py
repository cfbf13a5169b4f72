"""A web server of this machine that hands out a dump as Zenodo does, and fails as networks do when it is told to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

RECORD = "/api/records/1"


class DumpServer(ThreadingHTTPServer):
    """Knows one file and one record of it.

    Attributes:
        content: the file's bytes.
        name: the file's name.
        ranges: whether parts of the file can be asked for.
        tag: the ETag that is sent, or None.
        cuts: after how many bytes each of the next answers is cut.
        failures: the status codes of the next answers, before any file.
        checksum: what the record says; by default what is true.
        asked: for each request for the file, its Range header or None.
    """

    daemon_threads = True

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content = content
        self.name = name
        self.ranges = True
        self.tag: str | None = '"first"'
        self.cuts: list[int] = []
        self.failures: list[int] = []
        self.checksum: str | None = None
        self.asked: list[str | None] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def record_url(self) -> str:
        return self.address + RECORD

    @property
    def file_url(self) -> str:
        return f"{self.address}/files/{self.name}"

    def record(self) -> dict[str, Any]:
        """The record as Zenodo writes it."""
        files = [
            {"key": "readme.md", "size": 1, "checksum": "md5:0", "links": {"self": f"{self.address}/readme"}},
            {
                "key": self.name,
                "size": len(self.content),
                "checksum": self.checksum or f"md5:{hashlib.md5(self.content).hexdigest()}",
                "links": {"self": self.file_url},
            },
        ]
        return {"id": 1, "metadata": {"version": "v1.74"}, "files": files}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves early is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: DumpServer

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", RECORD)
            self.end_headers()
        elif self.path == RECORD:
            self._send(200, json.dumps(self.server.record()).encode())
        elif self.path == "/page":
            self._send(200, b"<html>")
        elif self.path == "/other-json":
            self._send(200, b'{"hits": []}')
        elif self.path.startswith("/files/"):
            self._send_file()
        else:
            self._send(404, b"nothing here")

    def _send_file(self) -> None:
        server = self.server
        wanted = self.headers.get("Range")
        server.asked.append(wanted)
        if server.failures:
            self._send(server.failures.pop(0), b"")
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        fits = self.headers.get("If-Range") in (None, server.tag)
        if wanted and server.ranges and start >= len(server.content):
            self._send(416, b"")
        elif wanted and server.ranges and fits:
            last = len(server.content) - 1
            self._send(206, server.content[start:], {"Content-Range": f"bytes {start}-{last}/{last + 1}"})
        else:
            self._send(200, server.content)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if self.server.tag and self.path.startswith("/files/"):
            self.send_header("ETag", self.server.tag)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.server.cuts and self.path.startswith("/files/"):
            body = body[: self.server.cuts.pop(0)]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Tests are quiet."""


@contextmanager
def serving(content: bytes, name: str = "v1.74-2025-11-24-ror-data.zip") -> Iterator[DumpServer]:
    """A server of a file, for as long as the block runs."""
    server = DumpServer(content, name)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
