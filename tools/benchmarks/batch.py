# ruff: noqa: T201
"""Measures batches on this machine: scaling, memory of a worker, a rerun without work, growth with the archive.

    python tools/benchmarks/batch.py [--only scaling|memory|rerun|growth] [--documents 1000] [--memory-documents 5000]
                                     [--rerun-inputs 10000] [--sizes 100,1000,10000] [--real-growth]

The documents are the releases of `fixtures`, HTML and PDF by turns, each made another content by a number: a paragraph
of its own in HTML, a comment behind the end of a PDF. They are written to a temporary folder that is removed again.

* scaling: wall time of `run_batch` over the same documents with one worker and with two, start of the workers
  included, and the ratio of the documents a second. It needs two processors that have nothing else to do.
* memory: what one worker process holds after 500 documents, and after as many as are asked for: the highest of the
  last fifty looks each, in MB of resident memory. It is not replaced meanwhile (`--recycle` has it replaced as it
  would be), so that a leak shows.
* rerun: `communique run`, as a process, over inputs that have all been done. Their records were not extracted, which
  would take an hour, but written from records of the fixtures: the folder has the size that it would have.
* growth: the same way, what a run costs beside the extraction, for archives of several sizes: milliseconds a document
  and peak memory of the run's own process. With `--real-growth` the documents are extracted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Generator, Iterable
from pathlib import Path
from time import perf_counter

import psutil

from communique.batch.engines import local
from communique.batch.engines.base import BATCH_LIMITS, Done, Engine
from communique.batch.engines.local import LocalEngine
from communique.batch.events import Event, Tried
from communique.batch.run import run_batch
from communique.batch.tasks import Extracted, Task, carry_out

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
REGISTRY = "core"
EARLY = 500
LOOKS = 50


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--only", choices=("scaling", "memory", "rerun", "growth"), help="one of the four parts")
    arguments.add_argument("--documents", type=int, default=1_000, help="for the scaling")
    arguments.add_argument("--memory-documents", type=int, default=5_000)
    arguments.add_argument("--recycle", action="store_true", help="replace the worker as usual while it is measured")
    arguments.add_argument("--rerun-inputs", type=int, default=10_000)
    arguments.add_argument("--sizes", default="100,1000,10000", help="for the growth")
    arguments.add_argument("--real-growth", action="store_true", help="extract the documents of the growth")
    arguments.add_argument("--one-size", nargs=2, metavar=("FOLDER", "OUT"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one_size:
        print_one_size(Path(given.one_size[0]), Path(given.one_size[1]), given.real_growth)
        return
    if given.only in (None, "scaling"):
        print_scaling(given.documents)
    if given.only in (None, "memory"):
        print_memory(given.memory_documents, given.recycle)
    if given.only in (None, "rerun"):
        print_rerun(given.rerun_inputs)
    if given.only in (None, "growth"):
        print_growth([int(n) for n in given.sizes.split(",")], given.real_growth)


def write_documents(folder: Path, count: int) -> list[str]:
    """Writes as many documents as asked for, and gives the fixtures that they vary."""
    sources = sorted(path for kind in ("html", "pdf") for path in FIXTURES.glob(f"*/release.{kind}"))
    contents = [path.read_bytes() for path in sources]
    for number in range(count):
        source, data = sources[number % len(sources)], contents[number % len(sources)]
        if source.suffix == ".html":
            paragraph = f"<p>This is copy number {number} of this release.</p>".encode()
            varied = data.replace(b"</body>", paragraph + b"</body>") if b"</body>" in data else data + paragraph
        else:
            varied = data + f"\n% {number}\n".encode()
        place = folder / f"{number // 1000:03d}" / f"{number:06d}{source.suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(varied)
    return [str(path) for path in sources]


def print_scaling(documents: int) -> None:
    """Two workers against one."""
    print(f"scaling, {documents:,} documents")
    rates = []
    with tempfile.TemporaryDirectory() as scratch:
        write_documents(Path(scratch, "in"), documents)
        for workers in (1, 2):
            begun = perf_counter()
            run_batch([f"{scratch}/in"], Path(scratch, str(workers)), engine=_local(workers), registry=REGISTRY)
            seconds = perf_counter() - begun
            rates.append(documents / seconds)
            print(
                f"  {workers} worker{'s' if workers > 1 else ''}: {seconds:8.1f} s {rates[-1]:8.2f} documents a second"
            )
        same = _content(Path(scratch, "1")) == _content(Path(scratch, "2"))
    print(f"  two do {rates[1] / rates[0]:.2f} times the documents of one; same bytes: {'yes' if same else 'NO'}")


def print_memory(documents: int, recycle: bool) -> None:
    """One worker, early and late."""
    print(f"memory of a worker, {documents:,} documents{', replaced as usual' if recycle else ''}")
    if not recycle:
        local.RECYCLE_AFTER = sys.maxsize  # type: ignore[misc]
    looks: deque[float] = deque(maxlen=LOOKS)
    marks: dict[int, float] = {}
    done = 0

    def look(event: Event) -> None:
        nonlocal done
        if isinstance(event, Tried):
            done += 1
            workers = [process.memory_info().rss for process in psutil.Process().children()]
            looks.append(max(workers, default=0) / (1 << 20))
            if done in (EARLY, documents):
                marks[done] = max(looks)
                print(f"  after {done:6,} documents: {marks[done]:6.0f} MB")

    with tempfile.TemporaryDirectory() as scratch:
        write_documents(Path(scratch, "in"), documents)
        run_batch([f"{scratch}/in"], Path(scratch, "out"), engine=_local(1), watch=look, registry=REGISTRY)
    if len(marks) == 2:
        print(f"  growth: {100 * (marks[documents] / marks[EARLY] - 1):+.1f} %")


def print_rerun(inputs: int) -> None:
    """A rerun over inputs that have all been done."""
    print(f"rerun without work, {inputs:,} inputs")
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = Path(scratch, "in"), Path(scratch, "out")
        run_batch([str(folder)], out, engine=CopyEngine(write_documents(folder, inputs)), registry=REGISTRY)
        records = sum(part.stat().st_size for part in (out / "records").iterdir())
        size = sum(path.stat().st_size for path in folder.rglob("*.*"))
        print(f"  inputs {size / 1e6:,.0f} MB, records {records / 1e6:,.0f} MB")
        command = [sys.executable, "-m", "communique", "run", str(folder), "--out", str(out), "--registry", REGISTRY]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds = perf_counter() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  {done.stderr.splitlines()[-1].split(' facts in ')[0]} facts")
    print(f"  wall {seconds:.1f} s, processor {spent:.1f} s")


def print_growth(sizes: list[int], real: bool) -> None:
    """Archives of several sizes."""
    print(f"growth with the archive, {'extraction included' if real else 'beside the extraction'}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            write_documents(Path(scratch, "in"), size)
            command = [sys.executable, __file__, "--one-size", f"{scratch}/in", f"{scratch}/out"]
            command += ["--real-growth"] if real else []
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(
            f"  {size:7,} documents: {1000 * found['seconds'] / size:8.2f} ms of processor time a document, "
            f"peak {found['peak_mb']:5.0f} MB"
        )


def print_one_size(folder: Path, out: Path, real: bool) -> None:
    """Seconds of processor time and peak memory of one run, as JSON; its workers count for the time alone."""
    sources = sorted(str(path) for kind in ("html", "pdf") for path in FIXTURES.glob(f"*/release.{kind}"))
    engine: Engine = _local(1) if real else CopyEngine(sources)
    begun = _spent()
    run_batch([str(folder)], out, engine=engine, registry=REGISTRY)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": _spent() - begun, "peak_mb": peak / (1 << (20 if sys.platform == "darwin" else 10))}))


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class CopyEngine:
    """Gives the record of a fixture for each task by turns, as that of the task's content."""

    limits = BATCH_LIMITS

    def __init__(self, sources: list[str]) -> None:
        """Takes the fixtures; they are extracted now."""
        outcomes = [carry_out(Task(source, data=Path(source).read_bytes(), registry=REGISTRY)) for source in sources]
        self._records = [json.loads(o.json) for o in outcomes if isinstance(o, Extracted)]

    def carry_out(self, tasks: Iterable[Task], ahead: int | None = None) -> Generator[Done]:  # noqa: ARG002
        """The outcomes."""
        for number, task in enumerate(tasks):
            digest = hashlib.sha256(task.read()).hexdigest()
            record = self._records[number % len(self._records)]
            record["id"] = digest[:16]
            record["source"] |= {"sha256": digest, "uri": task.uri}
            line = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            yield Done(number, Extracted(task.uri, digest, line), 0.0)


def _local(workers: int) -> LocalEngine:
    return LocalEngine(workers, BATCH_LIMITS)


def _content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).digest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    main()
