"""Whether a clause says that something is so: denied, supposed, planned, over."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from communique.rules import Rule, load_table

Truth = Literal["asserted", "planned", "former", "denied"]


def truth_of(text: str, language: str = "") -> Truth:
    """What the words of a clause around a predicate say of it, weightiest first: denied, planned, former."""
    if _first("negation", text, language):
        return "denied"
    hit = _first("status", text, language)
    return "asserted" if hit is None else hit.fields["status"]


@cache
def _rows(table: str) -> tuple[Rule, ...]:
    return load_table(table).rules


def _first(table: str, text: str, language: str) -> Rule | None:
    for rule in _rows(table):
        if language and rule.fields.get("language", language) != language:
            continue
        if rule.regex.search(text):
            return rule
    return None
