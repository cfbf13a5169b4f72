"""A small notation for releases, for tests of the steps that come after the footnotes.

One line is one block: `# ` to `###### ` a heading, `- ` a list item, `| ` a table row (cells parted by ` | `), `@ ` a
note, anything else a paragraph. `17> ` before a line gives its size in points (10 without). Inside a line `**bold**`,
`*italic*` and `[words](target)` set the style; `{Anna Bell}` marks a person and `<CNRS>` an organisation, for the
findings of the entity step: the same words are the same entity, `{Bell|Anna Bell}` is another form of one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique.document import Document, Place, Span, Style
from communique.findings import (
    EntityFinding,
    EntityFindings,
    EntityKind,
    Findings,
    FootnoteFindings,
    Mention,
    Note,
    StructureFindings,
)
from communique.readers.builder import CELL_END, DocumentBuilder
from communique.steps.structure import StructureStep

_SIZE = re.compile(r"(\d+(?:\.\d)?)> ")
_INLINE = re.compile(r"(\*\*|\*)|\[([^\]]+)\]\(([^)]+)\)|\{([^{}|]+)(?:\|([^{}]+))?\}|<([^<>|]+)(?:\|([^<>]+))?>")


@dataclass(frozen=True)
class _Nowhere:
    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        return ()


@dataclass
class WrittenRelease:
    """A document with the findings of the steps before."""

    document: Document
    findings: Findings
    names: dict[int, str] = field(default_factory=dict)

    @property
    def structure(self) -> StructureFindings:
        assert self.findings.structure is not None
        return self.findings.structure

    def words(self, span: Span) -> str:
        return span.of(self.document.text)

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """Kind and text of every block."""
        return [(b.kind, self.words(b.span)) for b in self.structure.blocks]

    @property
    def issues(self) -> list[str]:
        return [i.code for i in self.structure.issues]


def read_release(marked: str, *, meta: Mapping[str, str] | None = None) -> WrittenRelease:
    """The release that `marked` describes, after the structure step.

    Raises:
        ValueError: a style that is opened in a line is not closed in it.
    """
    builder = DocumentBuilder()
    notes: list[str] = []
    named: list[tuple[str, str, EntityKind]] = []
    for line in filter(None, (raw.strip() for raw in marked.splitlines())):
        _add_line(builder, line, notes, named, sized=bool(_SIZE.search(marked)))
    document = builder.build("text/html", _Nowhere(), meta=meta)
    spans = [_find(document, note) for note in notes]
    footnotes = FootnoteFindings(document, tuple(Note(str(i), span, ()) for i, span in enumerate(spans, start=1)))
    findings = Findings(footnotes=footnotes)
    findings = findings.with_finding("structure", StructureStep()(document, findings))
    entities = _entities(document, named)
    findings = findings.with_finding("entities", EntityFindings(entities))
    return WrittenRelease(document, findings, {e.key: e.name for e in entities})


def _add_line(
    builder: DocumentBuilder, line: str, notes: list[str], named: list[tuple[str, str, EntityKind]], *, sized: bool
) -> None:
    style = Style(size_pt=10.0 if sized else None)
    if size := _SIZE.match(line):
        style, line = replace(style, size_pt=float(size[1])), line[size.end() :]
    if heading := re.match(r"(#{1,6}) ", line):
        builder.begin_block("heading", level=len(heading[1]))
        line = line[heading.end() :]
    elif line.startswith("- "):
        builder.begin_block("list_item", level=1, group=1)
        line = line[2:]
    elif line.startswith("| "):
        builder.begin_block("table_row", group=2)
        line = line[2:].replace(" | ", CELL_END)
    elif line.startswith("@ "):
        builder.begin_block("note")
        line = line[2:]
        notes.append(line)
    else:
        builder.begin_block()
    _add_words(builder, line, style, named)


def _add_words(builder: DocumentBuilder, line: str, style: Style, named: list[tuple[str, str, EntityKind]]) -> None:
    open_marks: list[str] = []
    position = 0
    for match in _INLINE.finditer(line):
        builder.append(line[position : match.start()], -1, _styled(style, open_marks))
        position = match.end()
        mark, linked, target, person, person_name, organisation, organisation_name = match.groups()
        if mark:
            open_marks.remove(mark) if mark in open_marks else open_marks.append(mark)
        elif linked:
            builder.append(linked, -1, replace(_styled(style, open_marks), link=target))
        elif person:
            named.append((person, person_name or person, "person"))
            builder.append(person, -1, _styled(style, open_marks))
        else:
            named.append((organisation, organisation_name or organisation, "institution"))
            builder.append(organisation, -1, _styled(style, open_marks))
    if open_marks:
        raise ValueError(f"{open_marks[0]} is opened but not closed in {line!r}")
    builder.append(line[position:], -1, style)


def _styled(style: Style, open_marks: Sequence[str]) -> Style:
    return replace(style, bold="**" in open_marks, italic="*" in open_marks)


def _find(document: Document, words: str, after: int = 0) -> Span:
    start = document.text.index(words, after)
    return Span(start, start + len(words))


def _entities(document: Document, named: Sequence[tuple[str, str, EntityKind]]) -> tuple[EntityFinding, ...]:
    """One entity a name, mentions in the order in which the text marks them."""
    mentions: dict[tuple[str, EntityKind], list[Mention]] = {}
    position = 0
    for form, name, kind in named:
        span = _find(document, form, position)
        position = span.end
        mentions.setdefault((name, kind), []).append(Mention(span.start, span.end))
    return tuple(
        EntityFinding(key, kind, name, mentions=tuple(found))
        for key, ((name, kind), found) in enumerate(mentions.items(), start=1)
    )
