"""`communique show`: one release with all that was found in it, as a page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from communique.records import Entity, Fact, Footnote, PagePlace, Release
from communique.review.frame import render_page
from communique.review.graph import draw_graph
from communique.review.pictures import Picture, picture_pages
from communique.review.pieces import Cutting, shorten, visible

_NAME: Final = 300
_WORDS: Final = 2_000
_SCRIPT: Final = ("dom.js", "graph.js", "sheets.js", "release.js")


def release_page(release: Release, source: bytes | None = None) -> str:
    """The page of a release as HTML.

    Args:
        release: the record.
        source: the bytes that it was read from; with those of a PDF, the page shows its pages. Bytes of another
            file are not used.
    """
    pictures: Mapping[int, Picture] = {}
    if source is not None and hashlib.sha256(source).hexdigest() == release.source.sha256:
        pictures = picture_pages(source, range(1, (release.source.pages or 0) + 1))
    return render_page(
        shorten(release.title or release.source.uri, 120),
        style=("release.css",),
        script=_SCRIPT,
        data={"release": describe_release(release, pictures)},
    )


def describe_release(release: Release, pictures: Mapping[int, Picture]) -> dict[str, Any]:
    """What the page's script reads."""
    numbers = {entity.id: i for i, entity in enumerate(release.entities)}
    cutting = Cutting(release.text, _offsets(release))
    return {
        "head": _head(release),
        "blocks": _blocks(release, cutting, numbers),
        "entities": [_entity(entity) for entity in release.entities],
        "facts": [_fact(fact, numbers, cutting) for fact in release.facts],
        "notes": [_note(note) for note in release.footnotes],
        "issues": [[issue.severity, issue.code, shorten(issue.message, _NAME)] for issue in release.issues],
        "graph": draw_graph(release),
        "sheets": [_sheet(release, pictures[page]) for page in sorted(pictures)],
        "unseen": max(0, (release.source.pages or 0) - len(pictures)),
    }


def _head(release: Release) -> dict[str, Any]:
    issuers = [shorten(e.name, _NAME) for e in release.entities if e.id in release.issuer]
    return {
        "title": shorten(release.title or "(no title)", _NAME),
        "date": release.date,
        "place": shorten(release.dateline_place or "", _NAME),
        "issuers": issuers,
        "language": release.language,
        "status": release.status,
        "id": release.id,
        "uri": shorten(release.source.uri, _NAME),
        "media_type": release.source.media_type,
        "made_by": release.extractor.model_dump(),
    }


def _offsets(release: Release) -> Iterable[int]:
    for block in release.blocks:
        yield from (block.start, block.end)
    for _, span in release.spans():
        yield from (span.start, span.end)


def _blocks(release: Release, cutting: Cutting, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """The text block by block; of each piece its words, the entity that is named (-1: none), and its callouts."""
    named = _named(release, cutting, numbers)
    called: dict[int, list[str]] = {}
    for note in release.footnotes:
        for callout in note.callouts:
            called.setdefault(callout.offset, []).append(shorten(note.label, 20))
    blocks = []
    for kind, start, end in _cover(release):
        first, last = cutting.pieces(start, end)
        pieces: list[list[Any]] = []
        for piece in range(first, last):
            if labels := called.pop(cutting.start(piece), None) if piece > first else None:
                pieces[-1].append(labels)
            pieces.append([visible(cutting.words(piece)), named[piece]])
        if pieces and (labels := called.pop(end, None)):
            pieces[-1].append(labels)
        blocks.append({"kind": kind, "first": first, "pieces": pieces})
    return blocks


def _cover(release: Release) -> Iterable[tuple[str, int, int]]:
    """The blocks, and what stands between them, if anything does."""
    end = 0
    for block in release.blocks:
        if release.text[end : block.start].strip():
            yield "other", end, block.start
        yield block.kind, block.start, block.end
        end = block.end
    if release.text[end:].strip():
        yield "other", end, len(release.text)


def _named(release: Release, cutting: Cutting, numbers: Mapping[str, int]) -> list[int]:
    """For each piece the entity that it names: of names within names the longest."""
    mentions = sorted(
        ((m.start, -m.end, numbers[e.id]) for e in release.entities for m in e.mentions),
    )
    named = [-1] * len(cutting)
    done = 0
    for start, end, entity in mentions:
        first, last = cutting.pieces(start, -end)
        for piece in range(max(first, done), last):
            named[piece] = entity
        done = max(done, last)
    return named


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "kind": entity.kind,
        "name": shorten(entity.name, _NAME),
        "aliases": [shorten(alias, _NAME) for alias in entity.aliases[:20]],
        "code": shorten(entity.unit_code or entity.unit_type or "", 60),
        "ror": entity.ror,
        "rnsr": entity.rnsr,
        "candidates": [[c.ror or c.rnsr, c.score] for c in entity.candidates[:5]],
        "mentions": len(entity.mentions),
    }


def _fact(fact: Fact, numbers: Mapping[str, int], cutting: Cutting) -> dict[str, Any]:
    return {
        "id": fact.id,
        "subject": numbers[fact.subject],
        "predicate": fact.predicate,
        "object": numbers[fact.object] if fact.object is not None else -1,
        "value": shorten(fact.value or "", _NAME),
        "role": fact.role,
        "title": shorten(fact.title or "", _NAME),
        "status": fact.status,
        "note": shorten(fact.via_footnote or "", 20),
        "rule": fact.rule,
        "confidence": fact.confidence,
        "pieces": [cutting.pieces(span.start, span.end) for span in fact.evidence],
        "words": [shorten(span.text, _NAME) for span in fact.evidence],
    }


def _note(note: Footnote) -> dict[str, Any]:
    return {
        "label": shorten(note.label, 20),
        "text": shorten(note.note.text, _WORDS) if note.note else None,
        "after": [shorten(callout.anchor.text, 80) for callout in note.callouts],
    }


def _sheet(release: Release, picture: Picture) -> dict[str, Any]:
    """A page with the boxes of the facts that are read from it; a box that several share is drawn once."""
    boxes: dict[tuple[float, float, float, float], list[int]] = {}
    for i, fact in enumerate(release.facts):
        for span in fact.evidence:
            for place in span.places:
                if isinstance(place, PagePlace) and place.page == picture.page:
                    boxes.setdefault(place.bbox, []).append(i)
    return {
        "page": picture.page,
        "frame": picture.frame,
        "picture": picture.uri,
        "boxes": [[box, facts] for box, facts in boxes.items()],
    }
