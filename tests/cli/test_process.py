"""How the command starts and ends as a process: fast, and without a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from processes import start

HELP_BOUND_S = 0.6
"""Processor time of `communique --help`, best of five. The aim is 0.3 s on a laptop; test machines are slower."""


@pytest.mark.skipif(os.name != "posix", reason="processor time of child processes")
def test_help_is_fast(record_property: Callable[[str, object], None]) -> None:
    import resource

    def spent() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    times = []
    for _ in range(5):
        before = spent()
        subprocess.run([sys.executable, "-m", "communique", "--help"], capture_output=True, check=True)
        times.append(spent() - before)
    record_property("help_s", round(min(times), 3))
    assert min(times) < HELP_BOUND_S


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, communique.cli.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "pydantic", "bs4", "lxml", "pdfplumber", "pyarrow", "numpy"} & set(loaded)


def test_a_reader_that_leaves_ends_the_command_quietly(page: Path) -> None:
    with start("extract", *[page] * 200) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_ends_the_command_with_130(page: Path, workers: str) -> None:
    process = start("extract", "--workers", workers, *[page] * 20000, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, trouble = process.communicate(timeout=60)
    assert (process.returncode, trouble) == (130, b"")


def test_output_is_utf_8_whatever_the_terminal_says(french_page: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    process = start("extract", french_page, env=environment)
    out, trouble = process.communicate(timeout=60)
    assert (process.returncode, trouble) == (0, b"")
    assert "Solène Karadec" in out.decode("utf-8")


def test_the_installed_command_is_the_module() -> None:
    command = Path(sys.executable).with_name("communique")
    assert subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout.split() == [
        "communique",
        version("communique"),
    ]
