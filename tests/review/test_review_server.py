"""The local server: who may ask, what is kept, what is refused."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented import invented_diff
from known import FIXTURES, known_record
from msgspec import structs

from communique.diff.changes import Diff
from communique.diff.decisions import append_decisions, decide, read_decisions
from communique.errors import ReviewError
from communique.review.desk import Desk
from communique.review.server import ReviewServer

DIFF = invented_diff(12)


class Client:
    """Asks as a browser does, with headers that can be replaced."""

    def __init__(self, server: ReviewServer) -> None:
        self.port = server.server_port
        self.token = server.token

    def ask(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        """`headers` with underscores for hyphens; an empty one is left out."""
        host = f"127.0.0.1:{self.port}"
        sent = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, f"/{self.token if token is None else token}/{path}", skip_host=True)
        for name, value in sent.items():
            if value:
                connection.putheader(name, value)
        if data is not None and "Content_Length" not in headers:
            connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content, {name.lower(): value for name, value in answer.getheaders()}

    def decide(self, **act: Any) -> dict[str, Any]:
        status, content, _ = self.ask("POST", "decisions", act)
        assert status == 200, content
        return dict(json.loads(content))

    def state(self, version: str = "") -> dict[str, Any]:
        return dict(json.loads(self.ask("GET", f"state?version={version}")[1]))


def serve(diff: Diff, path: Path, sources: tuple[Path, ...] = ()) -> Iterator[Client]:
    with ReviewServer(Desk(diff, path, by="ada", sources=sources)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield Client(server)
        server.shutdown()
        thread.join()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.jsonl"


@pytest.fixture
def client(path: Path) -> Iterator[Client]:
    yield from serve(DIFF, path)


def test_the_page_is_given_with_the_address(client: Client) -> None:
    status, content, headers = client.ask("GET", "")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"<!DOCTYPE html>" in content
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "frame-ancestors 'none'"


REFUSED = {
    "no token": ("GET", "", {"token": ""}, 403),
    "another token": ("GET", "", {"token": "A" * 32}, 403),
    "a token in other letters": ("GET", "", {"token": "é"}, 403),
    "another host": ("GET", "", {"Host": "example.org"}, 421),
    "another host with our port": ("GET", "state", {"Host": "example.org:80"}, 421),
    "no host": ("GET", "", {"Host": ""}, 421),
    "another site": ("GET", "", {"Sec_Fetch_Site": "cross-site"}, 403),
    "another site posts": ("POST", "decisions", {"Origin": "http://example.org"}, 403),
    "a page without origin posts": ("POST", "decisions", {"Origin": ""}, 403),
    "null posts": ("POST", "decisions", {"Origin": "null"}, 403),
    "a form posts": ("POST", "decisions", {"Content_Type": "text/plain"}, 415),
    "too much": ("POST", "decisions", {"Content_Length": "99999999"}, 413),
    "a length that is none": ("POST", "decisions", {"Content_Length": "-1"}, 413),
    "another page": ("GET", "etc/passwd", {}, 404),
    "up": ("GET", "../../etc/passwd", {}, 404),
    "post elsewhere": ("POST", "state", {}, 404),
    "another method": ("PUT", "decisions", {}, 501),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(client: Client, path: Path, case: str) -> None:
    method, where, changed, expected = REFUSED[case]
    body = {"decision": "accept", "rows": [0]} if method == "POST" else None
    if case == "a token in other letters":
        changed = {"token": "%C3%A9"}
    assert client.ask(method, where, body, **changed)[0] == expected  # type: ignore[arg-type]
    assert not path.exists()


NONSENSE = [
    b"",
    b"[]",
    b"no JSON",
    {"decision": "accept"},
    {"decision": "accept", "rows": [12]},
    {"decision": "accept", "rows": [-1]},
    {"decision": "burn", "rows": [0]},
    {"decision": "note", "rows": [0], "note": "  "},
    {"decision": "undo"},
    {"decision": "undo", "row": 3},
    {"decision": "undo", "batch": "x" * 16},
    {"decision": "accept", "rows": [0], "by": "someone else"},
]


@pytest.mark.parametrize("body", NONSENSE, ids=str)
def test_nonsense_is_refused(client: Client, path: Path, body: Any) -> None:
    assert client.ask("POST", "decisions", body)[0] == 400
    assert not path.exists()


def test_a_decision_is_on_the_disk_when_it_is_answered(client: Client, path: Path) -> None:
    answer = client.decide(decision="reject", rows=[3, 3, 1], note="not so")
    decisions = read_decisions([path])
    assert [line.change for line in decisions.lines if line.decision == "reject"] == sorted(
        (DIFF.changes[3].id, DIFF.changes[1].id), key=[line.change for line in decisions.lines].index
    )
    assert {line.batch for line in decisions.lines} == {answer["batch"]}
    assert sorted(answer["decided"]) == [[1, "reject", "ada", ["not so"]], [3, "reject", "ada", ["not so"]]]


def test_a_window_is_told_what_is_new_to_it(client: Client, path: Path) -> None:
    first = client.state()
    assert (first["all"], first["decided"]) == (True, [])
    client.decide(decision="accept", rows=[0])
    second = client.state(first["version"])
    assert (second["all"], second["decided"]) == (False, [[0, "accept", "ada", []]])
    assert client.state(second["version"]) == {"version": second["version"]}
    append_decisions(path, decide(DIFF.changes[5:6], "reject", "grace"))
    third = client.state(second["version"])
    assert third["decided"] == [[5, "reject", "grace", []]]
    assert sorted(client.state()["decided"]) == [[0, "accept", "ada", []], [5, "reject", "grace", []]]


def test_an_undo_is_told_to_the_others(client: Client) -> None:
    batch = client.decide(decision="accept", rows=[0, 1])["batch"]
    version = client.state()["version"]
    client.decide(decision="undo", batch=batch)
    assert client.state(version)["decided"] == [[0, None, "", []], [1, None, "", []]]
    client.decide(decision="accept", rows=[2])
    client.decide(decision="undo", row=2)
    assert all(verdict is None for _, verdict, _, _ in client.state()["decided"])


def test_a_file_that_is_replaced_is_read_anew(client: Client, path: Path) -> None:
    """As git does when it merges."""
    version = client.decide(decision="accept", rows=[0, 1, 2])["version"]
    append_decisions(path.with_name("merged"), decide(DIFF.changes[7:8], "reject", "grace"))
    path.with_name("merged").replace(path)
    state = client.state(version)
    assert state["all"]
    assert [row for row in state["decided"] if row[1]] == [[7, "reject", "grace", []]]


def test_what_cannot_be_kept_is_said(client: Client, path: Path) -> None:
    path.mkdir()
    status, content, _ = client.ask("POST", "decisions", {"decision": "accept", "rows": [0]})
    assert status == 500
    assert b"can't be" in content


def test_many_windows_at_once_lose_nothing(client: Client, path: Path) -> None:
    def work(first: int) -> None:
        for row in range(first, 12, 4):
            client.decide(decision="accept", rows=[row])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(line.change for line in read_decisions([path]).lines) == sorted(c.id for c in DIFF.changes)


def test_pages_of_files_that_the_diff_names_are_drawn(path: Path, tmp_path: Path) -> None:
    release, pdf = known_record("bergen-fjord-laboratory/release.pdf")
    sha256 = release.source.sha256
    new = structs.replace(DIFF.changes[0].new, uri="release.pdf", sha256=sha256, media_type="application/pdf")
    diff = structs.replace(DIFF, changes=(structs.replace(DIFF.changes[0], new=new),))
    (tmp_path / "release.pdf").write_bytes(pdf)
    for client in serve(diff, path, (tmp_path,)):
        sheet = json.loads(client.ask("GET", f"pages/{sha256}/1")[1])
        assert sheet["picture"].startswith("data:image/webp;base64,")
        assert json.loads(client.ask("GET", f"pages/{sha256}/2")[1]) is None
        for wrong in (f"pages/{'0' * 64}/1", f"pages/{sha256}/x", f"pages/{sha256}/0"):
            assert client.ask("GET", wrong)[0] == 400
    assert FIXTURES.is_dir()


def test_a_port_that_is_taken_is_told(path: Path) -> None:
    desk = Desk(DIFF, path, by="ada")
    with ReviewServer(desk) as server, pytest.raises(ReviewError, match="can't be opened"):
        ReviewServer(desk, server.server_port)


def test_decisions_that_cannot_be_read_are_told_before_anything_is_served(path: Path) -> None:
    path.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    with pytest.raises(ReviewError, match="is no decision"):
        Desk(DIFF, path, by="ada")
