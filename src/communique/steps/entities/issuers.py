"""Who issues the release: the masthead, else the contact, tells; a joint announcement adds its other parties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from communique.document import Span
from communique.findings import BlockKind, EntityFinding, EntityKind, StructureFindings

_KINDS: Final[tuple[EntityKind, ...]] = ("institution", "laboratory")
_RUNNING_TEXT: Final[frozenset[BlockKind]] = frozenset({"lead", "paragraph", "list_item", "table"})
_OPENING: Final = re.compile(r"(?:^|: |– )(?:The |Le |La |L['’])?$", re.IGNORECASE)
_JOINT: Final = re.compile(
    r"(?: \([^()\n]{1,60}\))?(?:, | and |, and | et | & )(?:the |le |la |l['’]|their partner |son partenaire )?$",
    re.IGNORECASE,
)
_MAX_MENTIONS: Final = 24
"""Mentions looked at in the headline and in the first paragraph."""


def find_issuers(text: str, entities: Sequence[EntityFinding], structure: StructureFindings) -> tuple[int, ...]:
    """The keys of the issuers, in the order of the entities.

    All issuer spans above the text count together ("CNRS | Université Laval"). Without any, the first below that names
    an organisation counts, with the institutions that the headline or the first sentence begins with if it is one of
    them ("X and Y open ..."); at last the only institution that both name. Institutions go before laboratories.
    """
    begins = next((b.start for b in structure.blocks if b.kind in _RUNNING_TEXT), 0)
    issuers = _named_in(entities, [s for s in structure.issuer_spans if s.end <= begins])
    if issuers:
        return tuple(e.key for e in entities if e.key in issuers)
    below = (_named_in(entities, [s]) for s in structure.issuer_spans if s.end > begins)
    issuers = next((keys for keys in below if keys), set())
    openings = _openings(text, structure)
    for opening in openings:
        parties = _parties(text, entities, opening)
        if not issuers or (len(parties) > 1 and issuers & parties):
            issuers = issuers | parties
    if not issuers:
        named = {e.key for e in entities if e.kind == "institution" and _is_named_in(e, openings)}
        issuers = named if len(named) == 1 else set()
    return tuple(e.key for e in entities if e.key in issuers)


def _named_in(entities: Sequence[EntityFinding], spans: Sequence[Span]) -> set[int]:
    """The institutions that the spans name, else the laboratories."""
    for kind in _KINDS:
        inside = {e.key for e in entities if e.kind == kind and _is_named_in(e, spans)}
        if inside:
            return inside
    return set()


def _openings(text: str, structure: StructureFindings) -> list[Span]:
    """The headline and the first paragraph."""
    title = next((b.span for b in structure.blocks if b.kind == "title"), None)
    first = next((b.span for b in structure.blocks if b.kind in ("lead", "paragraph")), None)
    return [span for span in (title, first) if span is not None and span.of(text).strip()]


def _parties(text: str, entities: Sequence[EntityFinding], block: Span) -> set[int]:
    """The institutions at the beginning of a block, or after its colon, that commas and an "and" join."""
    mentions = list(_mentions_in(entities, block))[:_MAX_MENTIONS]
    parties: set[int] = set()
    end = None
    for start, stop, key in mentions:
        joined = end is not None and _JOINT.fullmatch(text, end, start) is not None
        if joined:
            parties.add(key)
            end = stop
        elif end is not None and text[end:start] in (" (", ", "):
            continue  # the short form in brackets
        elif not parties and _OPENING.search(text[block.start : start]):
            parties, end = {key}, stop
        elif len(parties) > 1:
            break
    return parties


def _mentions_in(entities: Sequence[EntityFinding], block: Span) -> Iterator[tuple[int, int, int]]:
    found = (
        (m.start, m.end, e.key)
        for e in entities
        if e.kind == "institution"
        for m in e.mentions
        if block.start <= m.start and m.end <= block.end
    )
    yield from sorted(found)


def _is_named_in(entity: EntityFinding, spans: Iterable[Span]) -> bool:
    return any(s.start <= m.start and m.end <= s.end for m in entity.mentions for s in spans)
