"""Clause forms: how the rule tables say what states a fact, and their compilation.

A form is an expression of `notation.py` in which two braces name the parts of the fact:

    {subject:L}     one slot of that kind, by the name of its part
    {object:O+}     one slot, or several with separators between: "CNRS/Inserm/Université Y"
    {object:O!}     one slot that no preposition governs
    {subject:O~}    at the start of a form: what the participle, relative clause or apposition that follows speaks of
    {subject:O>}    the same for an active verb; both in `subjects.py`
    {subject:P<}    the subject of the clause in which what follows stands, wherever it stands
    {subject:L^}    the joint structure that sentences of taking part speak of and do not name; in `scenes.py`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from communique.errors import RuleError
from communique.findings import Predicate, Role, Status
from communique.rules import Rule, load_table
from communique.steps.relations.notation import bits, compiled
from communique.steps.relations.signs import bits_of

TABLES: Final = ("affiliation", "membership", "taking_part", "creation", "succession", "location", "position")
"""The tables of what states a fact, in the order in which they are read."""

UNNAMED: Final = "^"
"""The sign of a part that the clause does not name."""
_PART: Final = re.compile(r"\{(subject|object|any):([A-Z]+)([+!]?)\}")
_RESOLVED: Final = re.compile(r"^\{(subject|object):([A-Z]+)([~><^])\} ")


@dataclass(frozen=True, slots=True)
class Form:
    """One form, compiled when a text first may match it: most texts have the words for a few of them only.

    `expression` is in the notation, `rule` the id of its row. `resolved` names the part that the clause supplies,
    `kinds` what it may be and `voice` its sign: "~", ">", "<" or "^"; `needs` are the bits of `signs.py`.
    """

    expression: str
    rule: str
    resolved: str
    kinds: str
    voice: str
    needs: int

    @property
    def pattern(self) -> re.Pattern[str]:
        """The form as a regular expression over a clause's text.

        Raises:
            RuleError: it uses a phrase that does not exist, or does not compile.
        """
        return compiled(self.expression, self.rule)

    def may_match(self, text: str) -> bool:
        """A cheap look: whether `text` has the slots and words that the form can't do without."""
        return not self.needs & ~bits_of(text)


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """A row of a relations table, compiled.

    `stage` is "bracket" and "phrase" for what holds inside a noun phrase whatever the sentence says of it ("X
    (CNRS)", "the X of the Y"), "outset" for what of that the others would take apart, "place" for where the one of
    a noun phrase is, read once lists are joined, "clause" for what a verb says, "list-note" for notes that are
    lists, "holder" for who holds a post, read like phrases, "person" for verbs of persons, "topic" for titles whose
    organisation stands elsewhere, "successor" for who follows whom in a post, and "deputy" for who assists whom in
    one. `certain`: words of denial around it do not matter. `towns`: for an institution, a country is no place;
    `known`: nothing but a town that a list knows is one. `several`: the object must be more than one. `again`: it
    may speak of a post that another rule has given to somebody. `near`: the paragraph must have named the structure
    that the clause leaves open.
    """

    id: str
    predicate: Predicate
    role: Role | None
    status: Status
    confidence: float
    stage: str
    certain: bool
    towns: bool
    known: bool
    several: bool
    again: bool
    near: bool
    forms: tuple[Form, ...]


@cache
def rules_of(stage: str) -> tuple[ClauseRule, ...]:
    """The rules of one stage, in the order of `TABLES` and of their files.

    Raises:
        RuleError: a row lacks a predicate, or a form uses a phrase that does not exist or does not compile.
    """
    rows = (rule for table in TABLES for rule in load_table(table).rules if rule.clause)
    return tuple(rule_of(row) for row in rows if row.fields.get("stage", "clause") == stage)


@cache
def forms_of(stage: str) -> tuple[tuple[int, ClauseRule, Form], ...]:
    """The forms of one stage with their rules, in that order, each behind its needs: most are passed over for those."""
    return tuple((form.needs, rule, form) for rule in rules_of(stage) for form in rule.forms)


def rule_of(rule: Rule) -> ClauseRule:
    """One row, compiled.

    Raises:
        RuleError: it lacks a predicate, or a form uses a phrase that does not exist or does not compile.
    """
    fields = rule.fields
    if "predicate" not in fields:
        raise RuleError(f"rule {rule.id!r} needs a predicate")
    return ClauseRule(
        id=rule.id,
        predicate=cast(Predicate, fields["predicate"]),
        role=cast("Role | None", fields.get("role")),
        status=cast(Status, fields.get("status", "asserted")),
        confidence=float(fields.get("confidence", 0.85)),
        stage=str(fields.get("stage", "clause")),
        certain=bool(fields.get("certain", False)),
        towns=bool(fields.get("towns", False)),
        known=bool(fields.get("known", False)),
        several=bool(fields.get("several", False)),
        again=bool(fields.get("again", False)),
        near=bool(fields.get("near", False)),
        forms=tuple(_form(form, rule.id) for form in rule.clause),
    )


def _form(form: str, rule_id: str) -> Form:
    head = _RESOLVED.match(form)
    resolved, kinds, voice = head.groups() if head else ("", "", "")
    body = form[head.end() :] if head else form
    start = r"(?<![\w'-])(?P<relative>{relative})?" if head and head[3] != UNNAMED else ""
    expression = start + _PART.sub(_part, body)
    return Form(
        expression=expression,
        rule=rule_id,
        resolved=resolved,
        kinds=kinds.replace("O", "LIM"),
        voice=voice,
        needs=bits(expression),
    )


def _part(match: re.Match[str]) -> str:
    name, kinds, sign = match.groups()
    slot = f"{{any:{kinds}}}"
    if name == "any":
        return slot
    if sign == "+":
        item = f"{slot}(?: {{any:U}})?"
        return f"(?P<{name}>{item}(?:{{separator}}(?:{{any:U}} ?[:–-]? ?)?{item})*)"
    return f"{'{ungoverned}' if sign == '!' else ''}(?P<{name}>{slot})"
