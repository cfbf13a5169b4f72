"""`communique diff --html` and `communique review`: what changed, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from communique.diff.changes import CAUSES, KINDS, Change, Diff, ReleaseRef, Side
from communique.diff.decisions import Decisions
from communique.review.details import detail, list_boxes
from communique.review.frame import pack_json, render_page
from communique.review.pictures import Picture, PictureMaker
from communique.review.pieces import shorten
from communique.review.rows import list_rows, name_release
from communique.review.sources import find_source

MAX_CHANGES: Final = 100_000
"""More make a page that no browser opens in a moment; the page says how many it leaves out."""

MAX_SHEETS: Final = 40
"""Pictures of pages in a page on disk, some 60 to 100 kB each: those of the first changes have theirs."""

_A_PORTION: Final = 250
_SCRIPT: Final = (
    "dom.js", "sheets.js", "table.js", "charts.js", "list.js", "detail.js", "decisions.js", "changes.js",
)  # fmt: skip


def changes_page(diff: Diff, *, sources: Sequence[Path] = (), decisions: Decisions | None = None) -> str:
    """The page of a diff as HTML: one file that needs nothing else.

    Args:
        diff: what changed.
        sources: folders in which the PDFs of the records lie, for pictures of their pages; a file is used when it
            is the one that was read.
        decisions: what was decided so far; shown, not to be changed.
    """
    shown = diff.changes[:MAX_CHANGES]
    decisions = decisions or Decisions()
    rows = [row for row, change in enumerate(shown) if decisions.last(change.id)]
    more = {"sheets": _sheets(shown, sources), "decided": describe_decided(rows, shown, decisions)}
    return _render(diff, more)


def served_page(diff: Diff) -> str:
    """The page of a diff as the local server gives it: pictures and decisions are asked of the server."""
    return _render(diff, {"sheets": {}, "decided": []}, served=True)


def describe_decided(rows: Iterable[int], changes: Sequence[Change], decisions: Decisions) -> list[list[Any]]:
    """Number of the change, verdict (None: open), who gave it, and remarks."""
    decided: list[list[Any]] = []
    for row in rows:
        line, notes = decisions.line(changes[row].id), decisions.notes(changes[row].id)
        verdict, by = (line.decision, shorten(line.by, 80)) if line is not None else (None, "")
        decided.append([row, verdict, by, [shorten(note, 2_000) for note in notes]])
    return decided


def _render(diff: Diff, more: dict[str, Any], *, served: bool = False) -> str:
    shown = diff.changes[:MAX_CHANGES]
    releases = _Releases()
    portions: dict[str, Any] = {}
    for first in range(0, len(shown), _A_PORTION):
        portion = [detail(change, releases.number) for change in shown[first : first + _A_PORTION]]
        portions[f"p{first // _A_PORTION}"] = pack_json(portion)
    data = {
        "head": _head(diff, len(shown), served=served),
        "rows": list_rows(shown),
        "releases": releases.described,
        **more,
    }
    number = "1 change" if diff.counts.total == 1 else f"{diff.counts.total:,} changes"
    title = f"{shorten(diff.base.name, 60)} → {shorten(diff.new.name, 60)}: {number}"
    return render_page(title, style=("changes.css",), script=_SCRIPT, data=data | portions, served=served)


def _head(diff: Diff, shown: int, *, served: bool) -> dict[str, Any]:
    return {
        "base": _describe(diff.base),
        "new": _describe(diff.new),
        "total": diff.counts.total,
        "shown": shown,
        "hidden": diff.hidden,
        "problems": [[p.side, p.code, shorten(p.message, 400), shorten(p.uri, 200)] for p in diff.problems[:200]],
        "more_problems": max(0, len(diff.problems) - 200),
        "kinds": {kind: meaning.split(": `")[0] for kind, meaning in KINDS.items()},
        "causes": {cause: meaning.split("; `")[0] for cause, meaning in CAUSES.items()},
        "portion": _A_PORTION,
        "served": served,
    }


def _describe(side: Side) -> dict[str, Any]:
    return {
        "name": shorten(side.name, 200),
        "kind": side.kind,
        "releases": side.releases,
        "failed": side.failed,
        "facts": side.facts,
        "versions": [
            {key: _shorten_version(key, value) for key, value in version.items()} for version in side.versions[:20]
        ],
    }


def _shorten_version(key: str, value: str) -> str:
    return value[:12] if key == "rules" else shorten(value, 120)


class _Releases:
    """Releases, each once, by number."""

    def __init__(self) -> None:
        self._numbers: dict[ReleaseRef, int] = {}

    def number(self, release: ReleaseRef) -> int:
        return self._numbers.setdefault(release, len(self._numbers))

    @property
    def described(self) -> list[dict[str, Any]]:
        return [
            {"name": name_release(r), "uri": shorten(r.uri, 300), "date": r.date, "sha256": r.sha256}
            for r in self._numbers
        ]


def _sheets(changes: Iterable[Change], sources: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Pictures of the pages that the first changes stand on, by digest and page number."""
    wanted: dict[tuple[str, str], dict[int, None]] = {}
    number = 0
    for change in changes:
        for state, release in ((change.before, change.base), (change.after, change.new)):
            for page, _ in list_boxes(state, release):
                if release is None or release.sha256 is None or number == MAX_SHEETS:
                    continue
                pages = wanted.setdefault((release.uri, release.sha256), {})
                number += page not in pages
                pages[page] = None
    sheets: dict[str, dict[str, Any]] = {}
    with PictureMaker() as maker:
        for (uri, sha256), pages in wanted.items():
            if (pdf := find_source(uri, sha256, sources)) is not None:
                sheets |= {f"{sha256}/{page}": describe_sheet(picture) for page, picture in maker(pdf, pages).items()}
    return sheets


def describe_sheet(picture: Picture) -> dict[str, Any]:
    """The picture of a page as the page's script takes it."""
    return {"page": picture.page, "frame": picture.frame, "picture": picture.uri}
