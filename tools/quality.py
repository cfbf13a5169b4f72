"""What a change of the code gained and lost, as Markdown for a pull request: scores, rules, and the facts themselves.

    python tools/quality.py BASE [--shown FOLDER...] [--held-out FOLDER...] [--only GLOB] [--rows N] [--workers N]

The old code (the git revision BASE, unpacked into a temporary folder) and the code in this work tree extract the same
releases; `make quality BASE=main` does it for the fixtures and, where it lies beside the project, the gold.

* `--shown` are gold folders whose facts are shown and whose scores are given;
* `--held-out` are gold folders of which only total scores are given: what was shown could be learned by heart.

Both sides are scored by the code in this work tree, so that a change of the scoring is no change of the scores.
"""

from __future__ import annotations

import argparse
import dataclasses
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from communique.diff.compare import Comparing
from communique.diff.report import as_markdown, gather
from communique.diff.report.markdown import escape, table
from communique.evaluate import Case, DocumentScore, find_cases, score_document
from communique.evaluate.counts import Counts, count_measures, count_rules
from communique.records import Release

ROOT: Final = Path(__file__).resolve().parent.parent
MEASURES: Final = ("entity", "fact", "strict", "via_footnote", "forbidden", "footnote", "ror")
NOTHING: Final = Counts()
A_CALL: Final = 40
"""Releases that one process extracts: many enough to load the models seldom, few enough for a command line."""


@dataclass(frozen=True)
class Version:
    """One state of the code, and where it writes its records."""

    name: str
    source: Path
    records: Path


def main() -> None:
    """Extracts twice, and prints what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", help="a git revision: a branch, a tag, a commit")
    parser.add_argument("--shown", type=Path, nargs="*", default=[ROOT / "fixtures"], help="gold folders to show")
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="gold folders of which only totals count")
    parser.add_argument("--only", default="*", help="which releases, as '*.html'")
    parser.add_argument("--rows", type=int, default=50, help="how many changes are shown (default: 50)")
    parser.add_argument("--workers", type=int, default=1, help="worker processes (default: 1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        unpack(options.base, folder / "code")
        old = Version(options.base, folder / "code" / "src", folder / "old")
        new = Version("work tree", ROOT / "src", folder / "new")
        shown = find_cases(options.shown, options.only)
        held_out = find_cases(options.held_out, options.only) if options.held_out else ()
        for version in (old, new):
            version.records.mkdir()
            extract(version, shown, "shown", options.workers)
            extract(version, held_out, "held-out", options.workers)
        lines = report(old, new, shown, held_out, options.rows)
        sys.stdout.write("\n".join(lines) + "\n")


def unpack(revision: str, folder: Path) -> None:
    """Writes the files of a revision into a folder; the repository stays as it is."""
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", revision]
    packed = subprocess.run(command, capture_output=True, check=False)
    if packed.returncode:
        sys.exit(f"quality: {packed.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")


def extract(version: Version, cases: Sequence[Case], part: str, workers: int) -> None:
    """Writes the records of the releases, one a line; a release that gives none is told and left out."""
    environment = {**os.environ, "PYTHONPATH": str(version.source), "COMMUNIQUE_REGISTRY": "core"}
    with (version.records / f"{part}.jsonl").open("wb") as file:
        for start in range(0, len(cases), A_CALL):
            paths = [uri_of(case) for case in cases[start : start + A_CALL]]
            command = [sys.executable, "-m", "communique", "extract", "--workers", str(workers), *paths]
            done = subprocess.run(command, check=False, cwd=ROOT, stdout=file, stderr=subprocess.PIPE, env=environment)
            if done.returncode not in (0, 1):
                sys.exit(f"quality: {version.name} can't extract: {done.stderr.decode()[-2000:]}")
            sys.stderr.write(f"{version.name}: {min(start + A_CALL, len(cases))} of {len(cases)} {part}\n")
            sys.stderr.flush()


def report(old: Version, new: Version, shown: Sequence[Case], held_out: Sequence[Case], rows: int) -> Iterator[str]:
    """The Markdown: scores of both parts, rules, and the facts of what is shown."""
    yield f"## Quality: {escape(old.name)} → {new.name}"
    for part, cases in (("shown", shown), ("held-out", held_out)):
        if cases:
            before, after = (score(version.records / f"{part}.jsonl", cases) for version in (old, new))
            yield ""
            yield f"### Scores of {len(cases)} releases, {'with' if part == 'shown' else 'without'} their facts below"
            yield ""
            yield from scores(before, after)
            if part == "shown":
                yield ""
                yield from rules(before, after)
    yield ""
    with Comparing(old.records / "shown.jsonl", new.records / "shown.jsonl") as comparing:
        told = gather(comparing.changes(), lambda: (comparing.base, comparing.new, comparing.problems), rows=rows)
    sides = {"base": replace(told.base, name=old.name), "new": replace(told.new, name=new.name)}
    yield as_markdown(dataclasses.replace(told, base=sides["base"], new=sides["new"]))


def uri_of(case: Case) -> str:
    """The path of a release from the project's folder: the same on every machine."""
    return os.path.relpath(case.path, ROOT)


def score(path: Path, cases: Sequence[Case]) -> list[DocumentScore]:
    """The scores of each release; one without a record scores as such."""
    found: dict[str, Release] = {}
    for line in path.read_bytes().splitlines():
        release = Release.from_json(line)
        found[release.source.uri] = release
    return [
        DocumentScore(case.name, case.format, case.gold.language, score_document(case.gold, found.get(uri_of(case))))
        for case in cases
    ]


def scores(before: Iterable[DocumentScore], after: Iterable[DocumentScore]) -> Iterator[str]:
    """A table of the measures: precision, recall and F1, before and after."""
    old, new = (count_measures(j for score in side for j in score.judgements) for side in (before, after))
    names = [name for name in sorted({*old, *new}) if name in MEASURES or name.startswith("fact.")]
    yield from table(
        ("measure", "precision", "recall", "F1", "hits", "false", "missed"),
        (_measure(name, old.get(name, NOTHING), new.get(name, NOTHING)) for name in names),
        numbers=6,
    )


def _measure(name: str, old: Counts, new: Counts) -> tuple[str, ...]:
    shares = ((getattr(old, share), getattr(new, share)) for share in ("precision", "recall", "f1"))
    counts = ((getattr(old, count), getattr(new, count)) for count in ("hits", "false", "missed"))
    return (
        escape(name),
        *(f"{one:.4f}" if one == other else f"{one:.4f} → **{other:.4f}**" for one, other in shares),
        *(str(one) if one == other else f"{one} → **{other}**" for one, other in counts),
    )


def rules(before: Iterable[DocumentScore], after: Iterable[DocumentScore]) -> Iterator[str]:
    """A table of the rules that gained or lost: right and false finds, before and after."""
    old, new = (count_rules(j for score in side for j in score.judgements) for side in (before, after))
    changed = []
    for name in sorted({*old, *new}):
        one, other = old.get(name, NOTHING), new.get(name, NOTHING)
        if (one.hits, one.false) != (other.hits, other.false):
            gain = (other.hits - one.hits) - (other.false - one.false)
            changed.append((gain, name, one, other))
    if not changed:
        yield "No rule gained or lost a find."
        return
    yield from table(
        ("rule", "right", "false", "net"),
        (
            (f"`{name}`", f"{one.hits} → {other.hits}", f"{one.false} → {other.false}", f"{gain:+d}")
            for gain, name, one, other in sorted(changed, key=lambda row: (row[0], row[1]))
        ),
        numbers=3,
    )


if __name__ == "__main__":
    main()
