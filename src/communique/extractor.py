"""Bytes in, validated record out: readers and steps in order."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version

from communique import records
from communique.document import Document, Issue, NodeSpan, PageBox, Span
from communique.document import Place as SourcePlace
from communique.errors import PipelineError
from communique.findings import (
    EntityFinding,
    EntityFindings,
    FactFinding,
    Findings,
    FootnoteFindings,
    Link,
    StructureFindings,
)
from communique.readers import read
from communique.registry.index import Registry
from communique.registry.location import open_registry
from communique.rules import rules_digest
from communique.steps.base import Step


@dataclass(frozen=True)
class Extractor:
    """Runs `steps` in order over a document. `registry` is the label of the one that entities are linked to.

    Raises:
        PipelineError: a step needs a finding that no step before it gives.
    """

    steps: tuple[Step, ...]
    registry: str = "none"

    def __post_init__(self) -> None:
        given: set[str] = set()
        for step in self.steps:
            if missing := step.needs - given:
                raise PipelineError(
                    f"step {step.name!r} needs {', '.join(sorted(missing))}, which no step before it gives; "
                    "put the step that gives it earlier"
                )
            given.add(step.gives)

    def __call__(self, data: bytes, uri: str) -> records.Release:
        """The record of one release.

        Args:
            data: the bytes of a PDF or HTML file.
            uri: where they came from, kept in the record as it is.

        Raises:
            ReadError: the bytes give no document.
        """
        with _collector_at_rest():
            return self._extract(data, uri)

    def _extract(self, data: bytes, uri: str) -> records.Release:
        document = read(data)
        findings = Findings()
        issues: list[Issue] = []
        for step in self.steps:
            if any(getattr(findings, need) is None for need in step.needs):
                continue  # the step that gives it failed, and its issue says so
            reading = findings.footnotes.reading if findings.footnotes else document
            try:
                findings = findings.with_finding(step.gives, step(reading, findings))
            except Exception as error:  # a bug in one step must not lose what the others found
                issues.append(
                    Issue("extractor.step-failed", f"step {step.name} raised {type(error).__name__}: {error}")
                )
        footnotes = findings.footnotes or FootnoteFindings(document)
        return _assemble(data, uri, footnotes, findings, issues, versions(self.registry))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No passes of the garbage collector while a document is read: they go over all that models and rules hold.

    They take an eighth of the time, and free hardly anything before the document is done.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _assemble(
    data: bytes,
    uri: str,
    footnotes: FootnoteFindings,
    findings: Findings,
    issues: list[Issue],
    made_by: records.Extractor,
) -> records.Release:
    reading = footnotes.reading
    text = reading.text
    structure = findings.structure or StructureFindings(language="en")
    entities = findings.entities or EntityFindings()
    places = findings.relations.places if findings.relations else ()
    facts = findings.relations.facts if findings.relations else ()
    named = _used_entities([*entities.entities, *places], facts)
    links = {link.key: link for link in (findings.links.links if findings.links else ())}
    published = {e.key: _entity(f"e{i}", e, links.get(e.key), text) for i, e in enumerate(named, start=1)}
    notes = [
        records.Footnote(
            id=f"n{i}",
            label=note.label,
            note=_text_span(note.body, text) if note.body else None,
            callouts=tuple(records.Callout(offset=c.offset, anchor=_text_span(c.anchor, text)) for c in note.callouts),
        )
        for i, note in enumerate(footnotes.notes, start=1)
    ]
    for found in (footnotes, structure, entities, findings.relations, findings.links):
        issues.extend(found.issues if found else ())
    all_issues = _issues([*reading.issues, *issues])
    return records.Release(
        id=hashlib.sha256(data).hexdigest()[:16],
        source=records.Source(
            uri=uri,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=reading.media_type,
            bytes=len(data),
            pages=reading.pages or None,
        ),
        extractor=made_by,
        status="partial" if any(i.severity == "error" for i in all_issues) else "ok",
        language=structure.language,
        title=structure.title,
        date=structure.date,
        dateline_place=structure.dateline_place,
        issuer=tuple(published[k].id for k in entities.issuers if k in published),
        text=text,
        blocks=tuple(
            records.Block(kind=b.kind, start=b.start, end=b.end, places=_places(reading, b.span))
            for b in structure.blocks
        ),
        footnotes=tuple(notes),
        entities=tuple(published.values()),
        facts=_facts(facts, published, reading),
        quotations=tuple(
            records.QuotationRecord(
                start=q.start,
                end=q.end,
                text=text[q.start : q.end],
                speaker=published[q.speaker].id if q.speaker in published else None,
            )
            for q in (findings.quotations.quotations if findings.quotations else ())
        ),
        contacts=tuple(
            records.ContactRecord(name=c.name, organisation=c.organisation, phone=c.phone, email=c.email)
            for c in (findings.contacts.contacts if findings.contacts else ())
        ),
        issues=all_issues,
    )


def _used_entities(found: Sequence[EntityFinding], facts: Sequence[FactFinding]) -> list[EntityFinding]:
    """All entities, but only the places that a fact needs, in the order of their first mention."""
    objects = {f.object for f in facts}
    kept = [e for e in found if e.kind != "place" or e.key in objects]
    return sorted(kept, key=lambda e: (e.mentions[0].start if e.mentions else 0, e.key))


def _entity(id_: str, found: EntityFinding, link: Link | None, text: str) -> records.Entity:
    return records.Entity(
        id=id_,
        kind=found.kind,
        name=found.name,
        aliases=found.aliases,
        unit_type=found.unit_type,
        unit_code=found.unit_code,
        ror=link.ror if link else None,
        rnsr=link.rnsr if link else None,
        country=link.country if link else found.country,
        candidates=tuple(
            records.Candidate(ror=c.ror, rnsr=c.rnsr, score=c.score) for c in (link.candidates if link else ())
        ),
        mentions=tuple(
            records.Mention(start=m.start, end=m.end, text=text[m.start : m.end], source=m.source, rule=m.rule)
            for m in found.mentions
        ),
    )


def _facts(
    found: Sequence[FactFinding], published: dict[int, records.Entity], reading: Document
) -> tuple[records.Fact, ...]:
    """The facts in the order in which the text states them; of two with one id the more confident one stays."""
    facts: dict[str, records.Fact] = {}
    for fact in sorted(found, key=lambda f: -f.confidence):
        subject = published[fact.subject]
        object_ = None if fact.object is None else published[fact.object]
        id_ = records.fact_id(subject, fact.predicate, object_, fact.value, fact.title)
        if id_ in facts:
            continue
        facts[id_] = records.Fact(
            id=id_,
            subject=subject.id,
            predicate=fact.predicate,
            object=object_.id if object_ else None,
            value=fact.value,
            role=fact.role,
            title=fact.title,
            status=fact.status,
            evidence=tuple(
                records.EvidenceSpan(start=s.start, end=s.end, text=s.of(reading.text), places=_places(reading, s))
                for s in fact.evidence
            ),
            via_footnote=fact.via_footnote,
            rule=fact.rule,
            confidence=round(fact.confidence, 2),
        )
    return tuple(sorted(facts.values(), key=lambda f: (f.evidence[0].start, f.evidence[0].end, f.id)))


def _text_span(span: Span, text: str) -> records.TextSpan:
    return records.TextSpan(start=span.start, end=span.end, text=span.of(text))


def _places(document: Document, span: Span) -> tuple[records.Place, ...]:
    return tuple(_place(p) for p in document.places(span))


def _place(place: SourcePlace) -> records.Place:
    match place:
        case PageBox():
            box = (place.x0, place.top, place.x1, place.bottom)
            x0, top, x1, bottom = (round(v, 2) for v in box)
            return records.PagePlace(page=place.page, bbox=(x0, top, x1, bottom))
        case NodeSpan():
            return records.NodePlace(xpath=place.xpath, start=place.start, end=place.end)


def _issues(found: Sequence[Issue]) -> tuple[records.IssueRecord, ...]:
    ordered = sorted(set(found), key=lambda i: (i.span.start if i.span else -1, i.code, i.message))
    return tuple(
        records.IssueRecord(
            code=i.code,
            severity=i.severity,
            message=i.message,
            start=i.span.start if i.span else None,
            end=i.span.end if i.span else None,
        )
        for i in ordered
    )


@cache
def versions(registry: str) -> records.Extractor:
    """What every record says of the program that made it; `registry` is the label of the one in use."""
    from communique.language.model import MODEL_NAMES, model_id
    from communique.steps.relations.learned import pair_model_id

    models = ", ".join(sorted({*(model_id(name) for name in MODEL_NAMES), pair_model_id()}))
    return records.Extractor(version=version("communique"), model=models, rules=rules_digest(), registry=registry)


def default_extractor(registry: str | os.PathLike[str] | None = None) -> Extractor:
    """The extractor that the commands and the Python API use, built once a process and registry.

    Args:
        registry: an index file, or `core`; without it the registry in use.

    Raises:
        RegistryError: the index that was asked for can't be used.
    """
    return _extractor_with(open_registry(registry))


@lru_cache(maxsize=2)
def _extractor_with(registry: Registry) -> Extractor:
    from communique.steps.contacts import ContactStep
    from communique.steps.entities import EntityStep
    from communique.steps.footnotes import FootnoteStep
    from communique.steps.linking import LinkStep
    from communique.steps.quotations import QuotationStep
    from communique.steps.relations import RelationStep
    from communique.steps.structure import StructureStep

    steps: tuple[Callable[[], Step], ...] = (
        FootnoteStep, StructureStep, EntityStep, RelationStep, lambda: LinkStep(registry), QuotationStep, ContactStep,
    )  # fmt: skip
    return Extractor(tuple(make() for make in steps), registry.label)


def step_names() -> Iterator[str]:
    """The names of the default steps, in order."""
    return (step.name for step in default_extractor().steps)
