"""A `Doc` as plain columns: what the rules read.

Rules look at every token several times; lists of strings and flags are an order of magnitude faster to read than
`Token` objects, and let a rule be tried on its own.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc

HYPHENS = frozenset("-‐‑–—")
SLASHES = frozenset("/|•·")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'"})


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a word form by itself.

    `key` is the form compared in tables: no diacritics, case-folded, apostrophes unified. `capital`: starts with an
    upper-case letter. `acronym`: at least two upper-case letters and more upper than lower case ("CNRS", "IPhT",
    "LN2"). `mixed`: an upper-case letter after a lower-case one ("iGLOBES", "GeoRessources").
    """

    text: str
    key: str
    alphabetic: bool
    capital: bool
    upper: bool
    acronym: bool
    mixed: bool
    number: bool


@lru_cache(maxsize=1 << 16)
def describe_word(text: str) -> Word:
    """The features of one word form."""
    letters = [c for c in text if c.isalpha()]
    uppers = sum(c.isupper() for c in letters)
    lowers = len(letters) - uppers
    first = text[:1]
    return Word(
        text=text,
        key=fold(text),
        alphabetic=bool(letters),
        capital=first.isupper() or (first.isdigit() and uppers > 0),
        upper=uppers > 0 and lowers == 0,
        acronym=len(text) > 1 and uppers >= 2 and uppers > lowers and not text.endswith("."),
        mixed=any(a.islower() and b.isupper() for a, b in pairwise(text)),
        number=bool(text) and text[0].isdigit() and not letters,
    )


def fold(text: str) -> str:
    """`text` as compared in tables: case, diacritics and the kind of apostrophe do not count."""
    if text.isascii():
        return text.replace("`", "'").lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@dataclass(frozen=True, slots=True)
class WordColumns:
    """The tokens of a text in parallel columns, as far as nothing but the tokenizer has a say in it.

    `spaced[i]`: white space stands between token i and the next. `shouted[i]`: the token's line is set in capitals,
    `titled[i]`: in title case; a capital means little there.
    """

    text: str
    words: list[Word]
    keys: list[str]
    starts: list[int]
    ends: list[int]
    spaced: list[bool]
    shouted: list[bool]
    titled: list[bool]


@dataclass(frozen=True, slots=True)
class TokenTable(WordColumns):
    """The tokens of a text in parallel columns; index i is token i of the `Doc`.

    `sentence[i]` numbers the sentences from 0.
    """

    sentence: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def surface(self, start: int, end: int) -> str:
        """The text of tokens [start, end)."""
        return self.text[self.starts[start] : self.ends[end - 1]]

    def first_at(self, offset: int) -> int:
        """The first token that starts at `offset` or later."""
        return bisect_left(self.starts, offset)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that cover the characters [start, end)."""
        return max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end)


_latest: tuple[Doc, WordColumns] | None = None
"""The document that the components of a pipeline are reading, so that each of them finds its columns made."""


def tabulate(doc: Doc) -> TokenTable:
    """The columns of `doc`; sentences are those that an earlier component set (else the whole text is one)."""
    c = read_words(doc)
    sentence = _number(doc.to_array("SENT_START"))
    return TokenTable(c.text, c.words, c.keys, c.starts, c.ends, c.spaced, c.shouted, c.titled, sentence)


def read_words(doc: Doc) -> WordColumns:
    """The columns of `doc` but for its sentences; nobody may change them."""
    global _latest
    starts, ends = token_bounds(doc)
    if _latest is not None:
        held, columns = _latest
        if held is doc and columns.starts == starts and columns.ends == ends:
            return columns
    text = doc.text
    texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    words = [describe_word(one) for one in texts]
    following = [*starts[1:], len(text) + 1]
    spaced = [end < after or one.isspace() for end, after, one in zip(ends, following, texts, strict=False)]
    columns = WordColumns(text, words, [w.key for w in words], starts, ends, spaced, *_letter_case(words))
    _latest = doc, columns
    return columns


def forget_words(doc: Doc) -> None:
    """Lets go of the columns of `doc`, which no other component will ask for."""
    global _latest
    if _latest is not None and _latest[0] is doc:
        _latest = None


def token_bounds(doc: Doc) -> tuple[list[int], list[int]]:
    """Where the tokens of `doc` start and end in its text; in two columns, since a loop over tokens is slow."""
    bounds = doc.to_array(["IDX", "LENGTH"])
    return bounds[:, 0].tolist(), (bounds[:, 0] + bounds[:, 1]).tolist()


def _number(starts: Any) -> list[int]:
    first = starts == 1
    first[:1] = True
    numbers: list[int] = (first.cumsum() - 1).tolist()
    return numbers


def _letter_case(words: list[Word]) -> tuple[list[bool], list[bool]]:
    """For each token, whether its line is set in capitals, and whether in title case."""
    shouted: list[bool] = []
    titled: list[bool] = []
    begin = 0
    for i in range(len(words) + 1):
        if i < len(words) and words[i].text != "\n":
            continue
        line = words[begin:i]
        letters = [w for w in line if w.alphabetic and len(w.text) > 1]
        in_capitals = len(letters) >= 2 and sum(w.upper for w in letters) >= 0.8 * len(letters)
        in_titles = not in_capitals and _is_title_case(line)
        width = min(i + 1, len(words)) - begin
        shouted.extend([in_capitals] * width)
        titled.extend([in_titles] * width)
        begin = i + 1
    return shouted, titled


def _is_title_case(line: list[Word]) -> bool:
    """Whether a line is a headline in Title Case: all long words capitalised, short ones not, no list, no full stop.

    Measured on our own releases: nine tenths and five words tell headlines from contact lines and affiliations.
    """
    if not line or not line[0].capital or line[-1].text in (".", ",", ";"):
        return False
    if any(w.text in ("\t", ";", "@", "+") or (w.number and len(w.text) > 4) for w in line):
        return False
    if sum(w.text == "," for w in line) > 2:
        return False
    long = [w for w in line if w.alphabetic and len(w.text) > 3]
    short = any(w.alphabetic and not w.capital and len(w.text) <= 4 for w in line)
    return short and len(long) >= 5 and sum(w.capital for w in long) >= 0.9 * len(long)
