"""A record as a summary for people."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from communique.records import Entity, Fact, Footnote, Release

_Row = tuple[Text, ...]

_WIDTH_WHEN_PIPED = 110
_ARROWS = {
    "affiliated_with": "affiliated with",
    "involves": "involves",
    "located_in": "located in",
    "founded_on": "founded on",
    "succeeds": "succeeds",
    "holds_position": "holds a position at",
}


def summarise(release: Release) -> str:
    """The summary, with colours when standard output is a terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_WHEN_PIPED)
    with console.capture() as captured:
        console.print(_summary(release))
    return "\n".join(line.rstrip() for line in captured.get().splitlines())  # Rich fills lines up with spaces


def _summary(release: Release) -> RenderableType:
    parts: list[RenderableType] = [_head(release)]
    names = {e.id: e.name for e in release.entities}
    organisations = [e for kind in ("laboratory", "institution") for e in release.entities if e.kind == kind]
    people = [e for e in release.entities if e.kind == "person"]
    sections: tuple[tuple[str, int, list[RenderableType]], ...] = (
        ("Facts", len(release.facts), _facts(release.facts, names)),
        ("Footnotes", len(release.footnotes), [_table([_footnote_row(n) for n in release.footnotes])]),
        ("Laboratories and institutions", len(organisations), [_table([_entity_row(e) for e in organisations])]),
        ("People", len(people), [_table([_entity_row(e) for e in people])]),
        ("Issues", len(release.issues), [Text(f"{i.severity}  {i.code}  {i.message}") for i in release.issues]),
    )
    for title, count, shown in sections:
        if count:
            parts.append(Text(f"\n{title} ({count})", style="bold"))
            parts += [Padding(part, (0, 0, 0, 2)) for part in shown]
    return Group(*parts)


def _head(release: Release) -> Text:
    issuers = [e.name for e in release.entities if e.id in release.issuer]
    line = [release.date, release.dateline_place, ", ".join(issuers), release.language, release.status]
    head = Text(release.title or "(no title)", style="bold")
    head.append(f"\n{' · '.join(part for part in line if part)}\n{release.source.uri}", style="not bold")
    return head


def _table(rows: list[_Row]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for row in rows:
        table.add_row(*row)
    return table


def _facts(facts: Iterable[Fact], names: dict[str, str]) -> list[RenderableType]:
    """The facts, and under those that the same words say, these words."""
    shown: list[RenderableType] = []
    for (evidence, note), same in groupby(facts, key=lambda fact: (fact.evidence, fact.via_footnote)):
        shown += [_fact(fact, names) for fact in same]
        words = Text(" … ".join(f"“{_shorten(span.text)}”" for span in evidence), style="dim")
        if note:
            words.append(f" (note {note})")
        shown.append(Padding(words, (0, 0, 0, 4)))
    return shown


def _fact(fact: Fact, names: dict[str, str]) -> Text:
    details = [
        fact.title,
        fact.role and fact.role.replace("_", " "),
        None if fact.status == "asserted" else fact.status,
    ]
    shown = Text(f"{names[fact.subject]} ")
    shown.append(f"{_ARROWS[fact.predicate]} ", style="cyan")
    shown.append(names[fact.object] if fact.object else fact.value or "")
    if said := ", ".join(d for d in details if d):
        shown.append(f" ({said})")
    return shown


def _footnote_row(note: Footnote) -> _Row:
    anchors = ", ".join(f"“{_shorten(c.anchor.text)}”" for c in note.callouts) or "(called nowhere)"
    return Text(note.label), Text(anchors), Text(note.note.text if note.note else "(no note)", style="dim")


def _entity_row(entity: Entity) -> _Row:
    codes = [entity.unit_code or entity.unit_type, entity.ror and entity.ror.removeprefix("https://")]
    return Text(entity.name), Text(", ".join(entity.aliases)), Text(" ".join(c for c in codes if c), style="dim")


def _shorten(text: str, limit: int = 160) -> str:
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return f"{text[:limit].rsplit(' ', 1)[0]} …"
