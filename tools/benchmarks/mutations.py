# ruff: noqa: T201
"""Runs `communique run` over thousands of damaged files, and checks that each gives a record or a coded failure.

    python tools/benchmarks/mutations.py [--count 10000] [--first 0] [--workers 2] [--timeout 60] [--keep FOLDER]

The files are made from the releases and broken files of `fixtures`, and from `../shared/robustness` where it is there,
by `tests/fuzz/mutating.py`: byte flips, cuts, splices, repeats, swaps. File and number say what was made, so that one
of them can be made again by `--first NUMBER --count 1 --keep FOLDER`.

It prints how many inputs ended how, and the seconds. It ends with 1, and names the inputs, when the run did not end by
itself, when an input has neither record nor failure or has both, when a record does not keep to its model or says that
a step failed, or when an input ended as no input may: by a bug, a crash, or a limit on time or memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from communique.errors import EXTRACTION_REASONS
from communique.records import Release

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tests" / "fuzz"))

from mutating import find_sources, mutations  # noqa: E402


def main() -> int:
    """Makes the files, runs over them, prints what came of it; 1 when something is wrong."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--count", type=int, default=10_000, help="how many files are made")
    arguments.add_argument("--first", type=int, default=0, help="the number of the first")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--timeout", type=float, default=60, help="seconds that one document may take")
    arguments.add_argument("--keep", type=Path, help="where files and run are left, instead of a temporary folder")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return check(given.keep or Path(scratch), given.first, given.count, given.workers, given.timeout)


def check(folder: Path, first: int, count: int, workers: int, timeout_s: float) -> int:
    """The exit code: 1 when something is wrong."""
    shared = Path(os.environ.get("COMMUNIQUE_SHARED", REPOSITORY.parent / "shared"))
    sources = find_sources(REPOSITORY / "fixtures", shared / "robustness")
    inputs = write_inputs(folder / "in", sources, first, count)
    print(f"{len(inputs):,} files made from {len(sources)}")
    begun = perf_counter()
    code = run(folder, workers, timeout_s)
    seconds = perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor_s = used.ru_utime + used.ru_stime
    print(f"{seconds:.0f} s, {processor_s:.0f} s of processor time, {1000 * processor_s / len(inputs):.0f} ms a file")
    if code not in (0, 1) or not (folder / "out" / "run.json").is_file():
        print(f"the run ended with {code} and did not finish")
        return 1
    ends, troubles = read_ends(folder, inputs)
    for reason, number in sorted(ends.items(), key=lambda item: (-item[1], item[0])):
        print(f"  {reason:16} {number:7,}")
    for trouble in troubles:
        print(trouble)
    print(f"{len(troubles)} inputs ended as none may" if troubles else "every input has a record or a coded failure")
    return 1 if troubles else 0


def write_inputs(folder: Path, sources: list[Path], first: int, count: int) -> list[str]:
    """Writes the mutated files and gives their names; of equal ones each is written."""
    names = []
    for name, data in mutations(sources, first, count):
        place = folder / f"{len(names) // 1000:03d}" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        names.append(place.relative_to(folder.parent).as_posix())
    return names


def run(folder: Path, workers: int, timeout_s: float) -> int:
    """The exit code of the run."""
    command = [sys.executable, "-m", "communique", "run", "in", "--out", "out", "--quiet", "--keep-going"]
    options = ["--workers", str(workers), "--timeout", str(timeout_s), "--registry", "core"]
    return subprocess.run([*command, *options], cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode


def read_ends(folder: Path, inputs: list[str]) -> tuple[Counter[str], list[str]]:
    """How many inputs ended how, and a line for each that ended as none may."""
    ends: Counter[str] = Counter()
    troubles = []
    ended: Counter[str] = Counter()
    for uri, end, trouble in _ends(folder / "out"):
        ends[end] += 1
        ended[uri] += 1
        if trouble:
            troubles.append(f"{uri}: {trouble}")
    troubles += [f"{uri}: ended {ended[uri]} times" for uri in inputs if ended[uri] != 1]
    troubles += [f"{uri}: was no input" for uri in sorted(ended.keys() - set(inputs))]
    return ends, troubles


def _ends(out: Path) -> Iterator[tuple[str, str, str]]:
    """Input, how it ended, and what is wrong with that."""
    for part in sorted((out / "records").glob("*.jsonl")):
        with part.open(encoding="utf-8") as lines:
            for line in lines:
                uri = json.loads(line)["source"]["uri"]
                try:
                    record = Release.from_json(line)
                except ValueError as error:
                    yield uri, "invalid", f"the record is not valid: {error}"
                    continue
                failed = [i.message for i in record.issues if i.code == "extractor.step-failed"]
                yield uri, record.status, failed[0] if failed else ""
    with (out / "failures.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            failure = json.loads(line)
            reason = failure["reason"]
            yield failure["input"], reason, f"{reason}: {failure['message']}" if reason in EXTRACTION_REASONS else ""
    for uri in json.loads((out / "run.json").read_text(encoding="utf-8"))["duplicates"]:
        yield uri, "duplicate", ""


if __name__ == "__main__":
    raise SystemExit(main())
