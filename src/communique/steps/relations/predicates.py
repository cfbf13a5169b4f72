"""What verbs and the nouns of predicates state: "X was created by A and B", "X brings together", "Z heads X"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from communique.steps.relations.claims import Claim, evidence_of, label_of
from communique.steps.relations.clause import DATE, INSTITUTION, LAB, POST, Clause, Slot, kind_of_char, together
from communique.steps.relations.forms import UNNAMED, ClauseRule, Form, forms_of
from communique.steps.relations.notation import grammar
from communique.steps.relations.phrases import has_its_place
from communique.steps.relations.signs import bits_of
from communique.steps.relations.subjects import Place, shape_of, subject_of, subject_of_clause
from communique.steps.relations.truth import Setting, status_of

_MATCHES: Final = 60
"""Matches of one form in one clause; a longer sentence is a list that the first ones have already read."""
_LONGEST_TAIL: Final = 20
"""Members of a list that are read behind those that stand side by side."""
_RESPECTIVE: Final = 20
"""Characters behind a match in which "respectively" may stand."""


def read_predicates(clause: Clause, stage: str, setting: Setting) -> Iterator[Claim]:
    """The claims of the rules of one stage, in table order; a post is given to one person only."""
    given: set[str] = set()
    forms = forms_of(stage)
    missing = ~bits_of(clause.text)
    for rule, form in [(rule, form) for needs, rule, form in forms if not needs & missing]:
        yield from _read_form(clause, rule, form, setting, given)


def _read_form(clause: Clause, rule: ClauseRule, form: Form, setting: Setting, given: set[str]) -> Iterator[Claim]:
    if form.voice == UNNAMED and (clause.scene is None or (rule.near and not clause.near)):
        return
    position = 0
    pattern = form.pattern
    for _ in range(_MATCHES):
        match = pattern.search(clause.text, position)
        if match is None:
            return
        position = match.end() if form.resolved else match.start() + 1
        posts = {c for c in match.groupdict().get("object") or "" if kind_of_char(c) == POST}
        claim = None if posts & given and not rule.again else _claim(clause, rule, form, match, setting)
        if claim is not None:
            given |= posts
            yield from _paired(claim, clause)


def _respective(claim: Claim, words: str) -> Iterator[Claim]:
    """One claim for each pair of "A and B belong to C and D, respectively"; any other claim as it is."""
    subjects, objects = claim.subject.keys, claim.object.keys
    if len(subjects) < 2 or len(subjects) != len(objects) or not grammar("sentence.respective").search(words):
        yield claim
        return
    for subject, object_ in zip(subjects, objects, strict=True):
        pair = (replace(claim.subject, keys=(subject,)), replace(claim.object, keys=(object_,)))
        yield replace(claim, subject=pair[0], object=pair[1])


def _claim(clause: Clause, rule: ClauseRule, form: Form, match: re.Match[str], setting: Setting) -> Claim | None:
    start = match.start()
    relative = _is_relative(clause, form, match)
    parts = {name: clause.merge(text) for name, text in match.groupdict().items() if name in _PARTS and text}
    if form.resolved:
        found = _resolved(clause, form, match)
        if found is None:
            return None
        parts[form.resolved], place = found
        start = place if place >= 0 else start
    if len(parts) < len(_PARTS):
        return None
    subject, object_ = (parts[name] for name in _PARTS)
    if rule.predicate == "holds_position" and object_.kind in "LIM" and len(object_.keys) > 1:
        object_ = _headed_of(clause, object_, form, match)
    end = match.end()
    listed = rule.predicate == "involves" and form.resolved != "object" and object_.kind != INSTITUTION
    listed = listed or (rule.predicate == "succeeds" and form.resolved == "subject" and ": " in match.group())
    if listed and match.end("object") == end:
        object_, end = _with_tail(clause, object_, end)
    if rule.several and len(object_.keys) < 2:
        return None
    if (rule.known or rule.towns) and not has_its_place(clause, rule, subject, clause.in_text(match["object"])):
        return None
    status = status_of(clause, rule, range(start, match.end()), object_, setting)
    if status is None and relative:  # what is denied before a relative clause is not what the clause says
        aside = clause.part(start, len(clause.text))
        status = status_of(aside, rule, range(match.end() - start), object_, setting)
    if status is None:
        return None
    return Claim(
        rule.id,
        rule.predicate,
        rule.role,
        status,
        rule.confidence,
        subject,
        object_,
        evidence_of(clause, start, end, [subject, object_]),
        title=_title(clause, match, object_),
        via=label_of([subject, object_]),
    )


def _headed_of(clause: Clause, several: Slot, form: Form, match: re.Match[str]) -> Slot:
    """What a person heads of a list before the words that say so: "A, B and C, led by P" is C, unless they say all."""
    groups = match.re.groupindex
    if "object" in groups and "subject" in groups and match.start("object") > match.start("subject"):
        return several
    if form.resolved == "subject" or grammar("post.of-all").search(match[0]):
        return several
    if several.kind == INSTITUTION and clause.implied is not None and clause.implied.kind == LAB:
        return clause.implied  # a note: "CNRS/Inria, led by P"
    return replace(several, keys=several.keys[-1:])


def _with_tail(clause: Clause, object_: Slot, end: int) -> tuple[Slot, int]:
    """The members that a rule has read, with those that follow over places and asides, and where these end."""
    slots = [object_]
    for _ in range(_LONGEST_TAIL):
        tail = grammar("roster.tail").match(clause.text, end)
        if tail is None:
            break
        slots.append(clause.slots[tail[1]])
        end = tail.end(1)
    return together(slots), end


def _paired(claim: Claim, clause: Clause) -> Iterator[Claim]:
    """The claim; where the words pair two lists of one length ("respectively"), one for each pair."""
    subject, object_ = claim.subject, claim.object
    values = object_.value.split("; ") if object_.value else []
    objects: list[Slot] = (
        [replace(object_, value=v) for v in values]
        if object_.kind == DATE
        else [replace(object_, keys=(key,)) for key in object_.keys]
    )
    if (
        len(objects) < 2
        or len(subject.keys) != len(objects)
        or not grammar("sentence.respectively").search(clause.text)
    ):
        yield claim
        return
    for key, one in zip(subject.keys, objects, strict=True):
        yield replace(claim, subject=replace(subject, keys=(key,)), object=one)


_PARTS: Final = ("subject", "object")


def _resolved(clause: Clause, form: Form, match: re.Match[str]) -> Place | None:
    """The part of a form that the clause around it supplies."""
    if form.voice == UNNAMED:
        return (clause.scene, -1) if clause.scene is not None else None
    if form.voice == "<":
        return subject_of_clause(clause, match.start(), form.kinds)
    rest = clause.text[match.start() :]
    shape = "relative" if _is_relative(clause, form, match) else shape_of(rest, active=form.voice == ">")
    return subject_of(clause, match.start(), shape, form.kinds)


def _is_relative(clause: Clause, form: Form, match: re.Match[str]) -> bool:
    """Whether a form's match is a relative clause, whose pronoun is its subject or another part of it."""
    if not form.resolved or form.voice in ("<", UNNAMED):
        return False
    return bool(match["relative"]) or grammar("subject.pronoun").match(clause.text[match.start() :]) is not None


def _title(clause: Clause, match: re.Match[str], object_: Slot) -> str | None:
    if "title" in match.re.groupindex and match["title"]:
        return clause.source(*match.span("title")).of(clause.reading)
    return object_.title.of(clause.reading) if object_.title else None
