"""A record as a summary for people."""

from __future__ import annotations

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


def print_release(release: Release) -> None:
    """Prints the summary on standard output."""
    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_WHEN_PIPED)
    console.print(_summary(release))


def _summary(release: Release) -> RenderableType:
    parts: list[RenderableType] = [_head(release)]
    names = {e.id: e.name for e in release.entities}
    sections: tuple[tuple[str, list[_Row]], ...] = (
        ("Facts", [_fact_row(f, names) for f in release.facts]),
        ("Footnotes", [_footnote_row(n) for n in release.footnotes]),
        ("Laboratories and institutions", _entity_rows(release, "laboratory") + _entity_rows(release, "institution")),
        ("People", _entity_rows(release, "person")),
        ("Issues", [(Text(i.severity), Text(i.code), Text(i.message)) for i in release.issues]),
    )
    for title, rows in sections:
        if rows:
            parts += [Text(f"\n{title} ({len(rows)})", style="bold"), Padding(_table(rows), (0, 0, 0, 2))]
    return Group(*parts, Text())


def _head(release: Release) -> Text:
    issuers = [e.name for e in release.entities if e.id in release.issuer]
    line = [release.date, release.dateline_place, ", ".join(issuers), release.language, release.status]
    head = Text(release.title or "(no title)", style="bold")
    head.append(f"\n{' · '.join(part for part in line if part)}\n{release.source.uri}", style="not bold")
    return head


def _table(rows: list[_Row]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for _ in rows[0]:
        table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _fact_row(fact: Fact, names: dict[str, str]) -> _Row:
    object_ = names[fact.object] if fact.object else fact.value or ""
    details = [
        fact.title,
        fact.role and fact.role.replace("_", " "),
        None if fact.status == "asserted" else fact.status,
    ]
    said = Text(" … ".join(f"“{_shorten(span.text)}”" for span in fact.evidence), style="dim")
    if fact.via_footnote:
        said.append(f" (note {fact.via_footnote})")
    relation = Text(_ARROWS[fact.predicate])
    if shown := [d for d in details if d]:
        relation.append(f" ({', '.join(shown)})")
    return Text(names[fact.subject]), relation, Text(object_), said


def _footnote_row(note: Footnote) -> _Row:
    anchors = ", ".join(f"“{_shorten(c.anchor.text)}”" for c in note.callouts) or "(called nowhere)"
    return Text(note.label), Text(anchors), Text(note.note.text if note.note else "(no note)", style="dim")


def _entity_rows(release: Release, kind: str) -> list[_Row]:
    return [_entity_row(e) for e in release.entities if e.kind == kind]


def _entity_row(entity: Entity) -> _Row:
    codes = [entity.unit_code or entity.unit_type, entity.ror and entity.ror.removeprefix("https://")]
    return Text(entity.name), Text(", ".join(entity.aliases)), Text(" ".join(c for c in codes if c), style="dim")


def _shorten(text: str, limit: int = 120) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
