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
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, product
from typing import Final, cast

from communique.errors import RuleError
from communique.rules import Rule, load_table
from communique.steps.relations.clause import ANY_SLOT, Clause, Replacement, slot_class
from communique.steps.relations.needs import Found, Needs, needs_of, needs_of_openings, needs_of_terms, read_needs
from communique.steps.relations.signs import bits_for, bits_of
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
_CHARACTER: Final = re.compile(r"(?:\\[^\w\s]|\\ |[^\\()\[\]{}|?*+.^$])(?![?*+{])")
"""A character that an expression begins with, as `re.escape` writes it."""
_BEHIND: Final = re.compile(
    r"(?:(?:\(\?<![^()]*\))+|\(\?:(?:\(\?<![^()]*\))+\))(?:\(\?P<\w+>|\(\?:)?(?P<first>\[[^\]\\^]+\])(?![*?{])"
)
"""What an expression begins with: things that must not stand before it, and the characters of which it needs one."""
_CLOSED_E: Final = re.compile(r"é([^\W\d_aeiouyéèà]+)$")
"""The é before the last consonants of a stem, which some forms of the verb open: "fédérer", "fédère"."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression that is not searched through texts which lack what it needs (`signs.py`)."""

    pattern: re.Pattern[str]
    needs: int

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in `text[start:end]`."""
        return self.pattern.search(text, start, end)

    def stands_in(self, text: str) -> bool:
        """Whether there is a match in a clause's text, of which the signs are known or will be asked for again."""
        return not self.needs & ~bits_of(text) and self.pattern.search(text) is not None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match at `start`."""
        return self.pattern.match(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text."""
        return self.pattern.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches in `text[start:end]`, without overlaps."""
        return iter(()) if self.needs & ~bits_of(text) else self.pattern.finditer(text, start, end)

    def sub(self, replacement: str, text: str, count: int = 0) -> str:
        """`text` with `replacement` for the first `count` matches, 0 for all."""
        return self.pattern.sub(replacement, text, count=count)


@cache
def grammar(row_id: str) -> Expression:
    """The expression of a row of the table `clause_grammar`.

    Raises:
        RuleError: the row uses a phrase that does not exist, or does not compile.
        KeyError: there is no such row.
    """
    rule = load_table(GRAMMAR)[row_id]
    return (
        Expression(rule.regex, 0)
        if rule.pattern
        else Expression(compiled(rule.clause[0], row_id), bits(rule.clause[0]))
    )


def rewrite(clause: Clause, passes: Iterable[tuple[str, str | Replacement]]) -> bool:
    """Replaces what rows of the table `clause_grammar` find, one row after the other; whether anything changed.

    Args:
        clause: to be rewritten.
        passes: the id of a row and what `Clause.rewrite` puts in the place of its matches.
    """
    expressions = [(grammar(row), replacement) for row, replacement in passes]  # first: their needs may be new ones
    changed = False
    missing = ~bits_of(clause.text)
    for expression, replacement in expressions:
        if not expression.needs & missing and clause.rewrite(expression.pattern, replacement):
            changed = True
            missing = ~bits_of(clause.text)
    return changed


@cache
def bits(expression: str) -> int:
    """What a text must have for an expression of this notation to match in it, as `signs.bits_of` counts it."""
    return bits_for(needs_of(spell_out(expression), _phrase_found, _spelled_kinds))


def phrase_needs(name: str) -> Needs:
    """What a text must have for a row of the tables of phrases to match in it; nothing for a row that may be absent.

    Raises:
        RuleError: there is no such row.
    """
    return _phrase_found(name, False)[0]


@cache
def _phrase_found(name: str, begins: bool) -> Found:
    """The needs of a row of the tables of phrases, and whether a word begins behind it.

    Args:
        name: the id of the row.
        begins: whether a word begins where the row is used.

    Raises:
        RuleError: there is no such row.
    """
    row = None if name.endswith(".*") else _row(name)
    if row is None or row.fields.get("open"):
        terms = _terms_of(name) if row is None else row.terms
        if not terms:
            raise RuleError(f"no row of {', '.join(PHRASES)} has the id {name!r}")
        return (needs_of_openings(map(spell_out, terms)) if begins else ()), False
    if row.clause:
        return read_needs(spell_out(row.clause[0]), _phrase_found, _spelled_kinds, begins=begins)
    if row.fields.get("repeat"):
        return (), begins  # behind a term no letter follows, but there may be none
    return needs_of_terms(map(_starred, row.terms)), True


@cache
def compiled(expression: str, user: str) -> re.Pattern[str]:
    """An expression of this notation, compiled.

    Raises:
        RuleError: it uses a phrase that does not exist, or does not compile.
    """
    try:
        return re.compile(_class_first(expanded(spell_out(expression), user)))
    except re.error as error:
        raise RuleError(f"rule {user!r}: {expression!r} does not compile: {error}") from error


def _class_first(expression: str) -> str:
    """The same expression, which looks at the character before it looks at what must not stand before it.

    Most places of a text are no slot, and need not be looked at twenty times.
    """
    found = _BEHIND.match(expression)
    return expression if found is None else f"(?={found['first']}){expression}"


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
        terms = _terms_of(name)
        if terms:
            return _alternatives(map(_literal, terms))
    row = _row(name)
    if row is None:
        raise RuleError(f"rule {user!r} uses {{{name}}}, but no row of {', '.join(PHRASES)} has that id")
    if row.clause:
        return f"(?:{expanded(spell_out(row.clause[0]), name, (*within, name))})"
    if row.fields.get("open"):  # what uses the row looks at the boundaries
        return _alternatives(map(_literal, row.terms))
    one = _START + _alternatives(map(_term, row.terms))
    return f"(?:{one},? ?){{0,3}}" if row.fields.get("repeat") else one


def _terms_of(family: str) -> list[str]:
    """The terms of all rows whose ids begin with what stands before the "*" of a name."""
    return [t for row in _rows() if family.endswith(".*") and row.id.startswith(family[:-1]) for t in row.terms]


@cache
def _row(name: str) -> Rule | None:
    return next((row for row in _rows() if row.id == name), None)


def _rows() -> Iterator[Rule]:
    for table in PHRASES:
        yield from load_table(table).rules


def _spelled_kinds(kinds: str) -> str:
    """The letters of the kinds that a brace stands for; laboratories with institutions hold both."""
    spelled = kinds.replace("O", "LIM")
    return spelled + ("M" if "L" in spelled and "I" in spelled else "")


def _starred(term: str) -> str:
    """A term with "*" where letters may stand or not."""
    stem, sign, rest = term.partition("~")
    ending = _ENDINGS.get(sign + rest[:2], "")
    starred = re.sub(r"\([^()]*\)", "*", spell_out(stem if ending else term))
    if ending:  # an é in the stem's last word may be written è
        head, space, last = starred.rpartition(" ")
        return f"{head}{space}{last.partition('é')[0]}* {spell_out(rest[2:])}"
    return starred if term[-1].isalnum() or term[-1] == ")" else f"{starred}*"


def _alternatives(expressions: Iterator[str]) -> str:
    return f"(?:{_branches(sorted(set(expressions), key=lambda t: (-len(t), t)))})"


def _branches(expressions: list[str]) -> str:
    """The expressions as alternatives; those that begin with one character share it, which makes them fast to search.

    Only one of the shared beginnings can match at a place, so that the alternatives are tried in the order given.
    """
    branches: list[str] = []
    for shares, run in groupby(expressions, lambda e: _CHARACTER.match(e) is not None):
        if not shares:
            branches += run
            continue
        rests: dict[str, list[str]] = {}
        for expression in run:
            first = cast(re.Match[str], _CHARACTER.match(expression))
            rests.setdefault(first[0], []).append(expression[first.end() :])
        branches += (f + (r[0] if len(r) == 1 else f"(?:{_branches(r)})") for f, r in rests.items())
    return "|".join(branches)


def _literal(term: str) -> str:
    return re.escape(spell_out(term))


def spellings(term: str) -> Iterator[tuple[str, bool]]:
    """All ways to write a term of the tables of phrases, each with whether no letter may follow it."""
    stem, sign, rest = term.partition("~")
    ending = _ENDINGS.get(sign + rest[:2], "")
    parts = re.split(r"\(([^()]*)\)", spell_out(stem if ending else term))
    optional = (("", part) if i % 2 else (part,) for i, part in enumerate(parts))
    bounded = term[-1].isalnum() or term[-1] == ")"
    for pieces in product(*optional):
        written = "".join(pieces)
        if not ending:
            yield written, bounded
            continue
        endings = ending.removeprefix("(?:").removesuffix("?").removesuffix(")").split("|")
        for stem_ in {written, _CLOSED_E.sub(r"è\1", written)}:
            for letters in endings + ([""] if ending.endswith("?") else []):
                yield stem_ + letters + spell_out(rest[2:]), bounded


def _term(term: str) -> str:
    """A term as an expression: round brackets hold letters that may be absent, "~er" stands for a verb's endings."""
    stem, sign, rest = term.partition("~")
    ending = _ENDINGS.get(sign + rest[:2], "")
    parts = re.split(r"\(([^()]*)\)", spell_out(stem if ending else term))
    expression = "".join(f"(?:{re.escape(p)})?" if i % 2 else re.escape(p) for i, p in enumerate(parts))
    if ending:
        expression = _CLOSED_E.sub(r"[éè]\1", expression) + ending + re.escape(spell_out(rest[2:]))
    return expression + (_END if term[-1].isalnum() or term[-1] == ")" else "")
