"""What an expression of the relations tables can't do without, read off its notation.

The answer errs on one side only: what is not understood is not needed. Needs are those of `signs.py`.

Letters tell something only where a word begins with them, so that each piece of an expression also tells whether a
word begins behind it: behind a space, a hyphen or a slot, and behind a word to which no letter can be added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from communique.steps.relations.signs import LONGEST_BEGINNING, beginning, slot, word

Need = frozenset[str]
Needs = tuple[Need, ...]
"""All of them are needed, of each one sign."""
Found = tuple[Needs, bool]
"""The needs of a piece, and whether what follows it begins a word."""
Phrase = Callable[[str, bool], Found]
"""Gives what is found of a row of phrases, by its id and whether it begins a word."""

_NOTHING: Final[Needs] = ()
_PIECE: Final = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\((?:\?:|\?P<\w+>|(?!\?)))|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|\{(?P<name>[a-z][a-z.*-]*)(?::(?P<argument>[A-Z]+|\d+))?\}"
    r"|\\(?P<escape>.)|(?P<mark>[.^$])|(?P<literal>[^()|\[\]{}\\.^$?*+])",
    re.DOTALL,
)
_MANY: Final = re.compile(r"(?P<absent>[?*]|\{0?,\d*\}|\{0\})[?+]?|(?:\+|\{[1-9]\d*(?:,\d*)?\})[?+]?")
_WORD_OF_TERM: Final = re.compile(r"[\w'*-]+")
_LONG_SIGN: Final = 5
"""Signs shorter than this are of words that most texts have."""
_LETTER: Final = re.compile(r"\w")
_LETTERS: Final = re.compile(r"\w+")
_MARKS: Final = re.compile(r"\[[^\w\\^-][^\w\\-]*-?\]")
"""A class of marks, none of which is a letter."""
_JOINS: Final = "'-"
"""Characters inside words, behind which another word begins."""
_NO_WORD_BEFORE: Final = r"(?<![\w'-])"
_NO_WORD_BEHIND: Final = r"(?![\w'-])"


def needs_of(expression: str, phrase: Phrase, kinds: Callable[[str], str]) -> Needs:
    """What a text must have for `expression` to match somewhere in it.

    Args:
        expression: in the notation of `notation.py`, elisions and contractions opened.
        phrase: gives the needs of a row of phrases.
        kinds: spells out the letters that stand for several kinds of slot.
    """
    return read_needs(expression, phrase, kinds)[0]


def read_needs(expression: str, phrase: Phrase, kinds: Callable[[str], str], *, begins: bool = False) -> Found:
    """The same, and whether what follows a match begins a word; `begins`: whether the match itself does."""
    if re.search(r"\(\?[a-zA-Z-]+[:)]|\(\?\(|\(\?>", expression):
        return _NOTHING, False  # flags, conditions
    reader = _Reader(expression, phrase, kinds)
    found = reader.alternatives(begins)
    return found if reader.at == len(expression) else (_NOTHING, False)


def needs_of_terms(terms: Iterable[str]) -> Needs:
    """What a text must have to hold one of `terms` at the start of a word.

    A "*" in a term stands where letters may stand or not: "laborator*", "*founded".
    """
    signs = {_sign_of(term) for term in terms}
    return _NOTHING if not signs or "" in signs else (frozenset(signs),)


def needs_of_openings(terms: Iterable[str]) -> Needs:
    """What a text must have to hold one of `terms` where a word begins, whatever letters stand behind."""
    signs: set[str] = set()
    for term in terms:
        first = _LETTERS.match(term)
        if first is None:
            return _NOTHING
        signs.add(
            word(first[0]) if first.end() < len(term) and term[first.end()] not in _JOINS else beginning(first[0])
        )
    return (frozenset(signs),) if signs else _NOTHING


def either(several: Iterable[Needs]) -> Needs:
    """The one need of alternatives: of each its most telling one."""
    best: set[str] = set()
    for needs in several:
        if not needs:
            return _NOTHING
        best |= min(needs, key=_how_common)
    return (frozenset(best),)


def _how_common(need: AbstractSet[str]) -> tuple[bool, int, int, list[str]]:
    """A guess, smaller for what fewer texts have."""
    short = sum(1 for sign in need if len(sign) < _LONG_SIGN)
    return any(s.startswith("<") for s in need), short, len(need), sorted(need)


def _sign_of(term: str) -> str:
    """The sign of the longest whole word of a term, or of the beginning of one; "" for none."""
    words = _WORD_OF_TERM.findall(term)
    whole = max((w for w in words if "*" not in w), key=len, default="")
    begun = max((w.partition("*")[0] for w in words if "*" in w), key=len, default="")
    if len(begun) > LONGEST_BEGINNING or len(begun) > len(whole):
        return beginning(begun) if len(whole) < len(begun) else word(whole)
    return word(whole) if whole else ""


@dataclass
class _Reader:
    """A recursive descent over an expression."""

    expression: str
    phrase: Phrase
    kinds: Callable[[str], str]
    at: int = 0

    def alternatives(self, begins: bool) -> Found:
        """What is found of all up to the next bracket that closes; `begins`: whether a word begins here."""
        branches = [self._sequence(begins)]
        while self.expression.startswith("|", self.at):
            self.at += 1
            branches.append(self._sequence(begins))
        if len(branches) == 1:
            return branches[0]
        return either(needs for needs, _ in branches), all(ends for _, ends in branches)

    def _sequence(self, begins: bool) -> Found:
        """What is found of one branch, up to the bar or bracket that ends it."""
        found: list[Need] = []
        run = ""  # letters in a row; `begins` is said of the first of them
        while self.at < len(self.expression):
            match = _PIECE.match(self.expression, self.at)
            if match is None:
                self.at = len(self.expression) + 1  # not understood: the whole expression needs nothing
                return _NOTHING, False
            if match["bar"] or match["close"]:
                break
            letter = match["literal"] or _plain_escape(match["escape"])
            if letter and _LETTER.match(letter):
                self.at = match.end()
                many = _MANY.match(self.expression, self.at)
                if many is None:
                    run += letter
                    continue
                self.at = many.end()
                if not many["absent"]:
                    run += letter
                found += _of_run(run, begins, ended=False)
                run, begins = "", False
                continue
            ended = self._ends_word(match, letter)
            found += _of_run(run, begins, ended=ended)
            before, run = begins and not run, ""
            needs, begins = self._piece(match, letter, before)
            found += needs
        found += _of_run(run, begins, ended=False)
        return tuple(dict.fromkeys(found)), begins and not run

    def _ends_word(self, match: re.Match[str], letter: str) -> bool:
        """Whether no letter can follow where this piece stands."""
        if self.expression.startswith(_NO_WORD_BEHIND, match.start()):
            return True
        one = (letter and letter not in _JOINS) or (match["name"] == "any")
        return bool(one) and not _absent(self.expression, match.end())

    def _piece(self, match: re.Match[str], letter: str, before: bool) -> Found:
        """What is found of one piece with its count behind it."""
        for boundary in (_NO_WORD_BEFORE, _NO_WORD_BEHIND, r"\b"):
            if self.expression.startswith(boundary, match.start()):
                self.at = match.start() + len(boundary)
                return _NOTHING, True  # if a letter follows at all
        self.at = match.end()
        needs: Needs = _NOTHING
        begins = False
        if match["look"]:
            inner, _ = self._group(before)
            begins = before
            needs = inner if match["look"] == "(?=" else _NOTHING
        elif match["open"]:
            needs, begins = self._group(before)
        elif match["name"]:
            needs, begins = self._brace(match["name"], match["argument"] or "", before)
        elif match["mark"] == "^" or (match["class"] and _MARKS.fullmatch(match["class"])):
            begins = True
        elif letter:
            begins = True
            needs = _NOTHING if letter.isspace() or letter in _JOINS else (frozenset({letter}),)
        many = _MANY.match(self.expression, self.at)
        if many is not None:
            self.at = many.end()
            if many["absent"]:
                return _NOTHING, before and begins
        return needs, begins

    def _group(self, begins: bool) -> Found:
        found = self.alternatives(begins)
        if not self.expression.startswith(")", self.at):
            self.at = len(self.expression) + 1
            return _NOTHING, False
        self.at += 1
        return found

    def _brace(self, name: str, argument: str, before: bool) -> Found:
        if name == "any":
            return ((frozenset(map(slot, self.kinds(argument))),) if argument else _NOTHING), True
        if name == "in":
            return _NOTHING, False
        needs, begins = self.phrase(name, before)
        return (_NOTHING, before and begins) if argument.isdigit() else (needs, begins)


def _plain_escape(escape: str | None) -> str:
    """The character that an escape stands for; "" when it stands for a class or a boundary."""
    return "" if escape is None or escape.isalnum() else escape


def _absent(expression: str, at: int) -> bool:
    many = _MANY.match(expression, at)
    return many is not None and bool(many["absent"])


def _of_run(run: str, begins: bool, *, ended: bool) -> Iterator[Need]:
    """The need of letters in a row, where they must begin a word."""
    if run and begins:
        yield frozenset({word(run) if ended else beginning(run)})
