"""Applies the rules to a clause: noun phrases from the inside out, then posts, then what the verbs say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from communique.document import Span
from communique.findings import Predicate, Role, Status
from communique.steps.relations.clause import PLACE, POST, TITLE, Clause, Slot, kind_of_char, slot_class
from communique.steps.relations.forms import ClauseRule, Form, rules_by_stage
from communique.steps.relations.groups import join_lists, join_repeated
from communique.steps.relations.places import is_region
from communique.steps.relations.posts import mark_posts
from communique.steps.relations.reduce import reduce_names
from communique.steps.relations.reference import Focus, resolve_references
from communique.steps.relations.subjects import main_subject, shape_of, subject_of, subject_of_clause
from communique.steps.relations.truth import truth_of

TABLES: Final = ("affiliation", "membership", "creation", "succession", "location", "position")
_ROUNDS: Final = 5
"""Times that noun phrases are read from the inside out; deeper nesting than this is no release's."""
_MATCHES: Final = 60
"""Matches of one form in one clause; a longer sentence is a list that the first ones have already read."""

_ASIDE: Final = re.compile(r",? (?:which|who|that|qui|dont|où|where) [^,;]{1,200},|\([^()]*\)")
_LISTED_ASIDE: Final = re.compile(
    rf"(?P<whole>(?P<head>[{slot_class('LI')}]), (?:which|who|whose|dont|où|where|qui|que|in which|with which) [^,;()]{{3,160}})"
    rf"(?=, (?:(?:and|et|ainsi que|as well as) )?(?:the |le |la )?[{slot_class('LI')}])"
)
_CREDITS: Final = re.compile(
    r"^\W*(?:©|photos?\b|images?\b|crédits?\b|credits?\b|illustration|figure|fig\.|video|vidéo|copyright|picture|photograph|légende|caption|visuel)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a rule read from a clause, still by slots: a fact for every pair of their entities."""

    rule: str
    predicate: Predicate
    role: Role | None
    status: Status
    confidence: float
    subject: Slot
    object: Slot
    evidence: tuple[Span, ...]
    title: str | None = None
    via: str = ""


@cache
def rules() -> dict[str, tuple[ClauseRule, ...]]:
    """All clause rules by stage."""
    return dict(rules_by_stage(TABLES))


@dataclass(frozen=True, slots=True)
class Setting:
    """What every clause of a release is read with."""

    language: str
    release_date: str


def prepare(clause: Clause, focus: Focus) -> None:
    """Reduces names and resolves references, before anything is read."""
    reduce_names(clause)
    resolve_references(clause, focus)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a clause, and the slot that it is about."""

    claims: tuple[Claim, ...] = ()
    subject: Slot | None = None


def read_clause(
    clause: Clause,
    focus: Focus,
    setting: Setting,
    *,
    finish: Callable[[Clause], None] | None = None,
    listing: bool = False,
) -> Reading:
    """All claims of one clause; the clause is reduced to its skeleton on the way.

    Args:
        clause: prepared.
        focus: what the sentences before were about.
        setting: of the release.
        finish: changes the clause once its noun phrases have been read: puts a list's items behind it.
        listing: it is the text of a note whose calling words count laboratories or partners.
    """
    if _CREDITS.search(clause.text):
        return Reading()
    claims = list(read_phrases(clause))
    if finish is not None:
        finish(clause)
    asides = take_asides(clause)
    subject = main_subject(clause)
    for part in (clause, *asides):
        claims += read_stage(part, "clause", setting)
    if listing:
        claims += read_stage(clause, "list-note", setting)
    for part in (clause, *asides):
        mark_posts(part, focus, setting.release_date)
        claims += read_holders(part)
        claims += read_stage(part, "person", setting)
    return Reading(tuple(claims), subject)


def take_asides(clause: Clause) -> list[Clause]:
    """Takes relative clauses out of a list ("A, which B founded in 1990, and C") and gives them as clauses of their own."""
    asides: list[Clause] = []

    def take(match: re.Match[str]) -> str:
        asides.append(clause.part(*match.span("whole")))
        return match["head"]

    while clause.rewrite(_LISTED_ASIDE, take) and len(asides) < _MATCHES:
        join_lists(clause)
    return asides


def read_holders(clause: Clause) -> list[Claim]:
    """The claims of persons with their posts beside them; each is reduced to the person, and persons are joined."""
    found: list[Claim] = []
    _reduce(clause, "holder", found)
    join_lists(clause)
    return found


def read_phrases(clause: Clause) -> Iterator[Claim]:
    """The claims of noun phrases; each phrase is reduced to its head."""
    found: list[Claim] = []
    for _ in range(_ROUNDS):
        changed = _reduce(clause, "bracket", found)
        changed |= join_repeated(clause)
        changed |= _reduce(clause, "phrase", found)
        if not changed and not join_lists(clause):
            break
    yield from found


def _reduce(clause: Clause, stage: str, found: list[Claim]) -> bool:
    changed = False
    for rule in rules().get(stage, ()):
        for form in rule.forms:
            if form.may_match(clause.text):
                changed |= clause.rewrite(form.pattern, _reducer(clause, rule, found))
    return changed


def _reducer(clause: Clause, rule: ClauseRule, found: list[Claim]) -> Callable[[re.Match[str]], str | None]:
    def reduce(match: re.Match[str]) -> str | None:
        subject = clause.slots[match["subject"]]
        if subject.kind in "LIM" and len(subject.keys) > 1:
            subject = replace(subject, keys=subject.keys[-1:])  # "A and B (CNRS)" speaks of B
        objects = clause.in_text(match["object"])
        if rule.towns and subject.kind == "I" and all(o.kind == PLACE and is_region(o.value) for o in objects):
            return match["subject"]  # an institution "in Canada" is often there for a day
        posts = [o for o in objects if o.kind == POST]
        if posts and len(subject.keys) > 1 and posts[0].title and not posts[0].title.of(clause.reading).endswith("s"):
            before = match.start("object") < match.start("subject")  # "A and B, professor at C"; "CEO A and B"
            subject = replace(subject, keys=subject.keys[:1] if before else subject.keys[-1:])
        for object_ in posts or [clause.merge(match["object"])]:
            if object_.kind == TITLE:
                return None
            found.append(
                Claim(
                    rule.id,
                    rule.predicate,
                    rule.role,
                    _status_of_post(object_) or rule.status,
                    rule.confidence,
                    subject,
                    object_,
                    _evidence(clause, match.start(), match.end(), [subject, *objects]),
                    title=object_.title.of(clause.reading) if object_.title else None,
                    via=_via([subject, *objects]),
                )
            )
        return match["subject"] + (match["rest"] if "rest" in match.re.groupindex else "")

    return reduce


def _status_of_post(slot: Slot) -> Status | None:
    return None if not slot.status else "former" if slot.status == "former" else "planned"


def read_stage(clause: Clause, stage: str, setting: Setting) -> Iterator[Claim]:
    """The claims of the rules of one stage: predicates, then the holders of posts."""
    used: set[str] = set()
    for rule in rules().get(stage, ()):
        for form in rule.forms:
            if form.may_match(clause.text):
                yield from _read_form(clause, rule, form, setting, used)


def _read_form(clause: Clause, rule: ClauseRule, form: Form, setting: Setting, used: set[str]) -> Iterator[Claim]:
    position = 0
    for _ in range(_MATCHES):
        match = form.pattern.search(clause.text, position)
        if match is None:
            return
        position = match.end() if form.resolved else match.start() + 1
        claim = _claim(clause, rule, form, match, setting, used)
        if claim is not None:
            yield claim


def _claim(
    clause: Clause, rule: ClauseRule, form: Form, match: re.Match[str], setting: Setting, used: set[str]
) -> Claim | None:
    groups = match.groupdict()
    if any(kind_of_char(c) == POST and c in used for c in groups.get("object") or ""):
        return None
    start = match.start()
    parts: dict[str, Slot] = {}
    if form.resolved:
        relative = groups.get("relative") or ""
        rest = clause.text[match.start() + len(relative) :]
        if form.voice == "<":
            subject = subject_of_clause(clause, match.start(), form.kinds)
        else:
            shape = "relative" if relative else shape_of(rest, active=form.voice == ">")
            subject = subject_of(clause, match.start(), shape, form.kinds)
        if subject is None:
            return None
        parts[form.resolved], place = subject
        start = place if place >= 0 else start
    for part in ("subject", "object"):
        if groups.get(part):
            parts[part] = clause.merge(groups[part])
    if len(parts) < 2:
        return None
    status = _status(clause, rule, start, match, parts, setting)
    if status is None:
        return None
    used.update(c for c in groups.get("object") or "" if kind_of_char(c) == POST)
    slots = [parts["subject"], parts["object"]]
    return Claim(
        rule.id,
        rule.predicate,
        rule.role,
        status,
        rule.confidence,
        *slots,
        _evidence(clause, start, match.end(), slots),
        title=_title(clause, match, parts["object"]),
        via=_via(slots),
    )


def _status(
    clause: Clause, rule: ClauseRule, start: int, match: re.Match[str], parts: dict[str, Slot], setting: Setting
) -> Status | None:
    """The status of a claim; None when its words deny it."""
    obj = parts["object"]
    if obj.kind == POST and obj.status:
        return "former" if obj.status == "former" else "planned"
    before = clause.text[_context_start(clause.text, start) : start]
    region = _ASIDE.sub(" ", clause.text[start : match.end()])
    truth = truth_of(f"{before} {region}", setting.language)
    if truth == "denied" and not rule.certain:
        return None
    if obj.kind == "D" and setting.release_date:
        known = min(len(obj.value), len(setting.release_date))
        return "planned" if obj.value[:known] > setting.release_date[:known] else rule.status
    if rule.status != "asserted" or truth == "denied":
        return rule.status
    after = clause.text[match.end() : match.end() + 40]
    if truth == "asserted" and re.match(r"(?: in [\ue000-\uf8ff])?,? (?:until|till|jusque)\b", after):
        return "former"
    return truth


def _context_start(text: str, start: int) -> int:
    """Where the words begin that speak of a predicate: the comma, bracket or dash before it, at most 90 characters."""
    floor = max(0, start - 90)
    return max(floor, *(text.rfind(c, floor, start) + 1 for c in ";:(")) if start else 0


def _title(clause: Clause, match: re.Match[str], obj: Slot) -> str | None:
    if "title" in match.re.groupindex and match["title"]:
        return clause.source(*match.span("title")).of(clause.reading)
    return obj.title.of(clause.reading) if obj.title else None


def joint_structures(claims: Sequence[Claim]) -> list[Slot]:
    """The laboratories that claims give parties or members."""
    found: list[Slot] = []
    for claim in claims:
        if claim.predicate == "involves" or claim.role == "partner":
            found.append(claim.subject)
        elif claim.rule == "membership.member-of":
            found.append(claim.object)
    return found


def founded(claims: Sequence[Claim]) -> list[Slot]:
    """The laboratories that claims tell the founding of: what the next sentence's "it" speaks of."""
    births = [c.subject for c in claims if c.predicate == "founded_on" or c.rule.startswith("affiliation.created")]
    return list({s.keys: s for s in births}.values())


def _evidence(clause: Clause, start: int, end: int, slots: list[Slot]) -> tuple[Span, ...]:
    """The words of the match, and the places that a reader needs to understand them."""
    here = clause.source(start, end) if start < end else slots[0].span
    spans = [here, *(s.span for s in slots), *(p for s in slots for p in s.said)]
    return joined(spans)


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """`spans` in text order, those that touch or overlap joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _via(slots: list[Slot]) -> str:
    return next((s.via for s in slots if s.via), "")
