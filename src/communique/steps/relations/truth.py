"""Whether a clause says that something is so: denied, supposed, planned, over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast

from communique.findings import Status
from communique.rules import Rule, load_table
from communique.steps.relations.clause import DATE, POST, TITLE, Clause, Slot
from communique.steps.relations.forms import ClauseRule
from communique.steps.relations.notation import grammar

_BEFORE: Final = 90
"""Characters before a predicate in which its auxiliaries and denials stand."""
_BEHIND: Final = 40
"""Characters behind a predicate in which its end stands: "until 2019"."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every clause of a release is read with: its language, and its date ("" where it has none)."""

    language: str
    release_date: str


@lru_cache(maxsize=256)
def truth_of(text: str, language: str = "") -> Status | Literal["denied"]:
    """What the words of a clause around a predicate say of it, weightiest first: denied, planned, former."""
    if _first("negation", text, language):
        return "denied"
    hit = _first("status", text, language)
    return "asserted" if hit is None else cast(Status, hit.fields["status"])


def status_of(clause: Clause, rule: ClauseRule, words: range, object_: Slot, setting: Setting) -> Status | None:
    """The status of what a rule read; None when its words deny it.

    Args:
        clause: reduced.
        rule: the rule.
        words: where in the clause what it matched stands, the subject included.
        object_: the object that it read; a date decides by itself whether it is to come.
        setting: of the release.
    """
    if object_.kind in (POST, TITLE) and object_.status:
        return object_.status
    before = clause.text[_context(clause.text, words.start) : words.start]
    inside = grammar("sentence.aside").sub(" ", clause.text[words.start : words.stop])
    truth = truth_of(f"{before} {inside}", setting.language)
    if truth == "denied" and grammar("sentence.set-apart").match(clause.text, words.start):
        truth = truth_of(inside, setting.language)  # "X does not replace Y, which A founded": what Y is stays true
    if truth == "denied" and not rule.certain:
        return None
    if object_.kind == DATE and setting.release_date:
        known = min(len(object_.value), len(setting.release_date))
        return "planned" if object_.value[:known] > setting.release_date[:known] else rule.status
    if rule.status != "asserted" or truth == "denied":
        return rule.status
    if truth == "former" and rule.predicate == "succeeds":
        return "asserted"  # "formerly" speaks of the earlier one
    if truth == "asserted" and grammar("sentence.until").search(clause.text[words.stop : words.stop + _BEHIND]):
        return "former"
    if truth == "asserted" and rule.predicate == "holds_position" and _is_past(inside):
        return "former"
    return truth


def _is_past(words: str) -> bool:
    """Whether the last verb of what says a post is one of the past: "was director", "qui dirigeait"."""
    past = [m.end() for m in grammar("post.past").finditer(words)]
    return bool(past) and not grammar("post.present").search(words, past[-1])


def _context(text: str, start: int) -> int:
    """Where the words begin that speak of a predicate: behind a semicolon, colon or bracket before it."""
    floor = max(0, start - _BEFORE)
    return max(floor, *(text.rfind(c, floor, start) + 1 for c in ";:(")) if start else 0


def _first(table: str, text: str, language: str) -> Rule | None:
    for rule in load_table(table).rules:
        if language and rule.fields.get("language", language) != language:
            continue
        if rule.regex.search(text):
            return rule
    return None
