"""Which families of phrases the words of a sentence belong to: the rows of the table of phrases, by their terms.

Nearly all terms are words that can be written out with their endings, and are looked up by their first word; what can't
be is searched for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from communique.rules import Rule, load_table
from communique.steps.relations.notation import phrase, phrase_needs, spellings
from communique.steps.relations.signs import bits_for, bits_of

TOKEN: Final = re.compile(r"[\ue000-\uf8ff]|[\w'-]+|[^\w\s]")
"""A slot, a word or a punctuation mark."""

_COMMON: Final = frozenset({"adv", "be", "det", "preposition"})
"""Families whose words stand in nearly every sentence."""
_GOES_ON: Final = re.compile(r"[\w'-]")


def families_of(text: str, starts: Sequence[int], tokens: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each token the ids of the rows of which an occurrence begins there, in the order of the table.

    Args:
        text: of a clause.
        starts: where its tokens begin in it.
        tokens: as `TOKEN` finds them.
    """
    lexicon = _lexicon()
    by_word = lexicon.by_word
    found: dict[int, list[tuple[int, str]]] = {}
    ends: dict[str, int] = {}
    for i, token in enumerate(tokens):
        for rank, family, letters, bounded, repeated in by_word.get(token, ()):
            start = starts[i]
            if not text.startswith(letters, start) or start < ends.get(family, 0):
                continue
            end = start + len(letters)
            if repeated is not None:
                match = repeated.match(text, start)
                if match is None or match.end() == start:
                    continue
                end = match.end()
            elif bounded and _GOES_ON.match(text, end):
                continue
            ends[family] = end
            found.setdefault(i, []).append((rank, family))
    missing = ~bits_of(text)
    for rank, family, needs, pattern in lexicon.others:
        for match in () if needs & missing else pattern.finditer(text):
            i = bisect_left(starts, match.start())
            if match.end() > match.start() and i < len(starts):
                found.setdefault(i, []).append((rank, family))
    return tuple([tuple([family for _, family in sorted(found[i])]) if i in found else () for i in range(len(tokens))])


class _Spelling(NamedTuple):
    """One way to write a term of a family.

    `bounded`: no letter may follow; `repeated` finds all terms of the family that stand one behind the other.
    """

    rank: int
    family: str
    letters: str
    bounded: bool
    repeated: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Spellings by their first word, the longest of a family first, and the rows that have to be searched."""

    by_word: dict[str, list[_Spelling]] = field(default_factory=dict)
    others: list[tuple[int, str, int, re.Pattern[str]]] = field(default_factory=list)


@cache
def _lexicon() -> _Lexicon:
    lexicon = _Lexicon()
    for rank, row in enumerate(_rows()):
        written = list(_written(rank, row))
        if all(written):
            for spelling in sorted((s for s in written if s), key=lambda s: (-len(s.letters), s.letters)):
                first = TOKEN.match(spelling.letters)
                assert first is not None
                lexicon.by_word.setdefault(first[0], []).append(spelling)
        else:
            lexicon.others.append((rank, row.id, bits_for(phrase_needs(row.id)), re.compile(phrase(row.id))))
    return lexicon


def _rows() -> list[Rule]:
    rows = (row for row in load_table("phrases").rules if row.terms and not row.fields.get("open"))
    return [row for row in rows if row.id not in _COMMON]


def _written(rank: int, row: Rule) -> Iterator[_Spelling | None]:
    """The spellings of a row's terms; None for one that is no list of words."""
    if row.clause:
        yield None
        return
    repeated = re.compile(phrase(row.id)) if row.fields.get("repeat") else None
    for letters, bounded in dict.fromkeys(s for term in row.terms for s in spellings(term)):
        first = TOKEN.match(letters)
        whole = first is not None and (bounded or first.end() < len(letters))
        yield _Spelling(rank, row.id, letters, bounded, repeated) if whole else None
