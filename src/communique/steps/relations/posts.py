"""Posts: "director of the X", "X's director", "its director", "CNRS researcher at the X" become one slot each.

A post holds its organisations and the words of the title; who holds it is a matter of the clause (table `position`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Final

from communique.document import Span
from communique.findings import Status
from communique.steps.relations.clause import ANY_SLOT, POST, TITLE, Clause, Slot
from communique.steps.relations.focus import Focus
from communique.steps.relations.notation import grammar
from communique.steps.relations.subjects import main_subject

_FORMS: Final = ("own", "possessive", "adjunct", "juxtaposed", "of", "bare")
"""The rows "post.*" of the grammar, in the order in which they are tried."""


def mark_posts(clause: Clause, focus: Focus, release_date: str) -> None:
    """Puts a slot in the place of every post that the clause names."""
    for form in _FORMS:
        clause.rewrite(grammar(f"post.{form}"), partial(_post, clause, form, focus, release_date))


def _post(clause: Clause, form: str, focus: Focus, release_date: str, match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    organisations = [clause.slots[groups[g]] for g in ("org", "second") if groups.get(g)]
    if form == "own":
        owner = _owner(clause, match.start(), focus)
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


def _owner(clause: Clause, at: int, focus: Focus) -> Slot | None:
    """Whose director "its director" is: the subject of the clause, else of the sentence before."""
    before = [clause.slots[c] for c in clause.text[:at] if c in clause.slots and clause.slots[c].kind in "LI"]
    subject = main_subject(clause)
    if subject is not None and subject.kind in "LI" and subject in before:
        owner = subject
    elif len({s.keys for s in before}) == 1:
        owner = before[0]
    elif not before:
        owner_or_none = clause.implied if clause.implied and clause.implied.kind in "LI" else focus.last_organisation()
        if owner_or_none is None:
            return None
        owner = replace(owner_or_none, said=owner_or_none.said or (owner_or_none.span,))
    else:
        return None
    return owner if len(owner.keys) == 1 else None


def _status(lead: str, title: str, tenure: str, clause: Clause, release_date: str) -> Status | None:
    near = re.split(rf"[,;:(]|{ANY_SLOT}", lead)[-1]
    if grammar("post.former").search(near) or grammar("post.former").search(title):
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
