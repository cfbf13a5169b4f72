"""The page of a diff on this machine alone, with the decisions that are taken on it.

Only who knows the address can ask: it holds a token drawn at random. The names in Host and Origin must be those of
this server, so that a page from elsewhere can't talk to it under a name that it owns.
"""

from __future__ import annotations

import hmac
import json
import secrets
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from communique.errors import ReviewError
from communique.review.desk import Desk, RefusedError

_MAX_BODY_BYTES: Final = 8_000_000
_TIMEOUT_S: Final = 30
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class ReviewServer(ThreadingHTTPServer):
    """Serves one diff on 127.0.0.1.

    Args:
        desk: what is reviewed.
        port: the port; 0 takes a free one.
    """

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        """Opens the port.

        Raises:
            ReviewError: another program has it.
        """
        self.desk = desk
        self.token = secrets.token_urlsafe(24)
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except (OSError, OverflowError) as error:
            raise ReviewError(f"port {port} can't be opened: {error}; name another, or none") from error

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/{self.token}/"

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The names under which this server answers."""
        return frozenset(f"{name}:{self.server_port}" for name in ("127.0.0.1", "localhost"))

    def server_close(self) -> None:
        """Gives the port back."""
        super().server_close()
        self.desk.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes a connection early is no trouble."""


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    protocol_version = "HTTP/1.1"
    server_version = "communique"
    sys_version = ""
    timeout = _TIMEOUT_S

    def do_GET(self) -> None:
        if (path := self._asked_for()) is None:
            return
        desk = self.server.desk
        parts = path.path.split("/")
        if parts == [""]:
            self._answer(HTTPStatus.OK, desk.page, "text/html; charset=utf-8")
        elif parts == ["state"]:
            self._act(lambda: desk.state(parse_qs(path.query).get("version", [""])[0]))
        elif len(parts) == 3 and parts[0] == "pages":
            self._act(lambda: desk.sheet(parts[1], parts[2]))
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")

    def do_POST(self) -> None:
        if (path := self._asked_for()) is None:
            return
        if self.headers.get("Origin", "").removeprefix("http://") not in self.server.hosts:
            self._refuse(HTTPStatus.FORBIDDEN, "asked from another page")
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON is wanted")
        elif path.path != "decisions":
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")
        elif (body := self._body()) is not None:
            self._act(lambda: self.server.desk.take(body))

    def _asked_for(self) -> Any:
        """What is asked for below the token; None, and an answer, where the question is not for us."""
        path = urlsplit(self.path)
        token, slash, rest = path.path.removeprefix("/").partition("/")
        if self.headers.get("Host", "") not in self.server.hosts:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "this server has another name")
        elif self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            self._refuse(HTTPStatus.FORBIDDEN, "asked from another page")
        elif not slash or not hmac.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.FORBIDDEN, "the address is not complete: use the one that the command printed")
        else:
            return path._replace(path=rest)
        return None

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _MAX_BODY_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too much, or of unknown length")
            return None
        return self.rfile.read(int(length))

    def _act(self, act: Any) -> None:
        try:
            answer = act()
        except RefusedError as error:
            self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        except ReviewError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
        else:
            text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
            self._answer(HTTPStatus.OK, text.encode("utf-8", "replace"), "application/json")

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True  # a body that was not read would be taken for the next request
        self._answer(status, f"{why}\n".encode(), "text/plain; charset=utf-8")

    def _answer(self, status: HTTPStatus, content: bytes, media_type: str) -> None:
        self.send_response(status)
        for name, value in (_HEADERS | {"Content-Type": media_type, "Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nothing is printed for a request."""
