"""What a clause's text has, as one number: a cheap look before an expression is searched.

A sign is a word ("created$"), the beginning of one ("crea*"), a punctuation mark, or a kind of slot ("<L>"). What
stands behind a hyphen is a word too. A need is a set of signs of which a text must have one at least; each need is a
bit, and a text's bits are found by one pass over its words. An expression is searched only in texts that have all bits
it needs (`needs.py`): of the hundreds of forms of the tables a sentence has the words for a few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from communique.steps.relations.clause import kind_of_char

LONGEST_BEGINNING: Final = 4
"""Characters of a word's beginning that make a sign; longer ones tell hardly more, and there are many more of them."""

_TOKEN: Final = re.compile(r"[\w'-]+|[^\w\s]")
_JOIN: Final = re.compile(r"['-]")
_KNOWN_WORDS: Final = 1 << 16


def word(text: str) -> str:
    """The sign of a whole word."""
    return f"{text}$"


def beginning(text: str) -> str:
    """The sign of a word that begins so; of a long beginning only the first characters count."""
    return f"{text[:LONGEST_BEGINNING]}*"


def slot(kind: str) -> str:
    """The sign of a kind of slot."""
    return f"<{kind}>"


_bits: dict[frozenset[str], int] = {}
_bits_of_sign: dict[str, int] = {}


def bits_for(needs: Iterable[frozenset[str]]) -> int:
    """One number for needs: a text may satisfy them when it has all bits of it."""
    bits = 0
    for need in needs:
        bits |= _bits[need] if need in _bits else _add(need)
    return bits


def _add(need: frozenset[str]) -> int:
    bit = _bits[need] = 1 << len(_bits)
    for sign in need:
        _bits_of_sign[sign] = _bits_of_sign.get(sign, 0) | bit
    _bits_of_token.cache_clear()
    bits_of.cache_clear()
    return bit


@lru_cache(maxsize=512)
def bits_of(text: str) -> int:
    """The bits of all needs that a clause's text satisfies, of those that are known by now."""
    return reduce(or_, map(_bits_of_token, _TOKEN.findall(text)), 0)


@lru_cache(maxsize=_KNOWN_WORDS)
def _bits_of_token(token: str) -> int:
    if kind := kind_of_char(token) if len(token) == 1 else "":
        return _bits_of_sign.get(slot(kind), 0)
    bits = _bits_of_sign.get(token, 0) | _bits_of_word(token)
    for join in _JOIN.finditer(token):  # "founded" in "co-founded"
        bits |= _bits_of_word(token[join.end() :])
    return bits


def _bits_of_word(letters: str) -> int:
    bits = _bits_of_sign.get(word(letters), 0)
    for length in range(1, min(len(letters), LONGEST_BEGINNING) + 1):
        bits |= _bits_of_sign.get(beginning(letters[:length]), 0)
    return bits
