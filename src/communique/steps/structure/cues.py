"""The words by which a block shows what it is: `rules/structure.toml`."""

from __future__ import annotations

import re
from functools import cache

from communique.rules.loader import Rule, load_table

START_LENGTH = 240
"""Cues are looked for in the first characters of a block only: a word further on is part of a sentence."""


def find_cue(kind: str, text: str) -> re.Match[str] | None:
    """The first match of a rule of that kind in the start of `text`."""
    start = text[:START_LENGTH]
    for rule in _rules(kind):
        if match := rule.regex.search(start):
            return match
    return None


def has_cue(kind: str, text: str) -> bool:
    """Whether a rule of that kind matches in the start of `text`."""
    return find_cue(kind, text) is not None


@cache
def _rules(kind: str) -> tuple[Rule, ...]:
    return tuple(r for r in load_table("structure").rules if r.fields["kind"] == kind)
