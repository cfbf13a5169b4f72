"""Takes out of a clause what stands between a rule and the names: quotation marks, articles, aliases, descriptions.

Nothing here states a fact. Every pass is one regular expression over the clause.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from communique.steps.relations.clause import Clause, Replacement
from communique.steps.relations.notation import rewrite
from communique.steps.relations.places import is_region

_DESCRIPTIONS: Final = (
    "name.called-so",
    "name.described",
    "name.unit-before",
    "name.unit-behind",
    "name.institution-before",
)


def reduce_names(clause: Clause) -> None:
    """Brings the names of a clause side by side with the words that speak of them."""
    passes: list[tuple[str, str | Replacement]] = [
        ("name.quoted", lambda m: m[1]),
        ("name.ticker", ""),
        ("name.called", "("),
        ("name.bracket", lambda m: _without_alias(clause, m)),
        ("name.acronym", lambda m: _acronym(clause, m)),
        ("name.code-note", ""),
        ("name.courtesy", ""),
        ("name.person-note", ""),
        ("name.both-of", lambda m: f", both at {m[1]}"),
        ("name.article", ""),
        ("name.and-others", lambda m: f" and {m[1]}"),
        ("name.other-name", lambda m: m[1] if clause.slots[m[1]].keys == clause.slots[m[3]].keys else None),
        ("name.nation", lambda m: "" if is_region(clause.source(*m.span(1)).of(clause.reading)) else None),
        *((row, "") for row in _DESCRIPTIONS),
        ("name.article", ""),
        ("name.quoted", lambda m: m[1]),
        ("name.place-owner", ""),
        ("name.partner-before", ""),
        ("name.role-of", ""),
        ("name.note-gloss", lambda m: f"{m[1]},"),
        ("name.side", lambda m: f"{m[1] or ''} "),
        ("name.filler", " "),
        ("name.dated-aside", lambda m: f"{m[1]} {m['date']} "),
        ("name.aside", lambda m: f"{m[1]} "),
        ("name.in-parts", ""),
        ("name.listed-aside", lambda m: f"{m[1]} "),
        ("name.counted", lambda m: f"{m[1]} "),
        ("name.number-of", ""),
        ("name.spaces", lambda m: "" if len(m[0]) == 1 else " "),
    ]
    rewrite(clause, passes)


def _without_alias(clause: Clause, match: re.Match[str]) -> str | None:
    """ "X (its acronym)" is "X"; "X (its acronym, CNRS/Inserm)" is "X (CNRS/Inserm)"."""
    keys = clause.slots[match[1]].keys
    inside = match[3]
    name = clause.slots[match[1]].span.of(clause.reading)
    kept = "".join(
        "\0"
        if c in clause.slots
        and (clause.slots[c].keys == keys or _abbreviates(clause.slots[c].span.of(clause.reading), name))
        else c
        for c in inside
    )
    if "\0" not in kept:
        return None
    kept = re.sub(r"(?:^|[ ,;:–/-]+)(?:the |le |la )?\0(?:$|(?=[ ,;:–/-]))", " ", kept).strip(" ,;:–/-")
    if "\0" in kept:
        return None
    comma = match[2] or ""
    return f"{match[1]} ({kept}){comma}" if kept else f"{match[1]}{comma}"


def _abbreviates(short: str, long: str) -> bool:
    """Whether `short` is made of the initials of `long`, in any order: an acronym may be that of another language."""
    letters = [c for c in short if c.isupper()]
    initials = Counter(w[0].upper() for w in re.findall(r"\w+", long))
    return len(letters) > 2 and len(letters) == len(short) and not Counter(letters) - initials


def _acronym(clause: Clause, match: re.Match[str]) -> str | None:
    """An acronym in brackets that is no entity: as good as absent."""
    if any(c in clause.slots for c in match[1]) or match[1].isdigit():
        return None
    start, end = match.span(1)
    return "" if _capitals(clause, start, end) else None


def _capitals(clause: Clause, start: int, end: int) -> bool:
    return sum(c.isupper() for c in clause.source(start, end).of(clause.reading)) >= 2
