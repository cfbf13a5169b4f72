"""Clause forms: the notation in which the rule tables say what states a fact, and its compilation.

A form is a regular expression over a clause's text in which braces stand for more:

    {subject:L}     one slot of that kind (letters of `clause.py`; O is short for LIM), by the name of its part
    {object:O+}     one slot, or several with separators between: "CNRS/Inserm/Université Y"
    {object:O!}     one slot that no preposition governs
    {any:P}         a slot that plays no part
    {subject:O~}    at the start of a form only: what the participle, relative clause or apposition that follows speaks of
    {subject:O>}    the same for an active verb; both in `subjects.py`
    {subject:P<}    the subject of the clause in which what follows stands, wherever it stands
    {apposed}       what follows stands in apposition: after a comma, a bracket, a dash, or at the start of a note
    {adjuncts}      up to three phrases of time, place or company, with the space after each
    {np:4}          up to four words of a noun phrase: no preposition, no verb
    {gap:4}         up to four words, dates, places or unit codes, with the space after each
    {reach:4}       the same, and prepositional phrases with organisations count as words
    {created}       a phrase of the table `phrases`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from communique.errors import RuleError
from communique.findings import Predicate, Role, Status
from communique.rules import Rule, load_table
from communique.steps.relations.clause import ANY_SLOT, slot_class
from communique.steps.relations.wording import spell_out

WORD: Final = r"[\w'\"’&%°€$£./@+#*²³×-]{1,40}"
_SMALL: Final = slot_class("CDUTB")
_LIST_SEPARATOR: Final = r"(?: ?[/+•·|–,&-]+ ?| et de | et | and (?:of )?| and | y | de | )"
_CODES: Final = f"(?:(?:[{slot_class('U')}]|cnrs)(?: ?[–,:;/-]+ ?| )?)*"
_NO_VERB: Final = (
    r"(?!(?:run|operated|managed|funded|financed|hosted|housed|led|headed|directed|coordinated|supported|chaired|gérée?s?|portée?s?|opérée?s?|hébergée?s?|financée?s?|dirigée?s?|"
    r"soutenue?s?|pilotée?s?|présidée?s?|coordonnée?s?|which|who|qui|dont|whose|where|où|was|were|is|are|est|sont|était|has|had)\b)"
)
_GAP: Final = rf"(?:(?:{_NO_VERB}{WORD}|[{_SMALL}]|\([^()]{{0,80}}\)),? )"
_REACH: Final = (
    rf"(?:(?:{_NO_VERB}{WORD}|[{_SMALL}]|\([^()]{{0,80}}\)),? "
    rf"|(?:by|par|with|avec|at|of|de|à|dans|from|chez|within|for|pour|between|entre) [{slot_class('LI')}],? )"
)
_RELATIVE: Final = r"(?P<relative>(?:which|that|who|qui|laquelle|lequel) )?"
_ADJUNCTS: Final = rf"(?:,? ?(?:(?:{_NO_VERB}[\w'-]+ ){{0,4}}[{slot_class('CD')}](?: (?:prochain|prochaine|next|dernier|dernière|last))?|(?:with|avec|jointly with) [{slot_class('LI')}]),? ){{0,3}}"
_BRACED: Final = re.compile(r"\{([a-z][a-z_-]*)(?::([A-Z]+[+~><!]?|\d+))?\}")
_RESOLVED: Final = re.compile(r"^\{(subject|object):([A-Z]+)([~><])\} ")
_NOUN_PHRASE: Final = rf"(?:(?!(?:by|par|with|avec|at|in|within|of|de|à|dans|from|for|on|sur|to|as|under|chez|between|entre|and|et|which|who|qui|que|that|is|was|has|will|est|a|sera|until|while)\b){WORD},? )"
_UNGOVERNED: Final = "".join(
    rf"(?<!\b{word} )"
    for word in (
        "of",
        "de",
        "by",
        "par",
        "at",
        "in",
        "with",
        "avec",
        "from",
        "à",
        "dans",
        "for",
        "pour",
        "to",
        "on",
        "sur",
        "than",
        "que",
        "as",
    )
)
_APPOSED: Final = r"(?:(?<=[,(–:|] )|(?<=[(|])|(?<=^))"


@dataclass(frozen=True, slots=True)
class Form:
    """One compiled form. `resolved` names the part that the clause supplies, `kinds` what it may be; `voice` is its sign: "~", ">" or "<"."""

    pattern: re.Pattern[str]
    resolved: str
    kinds: str
    voice: str
    needed: tuple[str, ...]

    def may_match(self, text: str) -> bool:
        """A cheap look: whether `text` has a slot for every part that the form names."""
        return all(re.search(n, text) for n in self.needed)


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """A row of a relations table, compiled.

    `stage` is "bracket" and "phrase" for what holds inside a noun phrase whatever the sentence says of it ("X (CNRS)",
    "the X of the Y"),
    "clause" for what a verb says, "holder" for who holds a post, read like
    phrases, "person" for verbs of persons, read last. `certain`: words of denial around it do not matter. `towns`: for an institution,
    a country is no place.
    """

    id: str
    predicate: Predicate
    role: Role | None
    status: Status
    confidence: float
    stage: str
    certain: bool
    towns: bool
    forms: tuple[Form, ...]


def compile_rules(table: str) -> tuple[ClauseRule, ...]:
    """The clause rows of a table, in file order.

    Raises:
        RuleError: a row lacks a predicate, or a form uses a phrase that does not exist or does not compile.
    """
    return tuple(_compile(rule) for rule in load_table(table).rules if rule.clause)


def _compile(rule: Rule) -> ClauseRule:
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
        forms=tuple(compile_form(form, rule.id) for form in rule.clause),
    )


def compile_form(form: str, rule_id: str) -> Form:
    """One form as a regular expression.

    Raises:
        RuleError: a brace names no phrase, or the expression does not compile.
    """
    resolved = kinds = voice = ""
    body = form
    if head := _RESOLVED.match(form):
        resolved, kinds, voice, body = head[1], head[2], head[3], form[head.end() :]
    needed: list[str] = []

    def expand(match: re.Match[str]) -> str:
        name, argument = match[1], match[2]
        if name == "gap":
            return f"{_GAP}{{0,{argument}}}?"
        if name == "reach":
            return f"{_REACH}{{0,{argument}}}?"
        if name == "np":
            return f"{_NOUN_PHRASE}{{0,{argument}}}?"
        if name == "adjuncts":
            return _ADJUNCTS
        if name == "apposed":
            return _APPOSED
        if name == "codes":
            return _CODES
        if argument is None:
            return phrase(name, rule_id)
        letters = _class_of(argument.rstrip("+~><!"))
        if not body_optional(form, match):
            needed.append(f"[{letters}]")
        if name == "any":
            return f"[{letters}]"
        if argument.endswith("+"):
            item = f"[{letters}](?: [{slot_class('U')}])?"
            return f"(?P<{name}>{item}(?:{_LIST_SEPARATOR}(?:[{slot_class('U')}] ?[:–-]? ?)?{item})*)"
        return f"{_UNGOVERNED if argument.endswith('!') else ''}(?P<{name}>[{letters}])"

    expanded = _BRACED.sub(expand, spell_out(body))
    start = rf"(?<![\w'-]){_RELATIVE}" if resolved else ""
    try:
        pattern = re.compile(start + expanded)
    except re.error as error:
        raise RuleError(f"rule {rule_id!r}: the form {form!r} does not compile: {error}") from error
    return Form(pattern, resolved, _letters(kinds), voice, tuple(dict.fromkeys(needed)))


def body_optional(form: str, match: re.Match[str]) -> bool:
    """Whether a brace stands in a group or an alternative, so that it need not be there."""
    body = match.string
    depth = 0
    for char in body[: match.start()]:
        depth += (char == "(") - (char == ")")
    return depth > 0 or "|" in form


@cache
def phrase(name: str, user: str = "") -> str:
    """The expression for a phrase of the table `phrases`.

    Raises:
        RuleError: there is no such phrase.
    """
    for rule in load_table("phrases").rules:
        if rule.id == name:
            terms = sorted((_term(t) for t in rule.terms), key=lambda t: (-len(t), t))
            one = rf"(?<![\w'-])(?:{'|'.join(terms)})"
            return f"(?:{one},? ?){{0,3}}" if rule.fields.get("repeat") else one
    raise RuleError(f"rule {user!r} uses {{{name}}}, but the table 'phrases' has no row of that id")


_ENDINGS: Final = {
    "~er": "(?:e|ent|ait|aient|a|èrent|era|eront|erait|er|ant|é|ée|és|ées)",
    "~ir": "(?:it|issent|issait|issaient|ira|iront|irait|ir|issant|irent|i|ie|is|ies)",
    "~en": "(?:e|es|s|ed|d|ing|ies|ied|y)?",
}
"""What stands behind a verb's stem: French verbs in -er and -ir, English verbs."""


def _term(term: str) -> str:
    """A term as an expression: round brackets hold letters that may be absent, "~er" stands for a verb's endings."""
    stem, sign, rest = term.partition("~")
    ending = _ENDINGS.get(sign + rest[:2], "") if sign else ""
    parts = re.split(r"\(([^()]*)\)", spell_out(stem if ending else term))
    expression = "".join(f"(?:{re.escape(p)})?" if i % 2 else re.escape(p) for i, p in enumerate(parts))
    if ending:
        expression += ending + re.escape(spell_out(rest[2:]))
    return expression + (r"(?![\w'-])" if term[-1].isalnum() or term[-1] == ")" else "")


def _letters(kinds: str) -> str:
    return kinds.replace("O", "LIM")


def _class_of(kinds: str) -> str:
    return slot_class(_letters(kinds))


def rules_by_stage(tables: tuple[str, ...]) -> Mapping[str, tuple[ClauseRule, ...]]:
    """All rules of `tables` by stage, in table and file order."""
    stages: dict[str, list[ClauseRule]] = {}
    for table in tables:
        for rule in compile_rules(table):
            stages.setdefault(rule.stage, []).append(rule)
    return {stage: tuple(rules) for stage, rules in stages.items()}


SLOT: Final = re.compile(ANY_SLOT)
