"""Writes into README.md what the commands that it names print now.

    python tools/readme.py             the examples, from the fixtures
    python tools/readme.py GOLD SEEN   the examples, and the tables of accuracy and of confidences from the gold
                                       folders in GOLD; beside them the scores on those that rules were written on

A region starts with `<!-- output: COMMAND -->` (at most LINES lines of its output with `output LINES:`),
`<!-- accuracy -->` or `<!-- reliability -->` and goes up to `<!-- end -->`. Run it in the project's folder, as
`make readme` does.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

README = Path(__file__).resolve().parent.parent / "README.md"
EXAMPLE = re.compile(
    r"(<!-- output(?: (?P<lines>\d+))?: (?P<command>communique .*?) -->\n).*?(<!-- end -->)", re.DOTALL
)
ACCURACY = re.compile(r"(<!-- accuracy -->\n).*?(<!-- end -->)", re.DOTALL)
RELIABILITY = re.compile(r"(<!-- reliability -->\n).*?(<!-- end -->)", re.DOTALL)
MEASURES = {
    "footnotes": "footnote",
    "title": "meta.title",
    "date": "meta.date",
    "place of the dateline": "meta.dateline_place",
    "laboratories": "entity.laboratory",
    "institutions": "entity.institution",
    "persons": "entity.person",
    "facts": "fact",
    "– `affiliated_with`": "fact.affiliated_with",
    "– `involves`": "fact.involves",
    "– `located_in`": "fact.located_in",
    "– `founded_on`": "fact.founded_on",
    "– `succeeds`": "fact.succeeds",
    "– `holds_position`": "fact.holds_position",
    "facts, role and status too": "strict",
    "facts through a footnote": "via_footnote",
}


def run(command: str) -> str:
    """What a command of README prints."""
    arguments = [sys.executable, "-m", *shlex.split(command)]
    return subprocess.run(arguments, cwd=README.parent, capture_output=True, text=True, check=True).stdout


def fill_example(region: re.Match[str]) -> str:
    """The region with the command and its output, cut after the lines that it asks for."""
    output = run(region["command"]).rstrip("\n").split("\n")
    limit = int(region["lines"] or len(output))
    shown = output if len(output) <= limit else [*output[:limit], "..."]
    return "\n".join([region[1] + "```console", f"$ {region['command']}", *shown, "```", region[4]])


def score(gold: str) -> dict[str, Any]:
    """What `communique evaluate` says of gold folders, linked to the core."""
    command = ["communique", "evaluate", gold, "--format", "json", "--workers", "2", "--registry", "core"]
    report: dict[str, Any] = json.loads(run(shlex.join(command)))
    return report


def fill_accuracy(region: re.Match[str], report: dict[str, Any], seen: dict[str, Any]) -> str:
    """The region with one row a measure: precision, recall and F1 on HTML and on PDF, and F1 on what was seen."""
    parts = {"HTML": report["by_format"]["html"], "PDF": report["by_format"]["pdf"]}
    head = " | ".join(f"{name} P | R | F1" for name in parts)
    rows = [f"| | {head} | seen F1 |", "|---|" + "---|" * (3 * len(parts) + 1)]
    for title, measure in MEASURES.items():
        cells = [cell for part in parts.values() for cell in shares(part.get(measure))]
        rows.append(f"| {title} | {' | '.join([*cells, shares(seen['total'].get(measure))[2]])} |")
    links = [report["links"]["by_format"][name] for name in ("html", "pdf")]
    cells = [f"{links[i // 3][key]:.2f}" if key else "–" for i, key in enumerate(("right_of_given", "given", "") * 2)]
    rows.append(f"| links to the core (right of those given, given) | {' | '.join(cells)} | – |")
    return (
        f"{region[1]}"
        + "\n".join(rows)
        + f"\n\n{report['releases']} files, and {seen['releases']} seen ones.\n{region[2]}"
    )


def fill_reliability(region: re.Match[str], report: dict[str, Any]) -> str:
    """The region with one row for each tenth of confidence."""
    rows = ["| confidence of a fact | facts given | share right |", "|---|---|---|"]
    rows += [f"| {s['start']:.1f} to {s['end']:.1f} | {s['given']} | {s['right']:.2f} |" for s in report["reliability"]]
    return region[1] + "\n".join(rows) + "\n" + region[2]


def shares(counts: dict[str, Any] | None) -> list[str]:
    """Precision, recall and F1 with two decimals; dashes where there is nothing to count."""
    if counts is None:
        return ["–"] * 3
    return [f"{counts[share]:.2f}" for share in ("precision", "recall", "f1")]


def main(gold: str | None = None, seen: str | None = None) -> None:
    """Fills the regions of README.md."""
    text = EXAMPLE.sub(fill_example, README.read_text(encoding="utf-8"))
    if gold is not None and seen is not None:
        report, written_on = score(gold), score(seen)
        text = ACCURACY.sub(lambda region: fill_accuracy(region, report, written_on), text)
        text = RELIABILITY.sub(lambda region: fill_reliability(region, report), text)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
