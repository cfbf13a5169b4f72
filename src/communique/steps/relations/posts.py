"""Posts: "director of the X", "X's director", "its director", "CNRS researcher at the X" become one slot each.

A post holds its organisations and the words of the title; who holds it is a matter of the clause (table `position`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from communique.document import Span
from communique.rules import load_table
from communique.steps.relations.clause import POST, TITLE, Clause, Slot, slot_class
from communique.steps.relations.reference import Focus
from communique.steps.relations.subjects import main_subject
from communique.steps.relations.wording import spell_out

_ORGANISATION: Final = f"[{slot_class('LI')}]"
_DATE: Final = f"[{slot_class('D')}]"
_STOP: Final = (
    r"(?!(?:is|was|are|were|has|have|had|will|who|which|that|said|says|explains?|and|et|est|était|a|ont|sera|qui|que|dont|où|while|but|mais|"
    r"explique|souligne|précise|conclut|selon|by|par|with|avec|from|when|after|before|since|depuis|until|jusque?|because|if|as|comme|puis|then|now|also|ainsi|or|ou|to|led|dirige)\b)"
)
_WORD: Final = rf"{_STOP}(?!\d)[\w'&/.’-]+,?"
_COMPLEMENT: Final = rf"(?:,? (?:{_WORD}|\((?!\w+ )[^()\ue000-\uf8ff]{{1,30}}\)|and (?=\w+ (?:of|at|de)\b))){{0,8}}?"
_OWN_COMPLEMENT: Final = r"(?:,| (?:of|for|de|à|in|en)) (?:la |le |the )?[\w'&-]+(?:(?: (?:et|and|de|of|&)(?: la| le)?)? [\w'&-]+){0,3}(?= ?[,|)–;:+]|\.?$| [\d+(])"
_PREPOSITION: Final = r"(?:,| –| \|| -|:)?(?: (?:of|at|de|à|for|in|with|within|on|chez|dans|au sein de|auprès de|pour|sur|from|(?:of|at|de|à) (?:this|our|notre|nos|its|son|sa)))?"
_TENURE: Final = rf"(?:,? \(?(?:since|depuis|from|until|till|jusque|jusque en|jusque à|en|in|by|de|to|à|since|as of|à compter de|à partir de|dès)(?: (?:early|late|last|le|fin|début|mi))? (?:{_DATE}|last \w+|now)(?:(?: to| à|–|-) ?(?:{_DATE}|now))?\)?)"


@cache
def _title() -> str:
    rows = {
        r.id: "|".join(re.escape(t) for t in sorted(map(spell_out, r.terms), key=lambda t: (-len(t), t)))
        for r in load_table("titles").rules
    }
    plural = r"(?:s|e|es|ne|nes)?"
    scholar = r"[a-zà-ÿ-]{2,}(?:ologist|ographer|iatrist|icist|ologue|ographe)"
    role = rf"(?:(?:{rows['title.prefix']})[- ]?)?(?:{rows['title.role']}|{scholar}){plural}(?![\w'-])"
    before = rf"(?:(?:{rows['title.before']})(?:[ -]| and )){{0,4}}"
    after = rf"(?:(?:[ -]| et )(?:{rows['title.after']}){plural}(?![\w'-])){{0,3}}"
    return rf"(?<![\w'-]){before}{role}{after}"


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    title = _title()
    more = rf"(?: ?,?(?: (?:at|in|of|within|à|de|dans|au sein de))? (?P<second>{_ORGANISATION}))?"
    return {
        "own": re.compile(
            rf"(?:(?<![\w'-])(?P<whose>its|son|sa|ses) (?:own |new |propre |nouveau |nouvelle |first |premier |première )?)(?P<title>{title}(?:{_COMPLEMENT}(?=[,.;)]|$|[\ue000-\uf8ff]| (?:is|was|will|est|sera)))?)(?P<tenure>{_TENURE})?"
        ),
        "possessive": re.compile(
            rf"(?P<org>{_ORGANISATION})'s?,? (?P<before>(?:then |current |new |first |former |acting |next |own |now |future |outgoing )*)(?P<title>{title}(?:(?: (?:of|for|de) [\w'&-]+(?: (?:and|&) [\w'-]+)?| [\w'&-]+){{0,3}}?(?=[,.;)]|$|[\ue000-\uf8ff]| (?:is|was|will)))?)(?P<tenure>{_TENURE})?"
        ),
        "adjunct": re.compile(
            rf"(?P<org>{_ORGANISATION})(?:-|–| )(?P<title>{title}(?:(?: (?:for|of|in) [\w'&-]+(?: (?:and|&) [\w'-]+)?){{0,2}}?(?=[,.;)]|$| ?[\ue000-\uf8ff]| (?:is|was|will|at|in|who|à)))?)(?P<tenure>{_TENURE})?(?: (?:at|in|within|à|de|dans|au sein de|with) (?P<second>{_ORGANISATION}))?"
        ),
        "juxtaposed": re.compile(rf"(?P<title>{title}) (?P<org>{_ORGANISATION}){more}(?P<tenure>{_TENURE})?"),
        "of": re.compile(
            rf"(?P<title>{title}{_COMPLEMENT})(?P<tenure>{_TENURE})?{_PREPOSITION} (?P<org>{_ORGANISATION})(?P<tenure2>{_TENURE})?"
        ),
        "bare": re.compile(rf"(?P<title>{title}(?:{_OWN_COMPLEMENT})?)(?P<tenure>{_TENURE})?"),
    }


def mark_posts(clause: Clause, focus: Focus, release_date: str) -> None:
    """Puts a slot in the place of every post that the clause names."""
    for name, pattern in _forms().items():
        clause.rewrite(pattern, lambda m, name=name: _post(clause, m, name, focus, release_date))  # type: ignore[misc]


def _post(clause: Clause, match: re.Match[str], form: str, focus: Focus, release_date: str) -> str | None:
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


_FORMER: Final = re.compile(
    r"(?<![\w'-])(?:former|formerly|ex|past|late|outgoing|previous|previously|ancien|ancienne|anciens|sortante?|précédente?|erstwhile|then|until (?:recently|last \w+))(?![\w])"
)
_PLANNED: Final = re.compile(r"(?<![\w'-])(?:future|next|incoming|designate|elect|prochaine?|désignée?|futur)(?![\w])")
_UNTIL: Final = re.compile(r"(?:until|till|jusque)|(?:from|de|–|-) ?\S+(?: to| à|–|-) ?")


def _status(lead: str, title: str, tenure: str, clause: Clause, release_date: str) -> str:
    near = re.split(r"[,;:(\ue000-\uf8ff]", lead)[-1]
    if _FORMER.search(near) or _FORMER.search(title):
        return "former"
    if _PLANNED.search(near) or _PLANNED.search(title):
        return "planned"
    if _UNTIL.search(tenure):
        last = [clause.slots[c].value for c in tenure if c in clause.slots]
        return (
            "former"
            if not last or not release_date or last[-1][: len(release_date)] <= release_date[: len(last[-1])]
            else ""
        )
    return ""


def _trimmed(span: Span, text: str) -> Span:
    end = span.end
    while end > span.start and text[end - 1] in " ,;:–-":
        end -= 1
    return Span(span.start, end)
