# ruff: noqa: E402, T201
"""Measures the extraction on one core, models loaded: the share of each stage, two ratios, growth with length.

    python tools/benchmarks/extraction.py [FOLDER…] [--every 4] [--pages 1,3,10,30,100,300]

FOLDERs hold releases in HTML and PDF; without one it is the data folder beside the project (`../shared/gold` and
`../shared/seed`), or the project's `fixtures` where there is none. `--every 4` takes each fourth file of each kind.

What is printed:

* stages: the processor time of reading (HTML and PDF apart), of each step and of putting the record together, in
  milliseconds a document and as a share of all; documents and pages a second. A page of HTML is 3,000 characters.
* ratios: the whole extraction of the PDFs to `pdfplumber`'s `extract_text` alone, and the PDF reader to
  `pdftotext -bbox` (poppler-utils), which counts with the start of its process, as it is used. Each file is measured
  by turns, so that a machine that slows down does so for all.
* agreement (only when asked for): in how many PDFs the reader's fast way through the contents and the library's own
  give the same document; the tests look at a sample of them.
* growth: the PDF reader and the whole extraction on documents of 1 to 300 pages, set from the texts of the fixtures,
  in milliseconds a page, and the exponent of growth between a length and the next: 1 is linear, 2 quadratic. Short
  documents bear what each document costs however short it is.

All figures are seconds of one core that this process, or pdftotext, used: other work on the machine does not count,
though it slows the core down. The first documents are read once before, so that models, rules and caches are there.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

from communique import extractor as extraction
from communique.document import Document, Span
from communique.errors import ReadError
from communique.extractor import Extractor, default_extractor
from communique.readers import read
from communique.readers.pdf.interpreter import ContentInterpreter

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"
CHARACTERS_A_PAGE = 3_000
WARM_UP = 12


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="*", type=Path)
    arguments.add_argument("--every", type=int, default=1, help="take each n-th file of each kind")
    arguments.add_argument("--rounds", type=int, default=2, help="how often the ratios are measured; the least counts")
    arguments.add_argument("--pages", default="1,3,10,30,100,300", help="lengths for the growth; none: no growth")
    arguments.add_argument("--only", choices=("stages", "ratios", "agreement", "growth"), help="one part")
    given = arguments.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    found = list(find_files(given.folders or default_folders()))
    pdfs = [path for path in found if path.suffix == ".pdf"][:: given.every]
    files = [path for path in found if path.suffix == ".html"][:: given.every] + pdfs
    extract = default_extractor()
    for path in files[:: max(1, len(files) // WARM_UP)]:
        extract(path.read_bytes(), path.name)
    if given.only in (None, "stages"):
        print_stages(extract, files)
    if given.only in (None, "ratios"):
        print_ratios(extract, pdfs, given.rounds)
    if given.only == "agreement":
        print_agreement(pdfs)
    if given.only in (None, "growth") and given.pages:
        print_growth(extract, [int(n) for n in given.pages.split(",")])


def default_folders() -> list[Path]:
    """The data folder's releases, or the fixtures."""
    if (SHARED / "gold").is_dir():
        return [SHARED / "gold", SHARED / "seed"]
    return [REPOSITORY / "fixtures"]


def find_files(folders: Sequence[Path]) -> Iterator[Path]:
    """The readable releases under the folders, in order."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".pdf") and "broken" not in path.parts and "source" not in path.parts:
                try:
                    read(path.read_bytes())
                except ReadError:
                    continue
                yield path


class TimedStep:
    """A step that adds the processor time it takes to `seconds`, under its name."""

    def __init__(self, step: Any, seconds: Counter[str]) -> None:
        self._step, self._seconds = step, seconds
        self.name, self.needs, self.gives = step.name, step.needs, step.gives

    def __call__(self, document: Any, findings: Any) -> object:
        started = time.process_time()
        try:
            return self._step(document, findings)
        finally:
            self._seconds[self.name] += time.process_time() - started


def print_stages(extract: Extractor, files: Sequence[Path]) -> None:
    """Prints what each stage takes of the whole, and how many documents and pages a second that makes."""
    seconds: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    timed = Extractor(tuple(TimedStep(step, seconds) for step in extract.steps), extract.registry)
    pages = 0.0
    whole = 0.0
    for path in files:
        kind = path.suffix.removeprefix(".")
        stage = f"reader {kind}"

        def read_timed(data: bytes, stage: str = stage) -> Any:
            started = time.process_time()
            document = read(data)
            seconds[stage] += time.process_time() - started
            return document

        data = path.read_bytes()
        with patch.object(extraction, "read", read_timed):
            took, record = _timed(lambda data=data, path=path: timed(data, path.name))
        whole += took
        counts[kind] += 1
        pages += record.source.pages or len(record.text) / CHARACTERS_A_PAGE
    seconds["assembling"] = whole - seconds.total()
    print(f"{len(files)} documents ({', '.join(f'{n} {k}' for k, n in sorted(counts.items()))}), {pages:.0f} pages")
    print(f"{len(files) / whole:.1f} documents/s, {pages / whole:.1f} pages/s, {1000 * whole / len(files):.1f} ms each")
    print(f"{'stage':<14} {'ms a document':>13} {'share':>7}")
    for stage, took in seconds.items():
        of = counts.get(stage.removeprefix("reader "), len(files))
        print(f"{stage:<14} {1000 * took / of:>13.1f} {took / whole:>7.1%}")


def print_ratios(extract: Extractor, pdfs: Sequence[Path], rounds: int) -> None:
    """Prints how the extraction and the PDF reader compare with the tools that only get text out of a PDF."""
    took: Counter[str] = Counter()
    reader_of: dict[Path, float] = {}
    for path in pdfs:
        data = path.read_bytes()
        ways: dict[str, Callable[[], float]] = {
            "whole extraction": lambda data=data, path=path: _timed(lambda: extract(data, path.name))[0],
            "pdfplumber extract_text": lambda data=data: _timed(lambda: _plumb(data))[0],
            "PDF reader": lambda data=data: _timed(lambda: read(data))[0],
            "pdftotext -bbox": lambda path=path: _poppler(path),
        }
        least = {name: min(way() for _ in range(rounds)) for name, way in ways.items()}
        took.update(least)
        reader_of[path] = least["PDF reader"] / least["pdftotext -bbox"]
    if not pdfs:
        return
    print(f"\n{len(pdfs)} PDFs, each the least of {rounds} rounds")
    for name, seconds in took.items():
        print(f"{name:<24} {1000 * seconds / len(pdfs):>8.1f} ms a document")
    whole, plumbed, reader, poppler = took.values()
    worst = max(reader_of, key=lambda path: reader_of[path])
    print(f"whole extraction / pdfplumber extract_text: {whole / plumbed:.2f}")
    print(f"PDF reader / pdftotext -bbox: {reader / poppler:.2f} (at most {reader_of[worst]:.2f})")


def print_agreement(pdfs: Sequence[Path]) -> None:
    """Prints in how many PDFs the reader's way through the contents and the library's give the same document."""
    differing = []
    for path in pdfs:
        data = path.read_bytes()
        with patch.object(ContentInterpreter, "by_library", True):
            slow = _whole(read(data))
        if _whole(read(data)) != slow:
            differing.append(path)
    print(f"\n{len(pdfs) - len(differing)} of {len(pdfs)} PDFs give the same document both ways")
    for path in differing:
        print(f"not {path.parent.name}/{path.name}")


def _whole(document: Document) -> tuple[object, ...]:
    places = [document.places(Span(part.start, part.end)) for part in (*document.blocks, *document.runs)]
    runs, blocks, issues = document.runs, document.blocks, document.issues
    return document.text, document.origins, runs, blocks, document.meta, document.pages, issues, places


def print_growth(extract: Extractor, lengths: Sequence[int]) -> None:
    """Prints what a page costs in documents of several lengths."""
    print(
        f"\n{'pages':>5} {'characters':>10} {'reader ms/page':>14} {'exponent':>8}"
        f" {'whole ms/page':>13} {'exponent':>8}"
    )
    before: tuple[int, float, float] | None = None
    for pages in lengths:
        data = set_pages(pages)
        reader, document = _timed(lambda data=data: read(data))
        whole, _ = _timed(lambda data=data: extract(data, "growth.pdf"))
        exponents = ["", ""]
        if before is not None:
            step = math.log(pages / before[0])
            exponents = [
                f"{math.log(now / then) / step:.2f}" for now, then in zip((reader, whole), before[1:], strict=True)
            ]
        print(
            f"{pages:>5} {len(document.text):>10,} {1000 * reader / pages:>14.1f} {exponents[0]:>8} "
            f"{1000 * whole / pages:>13.1f} {exponents[1]:>8}"
        )
        before = (pages, reader, whole)


def set_pages(pages: int) -> bytes:
    """A PDF of so many pages, set from the texts of the fixtures: headings, paragraphs, a note and a page number."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    blocks = _endless_blocks()
    rest: list[tuple[str, int]] = []
    for number in range(1, pages + 1):
        y = 780.0
        while y > 110:
            if not rest:
                kind, text = next(blocks)
                size = 13 if kind == "title" else 10
                rest = [(line, size) for line in simpleSplit(text, "Helvetica", size, 475)]
                y -= 8
                continue
            line, size = rest.pop(0)
            canvas.setFont("Helvetica-Bold" if size > 10 else "Helvetica", size)
            canvas.drawString(60, y, line)
            y -= 1.25 * size
        canvas.setFont("Helvetica", 6)
        canvas.drawString(60, 73, str(number % 9 + 1))
        canvas.setFont("Helvetica", 8)
        canvas.drawString(64, 70, f"A note of the page, which names the CNRS and page {number}.")
        canvas.drawString(290, 30, f"{number} / {pages}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _endless_blocks() -> Iterator[tuple[str, str]]:
    """The blocks of all fixtures, over and over, as (kind, text) in characters that every PDF viewer has a font for."""
    releases = [json.loads(path.read_bytes()) for path in sorted((REPOSITORY / "fixtures").glob("*/golden.json"))]
    records = [record for release in releases for record in _records(release)]
    while True:
        for record in records:
            for block in record["blocks"]:
                text = record["text"][block["start"] : block["end"]].encode("cp1252", "ignore").decode("cp1252")
                if text.strip():
                    yield block["kind"], text


def _records(value: Any) -> Iterator[dict[str, Any]]:
    """The records in a golden file, wherever they stand in it."""
    if isinstance(value, dict):
        if "text" in value and "blocks" in value:
            yield value
        else:
            for inner in value.values():
                yield from _records(inner)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def _plumb(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()


def _poppler(path: Path) -> float:
    """The processor time of pdftotext, from the start of its process to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["pdftotext", "-bbox", str(path), os.devnull], check=True, stderr=subprocess.PIPE)  # of empty pages
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
