"""`communique show` and `communique review` on the command line."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from invented import invented_diff
from known import FIXTURES, known_record
from typer.testing import CliRunner, Result

from communique.cli import review, show
from communique.cli.main import app
from communique.diff.decisions import Decisions, append_decisions, decide, read_decisions
from communique.evaluate import find_cases
from communique.records import Release
from communique.review.gold_rows import export_gold

RELEASE = FIXTURES / "norwich-rust-watch" / "release.html"


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], prog_name="communique")


@pytest.mark.parametrize("command", [show, review])
def test_the_examples_parse(command: Any) -> None:
    examples = [line for line in command.EXAMPLES.splitlines() if line.startswith("communique ")]
    assert len(examples) >= 3
    for example in examples:
        arguments = shlex.split(example.split(" > ")[0])[1:]
        assert call(*arguments, "--help").exit_code == 0, example


def test_show_writes_the_page_of_a_release(tmp_path: Path) -> None:
    assert call("show", RELEASE, "--html", tmp_path / "shown.html").exit_code == 0
    assert "rust" in (tmp_path / "shown.html").read_text(encoding="utf-8")


def test_show_takes_a_record_and_finds_its_pdf(tmp_path: Path) -> None:
    release, pdf = known_record("bergen-fjord-laboratory/release.pdf")
    (tmp_path / "record.json").write_text(release.to_json(), encoding="utf-8")
    page = tmp_path / "shown.html"
    assert call("show", tmp_path / "record.json", "--html", page, "--sources", tmp_path).exit_code == 0
    (tmp_path / "release.pdf").write_bytes(pdf[:-1])
    call("show", tmp_path / "record.json", "--html", page, "--sources", tmp_path)
    without = page.read_text(encoding="utf-8")
    (tmp_path / "release.pdf").write_bytes(pdf)
    call("show", tmp_path / "record.json", "--html", page, "--sources", tmp_path)
    assert ("data:image" in without, "data:image" in page.read_text(encoding="utf-8")) == (
        Path(release.source.uri).is_file(),
        True,
    )


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        ("gone.pdf", None, 1, "missing"),
        ("empty.pdf", b"", 1, "empty"),
        ("broken.pdf", b"%PDF-1.7 broken", 1, "broken.pdf"),
        ("record.json", b'{"id": 1}', 2, "no record"),
    ],
)
def test_show_says_what_is_wrong(tmp_path: Path, name: str, content: bytes | None, code: int, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = call("show", tmp_path / name, "--html", tmp_path / "shown.html")
    assert result.exit_code == code
    assert said in result.stderr
    assert not (tmp_path / "shown.html").exists()


def test_show_says_when_the_page_cannot_be_written(tmp_path: Path) -> None:
    release, _ = known_record("bergen-fjord-laboratory/release.pdf")
    (tmp_path / "record.json").write_text(release.to_json(), encoding="utf-8")
    result = call("show", tmp_path / "record.json", "--html", tmp_path / "nowhere" / "shown.html")
    assert result.exit_code == 2
    assert "can't be written" in result.stderr


def write_sides(folder: Path) -> tuple[Path, Path]:
    """Two files with a record each, of which the new one lacks the first fact."""
    record = json.loads(known_record("norwich-rust-watch/release.html")[0].to_json())
    less = {**record, "facts": record["facts"][1:]}
    for name, one in (("base.jsonl", record), ("new.jsonl", less)):
        (folder / name).write_text(json.dumps(one) + "\n", encoding="utf-8")
    return folder / "base.jsonl", folder / "new.jsonl"


def test_review_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    base, new = write_sides(tmp_path)
    command = [sys.executable, "-m", "communique", "review", str(base), str(new), "--no-open", "--by", "ada"]
    review = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env={**os.environ, "COMMUNIQUE_REGISTRY": "core"}
    )
    assert review.stderr is not None
    url = review.stderr.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", url)
    with urllib.request.urlopen(url, timeout=20) as page:
        assert b": 1 change</title>" in page.read()
    request = urllib.request.Request(
        f"{url}decisions",
        data=b'{"decision":"reject","rows":[0]}',
        headers={"Content-Type": "application/json", "Origin": url.split("/", 3)[0] + "//" + url.split("/")[2]},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200
    review.send_signal(signal.SIGINT)
    assert review.wait(20) == 0
    review.stderr.close()
    (line,) = read_decisions([tmp_path / "decisions.jsonl"]).lines
    assert (line.by, line.decision, line.kind) == ("ada", "reject", "removed")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["one"], "BASE and NEW"),
        (["one", "two", "three"], "BASE and NEW"),
        (["gone.jsonl", "gone.jsonl"], "gone.jsonl"),
        (["--export-gold", "gold", "gone.jsonl"], "no such file of decisions"),
    ],
)
def test_review_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("review", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def gold_of(folder: Path) -> Any:
    (case,) = folder.iterdir()
    return json.loads((case / "gold.json").read_text(encoding="utf-8"))


def test_rejected_changes_become_gold_that_evaluate_reads(tmp_path: Path) -> None:
    from communique.diff.compare import diff

    release, data = known_record("norwich-rust-watch/release.html")
    base, new = write_sides(tmp_path)
    decisions = tmp_path / "decisions.jsonl"
    gone = [change for change in diff(base, new).changes if change.kind == "removed"]
    come = [change for change in diff(new, base).changes if change.kind == "added"]
    append_decisions(decisions, decide(gone, "reject", "ada"))
    gold = tmp_path / "gold"
    (tmp_path / "release.html").write_bytes(data)
    result = call("review", "--export-gold", gold, decisions, "--sources", tmp_path)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (0, f"1 rows added in 1 folders of {gold}")
    fact = release.facts[0]
    names = {entity.id: entity.name for entity in release.entities}
    (row,) = gold_of(gold)["facts"]
    assert (row["subject"], row["predicate"]) == (names[fact.subject], fact.predicate)
    (case,) = find_cases([gold])
    assert [f.subject for f in case.gold.facts] == [names[fact.subject]]
    assert names[fact.subject] in [entity.name for entity in case.gold.entities]
    assert call("evaluate", gold).exit_code == 0

    append_decisions(decisions, decide(come, "reject", "ada"))
    call("review", "--export-gold", gold, decisions, "--sources", tmp_path)
    assert len(gold_of(gold)["facts"]) == 1
    assert gold_of(gold)["not_facts"] == [], "the same fact can't be wanted and forbidden"


def extract_sample(sample: dict[str, Any]) -> Any:
    return lambda data, uri: Release.model_validate(sample)


@pytest.mark.parametrize(
    ("kind", "which", "wanted", "forbidden"),
    [
        ("added", (), 0, 1),
        ("removed", (), 1, 0),
        ("changed", ("object",), 1, 1),
        ("changed", ("role",), 1, 0),
        ("moved", ("words",), 0, 0),
        ("link", ("ror",), 0, 0),
    ],
)
def test_which_rows_a_rejection_gives(
    tmp_path: Path, sample: dict[str, Any], kind: str, which: tuple[str, ...], wanted: int, forbidden: int
) -> None:
    import hashlib

    from msgspec import structs

    change = next(c for c in invented_diff(12).changes if c.kind == kind)
    (tmp_path / "letter.html").write_bytes(b"<p>ice</p>")
    sha256 = hashlib.sha256(b"<p>ice</p>").hexdigest()
    change = structs.replace(change, which=which, new=structs.replace(change.new, uri="letter.html", sha256=sha256))
    decisions = Decisions(decide([change], "reject", "ada"))
    for _ in range(2):  # a second export adds nothing
        export = export_gold(decisions, tmp_path / "gold", extract_sample(sample), [tmp_path])
    assert (export.rows, export.no_fact) == (0, int(not wanted and not forbidden))
    if wanted or forbidden:
        gold = gold_of(tmp_path / "gold")
        assert (len(gold["facts"]), len(gold["not_facts"])) == (wanted, forbidden)


def test_an_export_keeps_the_gold_that_stands_there(tmp_path: Path, sample: dict[str, Any]) -> None:
    change = next(c for c in invented_diff(12).changes if c.kind == "added")
    decisions = Decisions(decide([change], "reject", "ada"))
    case = tmp_path / f"0-{change.new.sha256[:8]}" if change.new and change.new.sha256 else tmp_path
    case.mkdir(exist_ok=True)
    (case / "gold.json").write_text('{"language": "fr", "remark": "by hand", "facts": []}', encoding="utf-8")
    export = export_gold(decisions, tmp_path, extract_sample(sample))
    gold = json.loads((case / "gold.json").read_text(encoding="utf-8"))
    assert (export.rows, gold["remark"], len(gold["not_facts"])) == (1, "by hand", 1)


def test_a_release_that_is_not_at_hand_is_told(tmp_path: Path) -> None:
    append_decisions(tmp_path / "d.jsonl", decide(invented_diff(2).changes, "reject", "ada"))
    result = call("review", "--export-gold", tmp_path / "gold", tmp_path / "d.jsonl")
    assert result.exit_code == 1
    assert "letters/0.html: not at hand" in result.stderr
