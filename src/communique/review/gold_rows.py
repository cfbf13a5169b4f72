"""Rejected changes as gold rows: what a reviewer refused becomes something that `communique evaluate` watches.

A fact that should not have come is a `not_facts` row, one that should not have gone a `facts` row. The rows join the
`gold.json` of the release's folder, or begin one: with the release beside it, and the entities that the rows name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, Final

from communique.diff.decisions import Decision, Decisions, FactRow
from communique.errors import ReadError, ReviewError
from communique.records import PREDICATE_KINDS, Release, normal_name
from communique.review.sources import find_source

_GOLD_FIELDS: Final = ("subject", "predicate", "object", "role", "status", "via_footnote")
_IDENTITY: Final = frozenset({"subject", "predicate", "object", "value"})

Extract = Callable[[bytes, str], Release]
"""Gives the record of a release from its bytes and its path; raises ReadError."""


@dataclass
class Export:
    """What was written, and what was not.

    Attributes:
        folders: the gold folders that hold new rows.
        rows: how many rows were added.
        not_found: releases whose file is not at hand, so that no gold can be begun for them.
        no_fact: rejected changes that no row can say: a link, a footnote, other evidence.
    """

    folders: list[Path] = field(default_factory=list)
    rows: int = 0
    not_found: list[str] = field(default_factory=list)
    no_fact: int = 0


def export_gold(decisions: Decisions, folder: Path, extract: Extract, sources: Sequence[Path] = ()) -> Export:
    """Writes the rows of what is rejected below `folder`, one folder a release; rows that stand there stay once.

    Args:
        decisions: what was decided.
        folder: the gold folder; it may hold gold of earlier exports.
        extract: reads a release whose gold is begun: its language, title and date are taken from the record, for
            people to check, and so are the kinds of the entities.
        sources: folders in which the releases lie.

    Raises:
        ReviewError: a gold.json that stands there can't be read, or nothing can be written.
    """
    export = Export()
    for (uri, sha256), lines in _by_release(decisions.rejected).items():
        wanted, forbidden = _rows(lines)
        export.no_fact += sum(not any(_rows([line])) for line in lines)
        if not wanted and not forbidden:
            continue
        case = folder / _case_name(uri, sha256)
        try:
            if (gold := _begun(case, uri, sha256, extract, sources)) is None:
                export.not_found.append(uri)
                continue
            added = _add(gold, "facts", wanted) + _add(gold, "not_facts", forbidden)
            text = json.dumps(gold, ensure_ascii=False, indent=2) + "\n"
            (case / "gold.json").write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise ReviewError(f"{case}: no gold can be written here: {error.strerror or error}") from error
        if added:
            export.folders.append(case)
            export.rows += added
    return export


def _by_release(rejected: Iterable[Decision]) -> dict[tuple[str, str | None], list[Decision]]:
    releases: dict[tuple[str, str | None], list[Decision]] = {}
    for line in rejected:
        releases.setdefault((line.release, line.sha256), []).append(line)
    return releases


def _rows(lines: Iterable[Decision]) -> tuple[list[FactRow], list[FactRow]]:
    """Facts that should be found, and facts that should not; what is told both ways is told for the better."""
    wanted: list[FactRow] = []
    forbidden: list[FactRow] = []
    for line in lines:
        if line.kind in ("removed", "changed") and line.before is not None:
            wanted.append(line.before)
        if line.kind == "added" and line.after is not None:
            forbidden.append(line.after)
        # Another role or status of the same pair is no other fact to `not_facts`: the row of the right one tells it.
        if line.kind == "changed" and line.after is not None and _IDENTITY & set(line.which):
            forbidden.append(line.after)
    right = {_pair(row) for row in wanted}
    return wanted, [row for row in forbidden if _pair(row) not in right]


def _pair(row: FactRow) -> tuple[str, str, str]:
    return normal_name(row.subject), row.predicate, normal_name(row.object)


def _case_name(uri: str, sha256: str | None) -> str:
    """The folder that the release lies in where the file is only called release, else the name of the file."""
    path = PurePath(uri)
    stem = path.parent.name if path.stem == "release" and path.parent.name else path.stem
    plain = re.sub(r"[^\w-]+", "-", stem).strip("-")[:60] or "release"
    return f"{plain}-{(sha256 or '')[:8]}" if sha256 else plain


def _begun(
    case: Path, uri: str, sha256: str | None, extract: Extract, sources: Sequence[Path]
) -> dict[str, Any] | None:
    """The gold that stands in the folder, or a new one with the release beside it; None where that is not at hand."""
    path = case / "gold.json"
    if path.is_file():
        try:
            gold = json.loads(path.read_bytes())
        except ValueError as error:
            raise ReviewError(f"{path}: this is no JSON: {error}") from error
        if not isinstance(gold, dict):
            raise ReviewError(f"{path}: this is no gold")
        return gold
    data = find_source(uri, sha256, sources) if sha256 else None
    if data is None:
        return None
    try:
        release = extract(data, uri)
    except ReadError:
        return None
    case.mkdir(parents=True, exist_ok=True)
    suffix = ".pdf" if release.source.media_type == "application/pdf" else ".html"
    (case / f"release{suffix}").write_bytes(data)
    return {
        "language": release.language,
        "title": release.title,
        "date": release.date,
        "dateline_place": release.dateline_place,
        "entities": [],
        "facts": [],
        "not_facts": [],
    }


def _add(gold: dict[str, Any], key: str, rows: Iterable[FactRow]) -> int:
    """Adds rows that the gold does not have, and entities for those that it should find; gives how many rows."""
    present = gold.setdefault(key, [])
    known = {json.dumps(row, sort_keys=True) for row in present}
    number = 0
    for row in rows:
        fields = {name: value for name in _GOLD_FIELDS if (value := getattr(row, name)) is not None}
        if json.dumps(fields, sort_keys=True) in known:
            continue
        known.add(json.dumps(fields, sort_keys=True))
        present.append(fields)
        number += 1
        if key == "facts":
            _add_entities(gold.setdefault("entities", []), row)
    return number


def _add_entities(entities: list[dict[str, Any]], row: FactRow) -> None:
    named = {normal_name(form) for entity in entities for form in (entity["name"], *entity.get("aliases", ()))}
    for name, kind in ((row.subject, row.subject_kind), (row.object, row.object_kind)):
        if kind and row.predicate in PREDICATE_KINDS and normal_name(name) not in named:
            entities.append({"name": name, "kind": kind})
            named.add(normal_name(name))
