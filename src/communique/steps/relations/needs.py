"""What an expression of the relations tables can't do without, read off its notation.

The answer errs on one side only: what is not understood is not needed. Needs are those of `signs.py`.
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
_WORDLIKE: Final = re.compile(r"[\w'-]")
_NO_WORD_BEFORE: Final = r"(?<![\w'-])"
_NO_WORD_BEHIND: Final = r"(?![\w'-])"


def needs_of(expression: str, phrase: Callable[[str], Needs], kinds: Callable[[str], str]) -> Needs:
    """What a text must have for `expression` to match somewhere in it.

    Args:
        expression: in the notation of `notation.py`, elisions and contractions opened.
        phrase: gives the needs of a row of phrases.
        kinds: spells out the letters that stand for several kinds of slot.
    """
    if re.search(r"\(\?[a-zA-Z-]+[:)]|\(\?\(|\(\?>", expression):
        return _NOTHING  # flags, conditions
    reader = _Reader(expression, phrase, kinds)
    needs = reader.alternatives()
    return needs if reader.at == len(expression) else _NOTHING


def needs_of_terms(terms: Iterable[str]) -> Needs:
    """What a text must have to hold one of `terms` at the start of a word.

    A "*" in a term stands where letters may stand or not: "laborator*", "*founded".
    """
    signs = {_sign_of(term) for term in terms}
    return _NOTHING if not signs or "" in signs else (frozenset(signs),)


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
    phrase: Callable[[str], Needs]
    kinds: Callable[[str], str]
    at: int = 0

    def alternatives(self, bounded: bool = False) -> Needs:
        """The needs of what stands up to the next bracket that closes; `bounded`: a word can begin here."""
        branches = [self._sequence(bounded)]
        while self.expression.startswith("|", self.at):
            self.at += 1
            branches.append(self._sequence(bounded))
        return either(branches) if len(branches) > 1 else branches[0]

    def _sequence(self, bounded: bool) -> Needs:
        """The needs of one branch, up to the bar or bracket that ends it."""
        found: list[Need] = []
        run = ""  # letters in a row
        while self.at < len(self.expression):
            match = _PIECE.match(self.expression, self.at)
            if match is None:
                self.at = len(self.expression) + 1  # not understood: the whole expression needs nothing
                return _NOTHING
            if match["bar"] or match["close"]:
                break
            letter = match["literal"] or _plain_escape(match["escape"])
            if letter and _WORDLIKE.match(letter):
                self.at = match.end()
                many = _MANY.match(self.expression, self.at)
                if many is None:
                    run += letter
                    continue
                self.at = many.end()
                if not many["absent"]:
                    run += letter
                found += _of_run(run, bounded, ended=False)
                run, bounded = "", False
                continue
            ended = self._ends_word(match, letter)
            found += _of_run(run, bounded, ended=ended)
            before, run = bounded and not run, ""
            needs, bounded = self._piece(match, letter, before)
            found += needs
        found += _of_run(run, bounded, ended=False)
        return tuple(dict.fromkeys(found))

    def _ends_word(self, match: re.Match[str], letter: str) -> bool:
        """Whether no letter can follow where this piece stands."""
        if self.expression.startswith(_NO_WORD_BEHIND, match.start()):
            return True
        one = letter or (match["name"] == "any")
        return bool(one) and not _absent(self.expression, match.end())

    def _piece(self, match: re.Match[str], letter: str, before: bool) -> tuple[Iterable[Need], bool]:
        """The needs of one piece with its count behind it, and whether a word can begin after it."""
        start = match.start()
        if self.expression.startswith(_NO_WORD_BEFORE, start):
            self.at = start + len(_NO_WORD_BEFORE)
            return _NOTHING, True
        self.at = match.end()
        needs: Needs = _NOTHING
        bounded = False
        if match["look"]:
            inner = self._group(before)
            bounded = before
            needs = inner if match["look"] == "(?=" else _NOTHING
        elif match["open"]:
            needs = self._group(before)
        elif match["name"]:
            needs, bounded = self._brace(match["name"], match["argument"] or "")
        elif match["mark"] == "^":
            bounded = True
        elif letter:
            bounded = True
            needs = _NOTHING if letter.isspace() else (frozenset({letter}),)
        many = _MANY.match(self.expression, self.at)
        if many is not None:
            self.at = many.end()
            if many["absent"]:
                return _NOTHING, False
        return needs, bounded

    def _group(self, bounded: bool) -> Needs:
        needs = self.alternatives(bounded)
        if not self.expression.startswith(")", self.at):
            self.at = len(self.expression) + 1
            return _NOTHING
        self.at += 1
        return needs

    def _brace(self, name: str, argument: str) -> tuple[Needs, bool]:
        if name == "any":
            return ((frozenset(map(slot, self.kinds(argument))),) if argument else _NOTHING), True
        if name == "in" or argument.isdigit():
            return _NOTHING, False
        return self.phrase(name), False


def _plain_escape(escape: str | None) -> str:
    """The character that an escape stands for; "" when it stands for a class or a boundary."""
    return "" if escape is None or escape.isalnum() else escape


def _absent(expression: str, at: int) -> bool:
    many = _MANY.match(expression, at)
    return many is not None and bool(many["absent"])


def _of_run(run: str, bounded: bool, *, ended: bool) -> Iterator[Need]:
    """The need of letters in a row, where they must begin a word."""
    if run and bounded:
        yield frozenset({word(run) if ended else beginning(run)})
