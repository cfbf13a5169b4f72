"""Posts: "director of the X", "X's director", "its director", "CNRS researcher at the X" become one slot each.

A post holds its organisations and the words of the title; who holds it is a matter of the clause (table `position`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from communique.document import Span
from communique.findings import Status
from communique.steps.relations.claims import Claim, joined
from communique.steps.relations.clause import ANY_SLOT, LAB, POST, TITLE, Clause, Slot
from communique.steps.relations.elliptic import write_out_posts
from communique.steps.relations.focus import Focus, Held
from communique.steps.relations.notation import grammar
from communique.steps.relations.predicates import read_predicates
from communique.steps.relations.topics import headed_by, owner_of_companion, owner_of_own, owner_of_title
from communique.steps.relations.truth import Setting
from communique.steps.relations.wording import fold

_FORMS: Final = ("own", "possessive", "adjunct", "juxtaposed", "of", "bare")
"""The rows "post.*" of the grammar, in the order in which they are tried."""


def mark_posts(clause: Clause, focus: Focus, release_date: str) -> None:
    """Puts a slot in the place of every post that the clause names."""
    _take_name_above(clause, focus)
    write_out_posts(clause, focus)
    if not grammar("post.bare").stands_in(clause.text):
        return  # no words of a title: none of the forms can match
    for form in _FORMS:
        clause.rewrite(grammar(f"post.{form}"), partial(_post, clause, form, focus, release_date))
    clause.rewrite(grammar("post.in-pairs"), partial(_one_each, clause))


def _one_each(clause: Clause, match: re.Match[str]) -> str | None:
    """ "P and Q are respectively director of X and head of Y" as "P, director of X, Q, head of Y"."""
    persons, posts = clause.slots[match["persons"]], [c for c in match["posts"] if c in clause.slots]
    if len(persons.keys) != len(posts) or any(clause.slots[c].kind not in (POST, TITLE) for c in posts):
        return None
    last = clause.slots[posts[-1]]
    if last.kind == POST:  # "director and deputy director of X": both are of X
        for char in (c for c in posts if clause.slots[c].kind == TITLE):
            clause.slots[char] = replace(clause.slots[char], kind=POST, keys=last.keys, said=last.said)
    each = [clause.add(replace(persons, keys=(key,))) for key in persons.keys]
    return ", ".join(f"{person}, {post}" for person, post in zip(each, posts, strict=True)) if all(each) else None


def _take_name_above(clause: Clause, focus: Focus) -> None:
    """A line without a person speaks of the one who stands alone on the line before: contact blocks, signatures."""
    if grammar("person.alone").stands_in(clause.text):
        person = next(slot for c in clause.text if (slot := clause.slots.get(c)) is not None)
        focus.alone = (focus.sentence, person)
        return
    sentence, above = focus.alone
    if above is not None and sentence == focus.sentence - 1 and clause.implied is None:
        clause.implied = replace(above, said=above.said or (above.span,))


def _post(clause: Clause, form: str, focus: Focus, release_date: str, match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    organisations = [clause.slots[groups[g]] for g in ("org", "second") if groups.get(g)]
    if form == "own":
        owner = owner_of_own(clause, match.start(), focus)
        if owner is None:
            return None
        organisations = [owner]
    start, end = match.span("title")
    title = _trimmed(clause.source(start, end), clause.reading)
    lead = clause.text[max(0, match.start() - 30) : match.start()] + (groups.get("before") or "")
    tenure = (groups.get("tenure") or "") + (groups.get("tenure2") or "")
    keys = tuple(dict.fromkeys(k for o in organisations for k in o.keys))
    slot = Slot(
        kind=POST if keys else TITLE,
        keys=keys,
        span=clause.source(*match.span()),
        title=title,
        said=tuple(dict.fromkeys(s for o in organisations for s in o.said)),
        status=_status(lead, match["title"], tenure, clause, release_date),
    )
    return clause.add(slot) or None


def attach_topics(clause: Clause, focus: Focus, told: Collection[str]) -> None:
    """Gives titles that name no organisation the one that is spoken of: "the director, X", "Director: X".

    Args:
        clause: its posts are marked.
        focus: what the sentences before were about.
        told: titles that other words have given to somebody.
    """
    for at, char in enumerate(clause.text):
        slot = clause.slots.get(char)
        if slot is None or slot.kind != TITLE or slot.keys or slot.title is None:
            continue
        title = slot.title.of(clause.reading)
        if (
            title in told
            or not grammar("post.headship").search(fold(title))
            or grammar("post.named-complement").search(title)
        ):
            continue
        if grammar("post.complement-follows").match(clause.text, at + 1):
            continue
        companion = grammar("post.companion").search(clause.text, max(0, at - 40), at)
        if companion is None:
            owner = owner_of_title(title, clause, at, focus)
        else:
            owner = owner_of_companion(clause, at, focus) if grammar("post.deputy").search(fold(title)) else None
        if owner is not None:
            said = tuple(dict.fromkeys((*owner.said, owner.span)))
            clause.slots[char] = replace(slot, keys=owner.keys, said=said)


def remember_posts(claims: Iterable[Claim], focus: Focus, reading: str) -> None:
    """Keeps who holds which post, for "her deputy" and "she succeeds him" in a later sentence."""
    for claim in claims:
        if claim.predicate == "holds_position" and claim.title:
            words = " ".join(fold(span.of(reading)) for span in claim.evidence)
            taken = grammar("post.taken").search(words) is not None and claim.status != "former"
            for person in claim.subject.keys:
                for key in claim.object.keys:
                    organisation = Slot(LAB, (key,), claim.object.span, said=claim.object.said)
                    focus.posts.append(
                        Held(person, organisation, claim.title, claim.status, focus.sentence, taken=taken)
                    )


def read_successions(clause: Clause, focus: Focus, setting: Setting) -> Iterator[Claim]:
    """The posts of those who succeed somebody whose post is known, and of those whom the holder of one succeeds."""
    for claim in read_predicates(clause, "successor", setting):
        if len(claim.subject.keys) != 1 or len(claim.object.keys) != 1:
            continue
        later, earlier = claim.subject.keys[0], claim.object.keys[0]
        left, taken = headed_by(earlier, focus, leaving=True), headed_by(later, focus)
        if left is not None and left.status != "planned":
            yield _passed_on(claim, claim.subject, left, claim.status)
        elif left is None and taken is not None and taken.status in (claim.status, "planned"):
            yield _passed_on(claim, claim.object, taken, "asserted" if taken.status == "planned" else "former")


def read_deputies(clause: Clause, focus: Focus, setting: Setting) -> Iterator[Claim]:
    """The posts of those by whom the head of something is assisted."""
    for claim in read_predicates(clause, "deputy", setting):
        post = headed_by(claim.object.keys[0], focus) if len(claim.object.keys) == 1 else None
        if post is not None and post.status != "former" and len(claim.subject.keys) == 1:
            status = "planned" if post.status == "planned" else claim.status
            yield replace(_passed_on(claim, claim.subject, post, status), title=claim.title)


def _passed_on(claim: Claim, person: Slot, post: Held, status: Status) -> Claim:
    organisation = post.organisation
    evidence = joined([*claim.evidence, organisation.span, *organisation.said])
    return replace(claim, subject=person, object=organisation, status=status, title=post.title, evidence=evidence)


def _status(lead: str, title: str, tenure: str, clause: Clause, release_date: str) -> Status | None:
    near = re.split(rf"[,;:(]|{ANY_SLOT}", lead)[-1]
    phrase = re.split(r"[,;:(]", lead)[-1]
    if any(grammar("post.former").search(words) for words in (near, title)) or grammar("post.until-then").search(
        phrase
    ):
        return "former"
    if grammar("post.planned").search(near) or grammar("post.planned").search(title):
        return "planned"
    if grammar("post.until").search(tenure):
        last = [clause.slots[c].value for c in tenure if c in clause.slots]
        return (
            "former"
            if not last or not release_date or last[-1][: len(release_date)] <= release_date[: len(last[-1])]
            else None
        )
    return None


def _trimmed(span: Span, text: str) -> Span:
    end = span.end
    while end > span.start and text[end - 1] in " ,;:–-":
        end -= 1
    return Span(span.start, end)
