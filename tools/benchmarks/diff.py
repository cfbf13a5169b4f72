"""Time and memory of a diff of two large runs.

    python tools/benchmarks/diff.py [--facts 1000000] [--changed none|some|all|facts] [--folder FOLDER]

Two run folders of invented releases, 20 facts each, some 1.1 kB of record a fact as in the fixtures, are written to a
temporary folder and compared by `communique diff` in a process of its own. `--changed` says how much differs: `none`
is the versions only; `some` one fact in one record of a hundred; `all` one fact in every record, so that every record
is decoded; `facts` every fact, so that there are as many changes as facts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FACTS_A_RELEASE = 20
TARGET_S, TARGET_MB = 60, 2048


def main() -> None:
    """Writes the runs, compares them, and prints what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=1_000_000, help="facts on each side (default: one million)")
    parser.add_argument("--changed", choices=("none", "some", "all", "facts"), default="all", help="what differs")
    parser.add_argument("--folder", type=Path, help="where the runs are written; kept when it is given")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        step = {"facts": 1, "all": 1, "some": 100, "none": 0}[options.changed]
        facts = FACTS_A_RELEASE if options.changed == "facts" else 1
        releases = options.facts // FACTS_A_RELEASE
        base = _write_run(folder / "base", releases, 0, 0, "0.1.0")
        new = _write_run(folder / f"new-{options.changed}", releases, step, facts, "0.2.0")
        _measure(base, new, options.facts)


def _measure(base: Path, new: Path, facts: int) -> None:
    command = [sys.executable, "-m", "communique", "diff", str(base), str(new), "--rows", "0"]
    output = new.parent / "diff.txt"
    start = time.perf_counter()
    with output.open("wb") as file:
        done = subprocess.run(command, stdout=file, check=False, env={**os.environ, "COMMUNIQUE_REGISTRY": "core"})
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    told = [line for line in output.read_text(encoding="utf-8").splitlines() if "change" in line]
    size = sum(part.stat().st_size for part in (base / "records").iterdir()) / 1e9
    sys.stdout.write(
        f"{facts} facts against {facts}, {size:.2f} GB of records a side; exit code {done.returncode}\n"
        f"processor {processor:.1f} s, wall {wall:.1f} s (target {TARGET_S} s); "
        f"peak memory {peak:.0f} MB (target {TARGET_MB} MB)\n"
        f"it says: {told[-1]}\n"
    )


def _write_run(folder: Path, releases: int, step: int, facts: int, version: str) -> Path:
    """A run folder; of every `step`-th record so many facts differ from the base's."""
    if (folder / "run.json").is_file():
        return folder
    (folder / "records").mkdir(parents=True)
    for part in range(0, releases, 1000):
        with (folder / "records" / f"part-{part // 1000:05d}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(part, min(part + 1000, releases)):
                record = _record(number, facts if step and number % step == 0 else 0, version)
                file.write(json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
    (folder / "failures.jsonl").write_text("", encoding="utf-8")
    (folder / "run.json").write_text("{}", encoding="utf-8")
    return folder


def _record(number: int, changed: int, version: str) -> dict[str, Any]:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    text, blocks, entities, facts = "", [], [], []
    city = f"Port-{number % 997}"
    for index in range(FACTS_A_RELEASE):
        lab = f"Laboratory of Tides {number}-{index}"
        year = 1900 + (number + index) % 120 + (index < changed)
        head = f"The {lab} in {city} "
        clause = f"was founded in {year}"
        start = len(text)
        named = start + len("The ")
        text += head + clause + ", as its director recalls. The harbour was calm that night, and nobody spoke of it.\n"
        places = [{"xpath": f"/html/body[1]/div[1]/p[{index + 1}]/text()[1]", "start": 0, "end": len(head + clause)}]
        blocks.append({"kind": "paragraph", "start": start, "end": len(text) - 1, "places": places * 2})
        mentions = [{"start": named, "end": named + len(lab), "text": lab, "rule": "head.laboratory", "source": "rule"}]
        entities.append(_entity(f"e{index + 1}", lab, mentions * 2))
        evidence = {"start": start, "end": start + len(head + clause), "text": head + clause, "places": places}
        id_ = hashlib.sha256(f"{lab}{year}".encode()).hexdigest()[:16]
        facts.append(
            {
                "id": id_,
                "subject": f"e{index + 1}",
                "predicate": "founded_on",
                "object": None,
                "title": None,
                "value": str(year),
                "role": None,
                "status": "asserted",
                "evidence": [evidence],
                "confidence": 0.9,
                "via_footnote": None,
                "rule": "creation.created-on",
            }
        )
    made_by = {"version": version, "model": "en@1, fr@1", "rules": "0" * 64, "registry": "core@1"}
    source = {"uri": f"releases/{number}.html", "sha256": digest, "media_type": "text/html", "bytes": 1, "pages": None}
    return {
        "schema_version": "1.0",
        "id": digest[:16],
        "source": source,
        "extractor": made_by,
        "status": "ok",
        "language": "en",
        "title": f"Tides {number}",
        "date": "2022-04-25",
        "dateline_place": None,
        "issuer": [],
        "text": text,
        "blocks": blocks,
        "footnotes": [],
        "entities": entities,
        "facts": facts,
        "quotations": [],
        "contacts": [],
        "issues": [],
    }


def _entity(id_: str, name: str, mentions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": "laboratory",
        "name": name,
        "aliases": [],
        "unit_type": None,
        "unit_code": None,
        "ror": None,
        "rnsr": None,
        "country": "FR",
        "candidates": [],
        "mentions": mentions,
    }


if __name__ == "__main__":
    main()
