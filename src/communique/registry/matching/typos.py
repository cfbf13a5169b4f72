"""Words with one letter wrong, one too many, one missing or two swapped: `Univcrsity`, `Tuebingen`, `Hosptial`.

The index has the words of names without any one of their letters, as sums (see `sums.py`). What an unknown word without
one of its letters has in common with these is compared letter by letter. The first letter is taken as right.

* `matching-typo-sums`, `matching-typo-words`: sums in ascending order, and the number of the word that each is of;
* `matching-typo-forms`, `matching-typo-starts`: the words, and where each begins;
* `matching-typo-known`: the sums of all words that no one means otherwise, in ascending order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from communique.registry.matching.sums import Sums, places_of, shortened_sums, word_sums
from communique.registry.matching.walks import ragged, starts_of
from communique.registry.matching.words import word_groups

_SHORTEST: Final = 7
"""Letters of a word that is mended: shorter ones have too many neighbours."""
_BEARERS: Final = 3
"""Names that have a word from which it is one that others may mean."""


class Typos:
    """Knows the words of names, and which of them another word means."""

    def __init__(self, sections: Mapping[str, bytes | memoryview]) -> None:
        """Opens what `typo_sections` wrote; nothing is copied."""
        self._sums: Sums = np.frombuffer(sections["matching-typo-sums"], dtype="<u8")
        self._words = np.frombuffer(sections["matching-typo-words"], dtype="<u4")
        self._forms = sections["matching-typo-forms"]
        self._starts = np.frombuffer(sections["matching-typo-starts"], dtype="<u4")
        self._known: Sums = np.frombuffer(sections["matching-typo-known"], dtype="<u8")

    def mended(self, forms: Sequence[str], sums: Sums) -> dict[int, str]:
        """For each form that is a misspelled word, by its place: this word.

        Args:
            forms: words that belong to no group.
            sums: of the same.
        """
        odd = np.flatnonzero(places_of(sums, self._known, -1) < 0).tolist()
        odd = [i for i in odd if len(forms[i]) >= _SHORTEST and forms[i].isalpha()]
        which, shortened = shortened_sums([forms[i] for i in odd])
        first, behind = (np.searchsorted(self._sums, shortened, side=side) for side in ("left", "right"))
        count = behind - first
        meant: dict[int, set[str]] = {}
        words = self._words[ragged(first, count)].tolist()
        for i, word in zip(np.repeat(which, count).tolist(), words, strict=True):
            form = bytes(self._forms[self._starts[word] : self._starts[word + 1]]).decode()
            if is_typo(forms[odd[i]], form):
                meant.setdefault(odd[i], set()).add(form)
        return {i: min(words) for i, words in meant.items() if _agree(words)}


def _agree(words: set[str]) -> bool:
    """Whether words mean the same."""
    return len(words) == 1 or len({word_groups().get(word, (word,))[0] or word for word in words}) == 1


def typo_sections(forms: Iterable[str], groups: Iterable[str]) -> dict[str, bytes]:
    """The sections of words.

    Args:
        forms: of all words of names and towns, as often as they stand there.
        groups: words that all know.
    """
    counts = Counter(forms)
    known = sorted({*counts, *groups})
    words = [word for word in known if len(word) >= _SHORTEST - 1 and word.isalpha() and word.isascii()]
    words = sorted({*groups}.intersection(words) | {word for word in words if counts[word] >= _BEARERS})
    which, sums = shortened_sums(words)
    order = np.argsort(sums, kind="stable")
    which, sums = which[order], sums[order]
    letters = [word.encode() for word in words]
    return {
        "matching-typo-sums": sums.astype("<u8").tobytes(),
        "matching-typo-words": which.astype("<u4").tobytes(),
        "matching-typo-forms": b"".join(letters),
        "matching-typo-starts": starts_of(letters).astype("<u4").tobytes(),
        "matching-typo-known": np.sort(word_sums(known)).astype("<u8").tobytes(),
    }


def is_typo(written: str, word: str) -> bool:
    """Whether a word is another but for one letter, or two neighbours that are swapped; the first is the same.

    Example:
        >>> is_typo("hosptial", "hospital"), is_typo("national", "notional"), is_typo("rational", "national")
        (True, True, False)
    """
    if written == word or not word or written[:1] != word[:1]:
        return False
    same, least = 1, min(len(written), len(word))
    while same < least and written[same] == word[same]:
        same += 1
    one, other = written[same:], word[same:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or (one[1::-1] + one[2:] == other)
