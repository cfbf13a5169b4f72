"""A small notation for releases, for tests of the entity step: one line is one block.

`# ` is the headline, `= ` the masthead, `@1 ` the body of note 1, `- ` a list item, anything else a paragraph. Inside a
line `^1` is a callout of note 1; the reading text holds neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.document import Document, Place, Span, Style
from communique.findings import (
    BlockKind,
    Callout,
    EntityFinding,
    EntityFindings,
    Findings,
    FootnoteFindings,
    Language,
    Note,
    StructuredBlock,
    StructureFindings,
)
from communique.readers.builder import DocumentBuilder
from communique.steps.entities import EntityStep

_PREFIX = re.compile(r"(?P<mark>#|=|-|@(?P<label>\d+)) ")
_CALLOUT = re.compile(r"\^(\d+)")
_KINDS: dict[str, BlockKind] = {"#": "title", "=": "other", "-": "list_item", "@": "note"}
"""Block kinds by the first character of a line; other lines are paragraphs."""


class _Nowhere:
    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        return ()


@dataclass(frozen=True)
class WrittenRelease:
    """A reading document with the findings of the steps before."""

    document: Document
    findings: Findings

    def entities(self, *, model: bool = False) -> EntityFindings:
        """What the entity step finds; by rules alone unless the model is asked for."""
        return EntityStep(model=model)(self.document, self.findings)


def write_release(*lines: str, language: Language = "en") -> WrittenRelease:
    """The release that the lines write."""
    builder = DocumentBuilder()
    blocks: list[StructuredBlock] = []
    bodies: dict[str, Span] = {}
    callouts: dict[str, list[Callout]] = {}
    issuers: list[Span] = []
    length = 0
    for line in lines:
        match = _PREFIX.match(line)
        words = line[match.end() :] if match else line
        if blocks:
            length += 1
        start = length
        text = ""
        for piece, label in _pieces(words):
            text += piece
            if label:
                anchor = Span(start + max(0, len(text) - 1), start + len(text))
                callouts.setdefault(label, []).append(Callout(start + len(text), anchor))
        builder.begin_block()
        builder.append(text, start, Style())
        length = start + len(text)
        kind = _KINDS[match["mark"][0]] if match else "paragraph"
        blocks.append(StructuredBlock(kind, start, length))
        if match and match["label"]:
            bodies[match["label"]] = Span(start, length)
        if kind == "other":
            issuers.append(Span(start, length))
    document = builder.build(media_type="text/html", source=_Nowhere())
    assert [b.span.of(document.text) for b in blocks] == document.text.split("\n")
    notes = tuple(Note(label, bodies.get(label), tuple(c)) for label, c in callouts.items())
    structure = StructureFindings(language=language, blocks=tuple(blocks), issuer_spans=tuple(issuers))
    footnotes = FootnoteFindings(reading=document, notes=notes)
    return WrittenRelease(document, Findings(footnotes=footnotes, structure=structure))


def _pieces(words: str) -> list[tuple[str, str]]:
    """(text, label of the callout after it); the last piece has none."""
    parts = _CALLOUT.split(words)
    return [(parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]


def summary(entities: Sequence[EntityFinding]) -> list[tuple[str, str, frozenset[str]]]:
    """(kind, name, aliases) of each entity, without places."""
    return [(e.kind, e.name, frozenset(e.aliases)) for e in entities if e.kind != "place"]
