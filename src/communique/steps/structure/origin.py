"""When and from where the release was sent out: the best of its datelines, else what the page's metadata say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.document import Issue, Span
from communique.findings import Language
from communique.steps.structure.cues import find_cue
from communique.steps.structure.dateline import Dateline, read_dateline
from communique.steps.structure.lines import Line
from communique.steps.structure.places import Evidence, folded, is_known_town

_LINES_READ: Final = 120
"""Datelines are looked for in so many first lines: enough for a digest of many items."""

_LINES_AT_END: Final = 8
_ZONE_AFTER_TITLE: Final = 7
_ZONE_AT_LEAST: Final = 12
_DIGEST_ITEMS: Final = 3
_EVIDENCE_LENGTH: Final = 30_000
_KIND_ORDER: Final = {"dateline": 0, "replaced": 1, "published": 2, "updated": 3}


@dataclass(frozen=True, slots=True)
class Origin:
    """`used` are the indices of the lines whose dateline is the release's own."""

    date: str | None
    place: str | None
    used: frozenset[int] = frozenset()
    issues: tuple[Issue, ...] = ()


def read_datelines(lines: Sequence[Line], language: Language, text: str) -> dict[int, Dateline]:
    """The datelines of the release's first and last lines, by the line's index."""
    evidence = Evidence(text[:_EVIDENCE_LENGTH], frozenset(_organisations(lines)))
    indices = dict.fromkeys(
        [*range(min(len(lines), _LINES_READ)), *range(max(0, len(lines) - _LINES_AT_END), len(lines))]
    )
    found: dict[int, Dateline] = {}
    for i in indices:
        line = lines[i]
        if line.is_note or line.role in ("table_row", "list_item", "caption"):
            continue
        dateline = _after_label(line, language, evidence) or read_dateline(line.text, language, evidence)
        if dateline is not None:
            found[i] = dateline
    return found


def _after_label(line: Line, language: Language, evidence: Evidence) -> Dateline | None:
    """The dateline that follows a masthead set off in bold in the same block: its line end was lost."""
    rest = line.text[line.label_end :].lstrip()
    if not line.label_end or not rest[:1].isupper():
        return None
    dateline = read_dateline(rest, language, evidence)
    if dateline is None or not dateline.whole or not (dateline.place and dateline.date):
        return None
    return replace(dateline, end=len(line.text))


def find_origin(
    lines: Sequence[Line], datelines: Mapping[int, Dateline], title: Sequence[int], meta: Mapping[str, str]
) -> Origin:
    """The release's date and place.

    Args:
        lines: the lines of the release.
        datelines: what `read_datelines` found in them.
        title: the indices of the headline's lines.
        meta: the document's metadata ("published").
    """
    published = _published(meta)
    zone_end = max(_ZONE_AT_LEAST, title[-1] + _ZONE_AFTER_TITLE) if title else _ZONE_AT_LEAST
    zone = {i: d for i, d in datelines.items() if i < zone_end and not (i in title and d.whole)}
    if (latest := _latest_of_a_digest(zone, datelines)) is not None:
        return Origin(latest, None, issues=_differing(latest, published, None))
    if not any(d.date for d in zone.values()):
        zone |= {i: d for i, d in datelines.items() if i >= len(lines) - _LINES_AT_END and d.whole}
    ranked = sorted(zone, key=lambda i: (_KIND_ORDER.get(zone[i].kind, 9), not (zone[i].date and zone[i].place), i))
    dated = next((i for i in ranked if zone[i].date and zone[i].kind != "embargo"), None)
    placed = next((i for i in ranked if zone[i].place and zone[i].kind == "dateline"), None)
    embargo = next((i for i in sorted(zone) if zone[i].kind == "embargo" and zone[i].date), None)
    place = zone[placed].place if placed is not None else _town_beside(lines, dated)
    used = frozenset(i for i in zone if zone[i].kind != "embargo" and (zone[i].whole or i in (dated, placed)))
    if dated is not None:
        date, issues = _stated(lines[dated], zone[dated], published)
        return Origin(date, place, used, (*issues, *_differing(date, published, lines[dated].span)))
    if published:
        return Origin(published, place, used)
    if embargo is not None:
        return Origin(zone[embargo].date.iso, place, used)  # type: ignore[union-attr]
    return Origin(None, place, used, (Issue("structure.no-date", "no dateline and no metadata give a date"),))


def _town_beside(lines: Sequence[Line], dated: int | None) -> str | None:
    """The town that stands alone in the line above or below the date."""
    for i in (dated - 1, dated + 1) if dated is not None else ():
        if 0 <= i < len(lines) and is_known_town(lines[i].text.split(",")[0].strip(" .")) and len(lines[i].text) < 40:
            return lines[i].text.split(",")[0].strip(" .")
    return None


def _latest_of_a_digest(zone: Mapping[int, Dateline], datelines: Mapping[int, Dateline]) -> str | None:
    """The last date of a digest whose items each begin with their own place and date; None for other releases."""
    items = [d for d in datelines.values() if not d.whole and d.place and d.date and d.kind == "dateline"]
    dates = {d.date.iso for d in items if d.date and d.date.iso}
    if len(items) < _DIGEST_ITEMS or len(dates) < 2 or any(d.whole and d.date for d in zone.values()):
        return None
    return max(d for d in dates if d)


def _stated(line: Line, dateline: Dateline, published: str | None) -> tuple[str, tuple[Issue, ...]]:
    """The dateline's date; one in figures that reads two ways is settled by the metadata where they give either."""
    assert dateline.date is not None
    assert dateline.date.iso is not None
    iso = dateline.date.iso
    if not dateline.date.day_first_assumed:
        return iso, ()
    year, month, day = iso.split("-")
    if published in (iso, f"{year}-{day}-{month}"):
        return published, ()
    message = f"{iso} is written in figures, day before month; it could be {year}-{day}-{month}"
    return iso, (Issue("structure.date-ambiguous", message, line.span),)


def _differing(date: str, published: str | None, span: Span | None) -> tuple[Issue, ...]:
    if published is None or published.startswith(date) or date.startswith(published):
        return ()
    return (Issue("structure.dates-differ", f"the text says {date}, the page's metadata {published}", span),)


def _published(meta: Mapping[str, str]) -> str | None:
    match = re.match(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)", meta.get("published", ""))
    return match[0] if match else None


def _organisations(lines: Sequence[Line]) -> Iterable[str]:
    """Names, folded, that the release itself treats as an organisation's: "About X", "SOURCE X"."""
    for line in lines:
        for kind in ("about", "source"):
            if match := find_cue(kind, line.text):
                name = next((match[g] for g in ("name", "name2") if match.groupdict().get(g)), None)
                if name:
                    yield folded(re.sub(r"^(?:the|la|le|les|l['’])\s?", "", name, flags=re.IGNORECASE))
