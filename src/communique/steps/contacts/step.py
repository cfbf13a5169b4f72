"""The contacts step: whom the press may call or write to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from communique.document import Document, Span
from communique.findings import Contact, ContactFindings, EntityFinding, Findings, StructuredBlock
from communique.steps.contacts.entries import Entry, Names, read_entries
from communique.steps.contacts.signals import find_signals, standard_phone


class ContactStep:
    """Reads the contact blocks: one contact a person or office, numbers and addresses in standard form."""

    name: ClassVar[str] = "contacts"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "structure", "entities"})
    gives: ClassVar[str] = "contacts"

    def __call__(self, document: Document, findings: Findings) -> ContactFindings:
        blocks = findings.structure.blocks if findings.structure else ()
        entities = findings.entities.entities if findings.entities else ()
        regions = _issuer_countries(findings)
        mentions = _mentions(entities)
        countries = {name: e.country for e in entities if e.country for name in (e.name, *e.aliases)}
        links = [r for r in document.runs if r.style.link]
        link_starts, link_ends = [r.start for r in links], [r.end for r in links]
        contacts: list[Contact] = []
        for stretch in _stretches(blocks):
            text = stretch.of(document.text)
            linked = links[bisect_left(link_ends, stretch.start + 1) : bisect_left(link_starts, stretch.end)]
            signals = find_signals(text, linked, stretch.start)

            def names_in(start: int, end: int, at: int = stretch.start) -> Names:
                return _names(document.text, mentions, Span(at + start, at + end))

            contacts += (_contact(e, countries, regions) for e in read_entries(text, signals, names_in))
        return ContactFindings(tuple(dict.fromkeys(contacts)))


def _stretches(blocks: Sequence[StructuredBlock]) -> Iterator[Span]:
    """Consecutive contact blocks as one span each."""
    start = end = -1
    for block in blocks:
        if block.kind == "contact":
            start = block.start if start < 0 else start
            end = block.end
        elif start >= 0:
            yield Span(start, end)
            start = -1
    if start >= 0:
        yield Span(start, end)


def _mentions(entities: Sequence[EntityFinding]) -> list[tuple[int, int, str]]:
    """Mentions of persons and organisations, sorted: start, end, kind."""
    return sorted(
        (m.start, m.end, e.kind) for e in entities for m in e.mentions if e.kind != "place" and m.source != "reference"
    )


def _names(text: str, mentions: Sequence[tuple[int, int, str]], span: Span) -> Names:
    first = bisect_left(mentions, (span.start, 0, ""))
    last = bisect_left(mentions, (span.end, 0, ""))
    inside = [m for m in mentions[first:last] if m[1] <= span.end]
    return Names(
        persons=tuple(text[s:e] for s, e, kind in inside if kind == "person"),
        organisations=tuple(text[s:e] for s, e, kind in inside if kind != "person"),
    )


def _issuer_countries(findings: Findings) -> list[str]:
    if findings.entities is None:
        return []
    countries = {e.key: e.country for e in findings.entities.entities}
    return list(dict.fromkeys(c for k in findings.entities.issuers if (c := countries.get(k))))


def _contact(entry: Entry, countries: Mapping[str, str], regions: Sequence[str]) -> Contact:
    own = countries.get(entry.organisation or "")
    candidates = list(dict.fromkeys([*([own] if own else []), *regions]))
    return Contact(
        name=entry.name,
        organisation=entry.organisation,
        phone=standard_phone(entry.phones[0], candidates) if entry.phones else None,
        email=entry.emails[0] if entry.emails else None,
    )
