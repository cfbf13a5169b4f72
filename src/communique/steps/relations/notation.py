"""The notation of the relations tables: regular expressions over a clause's text in which braces stand for more.

    {any:LI}      a slot of one of these kinds (letters of `clause.py`; O is short for LIM)
    {any}         a slot of whatever kind
    {in:LI}       the same inside square brackets: "[^,;{in:LI}]"; {in} for all kinds
    {created}     a row of the tables of phrases: one of its terms as a whole word, or its own expression
    {gap:4}       up to four of them, as few as will do
    {noun.*}      the terms of all rows whose ids begin with "noun.", without looking at word boundaries

Terms and expressions are in lower case and may be written with elisions and contracted articles ("du", "l'un des"):
they pass through the same doors as the clauses do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from communique.errors import RuleError
from communique.rules import Rule, load_table
from communique.steps.relations.clause import ANY_SLOT, slot_class
from communique.steps.relations.wording import spell_out

PHRASES: Final = ("phrases", "titles", "reference")
"""The tables whose rows other expressions may use."""
GRAMMAR: Final = "clause_grammar"

_BRACED: Final = re.compile(r"\{([a-z][a-z.*-]*)(?::([A-Z]+|\d+))?\}")
_START: Final = r"(?<![\w'-])"
_END: Final = r"(?![\w'-])"
_ENDINGS: Final = {
    "~er": "(?:e|ent|ait|aient|a|èrent|era|eront|erait|er|ant|é|ée|és|ées)",
    "~ir": "(?:it|issent|issait|issaient|ira|iront|irait|ir|issant|irent|i|ie|is|ies)",
    "~en": "(?:e|es|s|ed|d|ing|ies|ied|y)?",
}
"""What stands behind a verb's stem: French verbs in -er and -ir, English verbs."""
_CLOSED_E: Final = re.compile(r"é([^\W\d_aeiouyéèà]+)$")
"""The é before the last consonants of a stem, which some forms of the verb open: "fédérer", "fédère"."""


@cache
def grammar(row_id: str) -> re.Pattern[str]:
    """The expression of a row of the table `clause_grammar`.

    Raises:
        RuleError: the row uses a phrase that does not exist, or does not compile.
        KeyError: there is no such row.
    """
    rule = load_table(GRAMMAR)[row_id]
    return rule.regex if rule.pattern else compiled(rule.clause[0], row_id)


@lru_cache(maxsize=1024)
def occurs(name: str, text: str) -> bool:
    """Whether a phrase occurs in a clause's text; the last texts are remembered, as many forms ask for the same."""
    return bool(_phrase_pattern(name).search(text))


@cache
def _phrase_pattern(name: str) -> re.Pattern[str]:
    return re.compile(phrase(name))


@cache
def compiled(expression: str, user: str) -> re.Pattern[str]:
    """An expression of this notation, compiled.

    Raises:
        RuleError: it uses a phrase that does not exist, or does not compile.
    """
    try:
        return re.compile(expanded(spell_out(expression), user))
    except re.error as error:
        raise RuleError(f"rule {user!r}: {expression!r} does not compile: {error}") from error


def expanded(expression: str, user: str, within: tuple[str, ...] = ()) -> str:
    """An expression with its braces written out.

    Args:
        expression: in this notation.
        user: the row that it belongs to, for messages.
        within: the phrases that are being written out, from the outermost one.

    Raises:
        RuleError: a brace names no phrase, or a phrase uses itself.
    """

    def write(match: re.Match[str]) -> str:
        name, argument = match[1], match[2] or ""
        if name == "any":
            return f"[{slots(argument)}]" if argument else ANY_SLOT
        if name == "in":
            return slots(argument) if argument else ANY_SLOT[1:-1]
        one = phrase(name, user, within)
        return f"{one}{{0,{argument}}}?" if argument else one

    return _BRACED.sub(write, expression)


def slots(kinds: str) -> str:
    """The inside of a character class for slots of `kinds`, in which O is short for LIM."""
    return slot_class(kinds.replace("O", "LIM"))


@cache
def phrase(name: str, user: str = "", within: tuple[str, ...] = ()) -> str:
    """The expression for a row of the tables of phrases.

    Raises:
        RuleError: there is no such row, or it uses itself.
    """
    if name in within:
        raise RuleError(f"the phrase {{{name}}} uses itself: {' > '.join([*within, name])}")
    if name.endswith(".*"):
        terms = [t for row in _rows() if row.id.startswith(name[:-1]) for t in row.terms]
        if terms:
            return _alternatives(map(_literal, terms))
    for row in _rows():
        if row.id != name:
            continue
        if row.clause:
            return f"(?:{expanded(spell_out(row.clause[0]), name, (*within, name))})"
        if row.fields.get("open"):  # what uses the row looks at the boundaries
            return _alternatives(map(_literal, row.terms))
        one = _START + _alternatives(map(_term, row.terms))
        return f"(?:{one},? ?){{0,3}}" if row.fields.get("repeat") else one
    raise RuleError(f"rule {user!r} uses {{{name}}}, but no row of {', '.join(PHRASES)} has that id")


def _rows() -> Iterator[Rule]:
    for table in PHRASES:
        yield from load_table(table).rules


def _alternatives(expressions: Iterator[str]) -> str:
    return f"(?:{'|'.join(sorted(set(expressions), key=lambda t: (-len(t), t)))})"


def _literal(term: str) -> str:
    return re.escape(spell_out(term))


def _term(term: str) -> str:
    """A term as an expression: round brackets hold letters that may be absent, "~er" stands for a verb's endings."""
    stem, sign, rest = term.partition("~")
    ending = _ENDINGS.get(sign + rest[:2], "")
    parts = re.split(r"\(([^()]*)\)", spell_out(stem if ending else term))
    expression = "".join(f"(?:{re.escape(p)})?" if i % 2 else re.escape(p) for i, p in enumerate(parts))
    if ending:
        expression = _CLOSED_E.sub(r"[éè]\1", expression) + ending + re.escape(spell_out(rest[2:]))
    return expression + (_END if term[-1].isalnum() or term[-1] == ")" else "")
