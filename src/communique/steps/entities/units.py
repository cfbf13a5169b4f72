"""What a release says of a laboratory beside its name: the label ("IRL", "équipe") and the unit code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from communique.language.names.codes import normal_code
from communique.language.names.lexicon import heads
from communique.language.names.spans import UNIT_CODE
from communique.language.tokens import fold
from communique.rules import load_table
from communique.steps.entities.names import Name, unit_acronyms

_REACH = 4
"""Characters between a name and its code: " (", ", ", " – "."""


def unit_type_of(text: str, name: Name) -> str | None:
    """The label of a laboratory as printed, from the words before, after or inside its name; None without one."""
    first = name.text.split()[0]
    if first in unit_acronyms():
        return first
    if name.rule.startswith("label."):
        before = _label_before()
        match = before.search(text[max(0, name.start - 60) : name.start])
        if match:
            return match["label"]
        match = _label_after().match(text[name.end : name.end + 60])
        if match:
            return match["label"]
        last = name.text.rsplit(" ", 1)[-1]
        return last if last.islower() else None
    return next((w.lower() for w in re.findall(r"\w+", name.text) if _is_labelled_head(w)), None)


def _is_labelled_head(word: str) -> bool:
    head = heads().get(fold(word))
    return head is not None and head.unit_type is not None


@cache
def _label_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<label>{_label_terms()}),? ?[«“\"‘]? ?$")


@cache
def _label_after() -> re.Pattern[str]:
    return re.compile(rf"^[»”\"’]? (?P<label>{_label_terms()})(?![\w-])")


def _label_terms() -> str:
    terms = {t for rule in load_table("unit_labels").rules if rule.fields["kind"] != "institution" for t in rule.terms}
    return "|".join(re.escape(t) for t in sorted(terms, key=lambda t: (-len(t), t)))


def find_codes(text: str, names: Sequence[Name]) -> dict[int, tuple[str, str]]:
    """(unit type, code) by the start of the name that the code belongs to: the laboratory right before it."""
    codes: dict[int, tuple[str, str]] = {}
    for i, name in enumerate(names):
        if name.kind != UNIT_CODE:
            continue
        code = normal_code(name.text)
        owner = _owner(text, names, i)
        if owner is not None and code is not None:
            codes.setdefault(owner.start, code)
    return codes


def _owner(text: str, names: Sequence[Name], i: int) -> Name | None:
    """The laboratory before a code, over a short form in the same brackets."""
    end = names[i].start
    for j in range(i - 1, max(-1, i - 4), -1):
        gap = text[names[j].end : end]
        if len(gap) > _REACH or "\n" in gap or "/" in gap:
            return None
        if names[j].kind == "laboratory":
            return names[j]
        if names[j].kind == UNIT_CODE:
            end = names[j].start
            continue
        return None
    return None
