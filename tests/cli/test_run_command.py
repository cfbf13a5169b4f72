"""`communique run` as a command: how it is watched, how it is stopped, and what it says."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
import pytest
from pages import PAGE
from processes import Call, start

from communique.batch.events import Begun, Passed, Publishing, Tried
from communique.batch.tasks import Extracted, Failure
from communique.cli import progress

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def events(log: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.splitlines()]


def test_a_json_log_tells_what_happens_in_three_runs(call: Call, page: Path, out: Path, tmp_path: Path) -> None:
    twin, gone, log = page.with_name("twin.html"), tmp_path / "gone.pdf", tmp_path / "log.jsonl"
    twin.write_bytes(page.read_bytes())
    command = ("run", page, twin, gone, "--out", out, "--workers", "1", "--timeout", "50", "--memory", "900")
    call(*command, "--json-log", log)
    call(*command, "--json-log", log)
    about = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert about["limits"] == {"timeout_s": 50, "memory_mb": 900}
    about["extractor"]["rules"] = "0" * 64
    (out / "run.json").write_text(json.dumps(about), encoding="utf-8")
    anew = call(*command, "--json-log", log)
    assert "communique: rules changed since the last run: 1 record extracted anew\n" in anew.stderr

    written = events(log.read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", e.pop("time")) for e in written)
    starts = [i for i, e in enumerate(written) if e["event"] == "started"]
    assert [written[i] for i in starts] == [{"event": "started", "inputs": 3}] * 3
    assert [e for e in written if e["event"] == "resumed"] == [
        {"event": "resumed", "known": 1, "changed": []},
        {"event": "resumed", "known": 0, "changed": ["rules"]},
    ]
    first, second, third = (written[a:b] for a, b in pairwise([*starts, len(written)]))
    documents = [e for e in first if e["event"] == "document"]
    assert {(e["uri"], e["outcome"], e.get("reason")) for e in documents} == {
        (str(page), "record", None), (str(twin), "duplicate", None), (str(gone), "failed", "missing"),
    }  # fmt: skip
    assert [e["seconds"] > 0 for e in documents if e["outcome"] == "record"] == [True]
    assert [e["outcome"] for e in second if e["event"] == "document"] == ["taken-up", "duplicate", "failed"]
    shown = ("event", "tried", "taken_up", "duplicates", "failed", "anew", "written")
    assert [[run[-1][k] for k in shown] for run in (first, second, third)] == [
        ["finished", 2, 0, 1, 1, 0, True],
        ["finished", 1, 1, 1, 1, 0, False],
        ["finished", 2, 0, 1, 1, 1, True],
    ]


def test_a_json_log_can_stand_on_standard_output(call: Call, out: Path, tmp_path: Path) -> None:
    result = call("run", tmp_path / "gone.pdf", "--out", out, "--json-log", "-")
    assert [e["event"] for e in events(result.stdout)] == [
        "started",
        "document",
        "publishing",
        "publishing",
        "finished",
    ]


@posix
def test_a_run_goes_on_when_nobody_reads_its_log(out: Path, tmp_path: Path) -> None:
    gone = [tmp_path / f"gone-{i}.pdf" for i in range(3000)]
    with start("run", *gone, "--out", out, "--keep-going", "--json-log", "-", "--quiet") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        trouble = process.stderr.read()
    assert (process.returncode, trouble.count(b"\n")) == (1, 11)
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]["failed"] == 3000


def test_a_log_that_can_not_be_written_is_wrong_usage(call: Call, page: Path, out: Path, tmp_path: Path) -> None:
    result = call("run", page, "--out", out, "--json-log", tmp_path / "no" / "log")
    assert result.exit_code == 2
    assert "the log can't be written" in result.stderr
    assert not out.exists()


def test_a_quiet_run_says_only_what_went_wrong(call: Call, out: Path, tmp_path: Path) -> None:
    result = call("run", tmp_path / "gone.pdf", "--out", out, "--quiet")
    assert result.stderr == f"communique: {tmp_path / 'gone.pdf'}: missing: there is no such file; check the path\n"
    (tmp_path / "none").mkdir()
    assert call("run", tmp_path / "none", "--out", out, "--quiet").stderr == ""


def test_a_run_without_inputs_is_wrong_usage(call: Call, out: Path) -> None:
    result = call("run", "--out", out)
    assert (result.exit_code, "no INPUT is named" in result.stderr) == (2, True)


def test_inputs_can_come_from_a_list(call: Call, out: Path, tmp_path: Path) -> None:
    names = tmp_path / "names"
    names.write_bytes(b"gone-1.pdf\0gone-2.pdf\0")
    result = call("run", "--files-from", names, "--null", "--out", out)
    assert "gone-1.pdf: missing" in result.stderr
    assert "gone-2.pdf: missing" in result.stderr


def test_a_later_run_says_that_nothing_changed(call: Call, out: Path, tmp_path: Path) -> None:
    call("run", tmp_path / "gone.pdf", "--out", out)
    assert call("run", tmp_path / "gone.pdf", "--out", out).stderr.endswith("; nothing changed\n")


ENDS = {"SIGINT": (130, "Ctrl-C"), "SIGTERM": (143, "SIGTERM"), "SIGHUP": (129, "signal 1")}


@posix
@pytest.mark.parametrize(("name", "end"), ENDS.items(), ids=ENDS)
def test_a_signal_ends_a_run_cleanly(tmp_path: Path, out: Path, name: str, end: tuple[int, str]) -> None:
    for i in range(20):
        (tmp_path / f"{i}.html").write_text(PAGE.replace("2019", str(2000 + i)), encoding="utf-8")
    process = start("run", tmp_path, "--out", out, "--workers", "2", "--json-log", "-", start_new_session=True)
    assert process.stdout is not None
    assert b"started" in process.stdout.readline()
    workers = psutil.Process(process.pid).children()
    os.killpg(process.pid, getattr(signal, name))
    log, trouble = process.communicate(timeout=60)
    code, how = end
    assert process.returncode == code
    assert events(log.decode())[-1]["signal"] == getattr(signal, name)
    assert trouble.decode() == f"communique: stopped by {how}; the same command goes on where it was ({out})\n"
    assert [w for w in workers if w.is_running() and w.status() != psutil.STATUS_ZOMBIE] == []


@posix
def test_a_signal_that_is_not_to_be_heeded_is_not(page: Path, out: Path) -> None:
    """As under `nohup`, which a run of a night is started with."""

    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    process = start("run", page, "--out", out, "--json-log", "-", preexec_fn=ignore)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGHUP)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 143


@posix
def test_a_terminal_shows_a_bar(tmp_path: Path, out: Path) -> None:
    import pty

    here, there = pty.openpty()
    command = [sys.executable, "-m", "communique", "run", "--keep-going", "--out", str(out)]
    command += [str(tmp_path / f"gone-{i}.pdf") for i in range(60)]
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    with subprocess.Popen(command, stderr=there, env=environment) as process:
        os.close(there)
        shown = b""
        while chunk := _read(here):
            shown += chunk
    os.close(here)
    assert process.returncode == 1
    assert "60/60" in shown.decode()
    assert "60 failed" in shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so when the other side is closed
        return b""


def test_where_no_terminal_is_a_line_is_said_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    said = StringIO()
    monkeypatch.setattr(progress, "monotonic", lambda: clock[0])
    monkeypatch.setattr(sys, "stderr", said)
    record, failure = Extracted("a", "0" * 64, "{}"), Failure("b", "unreadable", "it is torn")
    with progress.show_run(quiet=False) as watch:
        watch(Begun(inputs=4000, known=1000, changed=()))
        for _ in range(1000):
            watch(Passed("x", duplicate=False))
        for i in range(480):
            clock[0] += 0.125
            watch(Tried(failure if i % 100 == 50 else record, 0.2))
        clock[0] += 40
        watch(Publishing(done=2000, inputs=4000))
    assert said.getvalue().splitlines() == [
        "communique: extracting: 1,240 of 4,000 (31 %), 2 failed, 8.0 a second, 6 min left",
        "communique: extracting: 1,480 of 4,000 (37 %), 5 failed, 8.0 a second, 5 min left",
        "communique: writing the run folder: 2,000 of 4,000 (50 %), 5 failed",
    ]
