"""Whether a short form abbreviates a long one, and where the long form begins."""

from __future__ import annotations

from functools import cache, lru_cache

from communique.language.names.lexicon import heads, words_of
from communique.language.tokens import HYPHENS, TokenTable, Word, fold

MIN_LETTERS = 2
MAX_LETTERS = 14
MAX_WINDOW = 26
_MIN_PIECE = 3
_INSIDE_COST = 0.4
"""For a letter from the middle of a word: two of them weigh nearly as much as a word without a letter, which keeps
"ISEN" from "Institute of Industrial Science" and lets "GeePs" have "Génie électrique et électronique de Paris"."""


def is_short_form(word: Word) -> bool:
    """Whether a word looks like an acronym or a coined short name: "CNRS", "iNANO", "Letis" does not."""
    return word.alphabetic and MIN_LETTERS <= len(word.text) <= MAX_LETTERS and (word.acronym or word.mixed)


def letters_of(short: str) -> str:
    """The letters of a short form that stand for words: digits and marks left out."""
    return "".join(c for c in fold(short) if c.isalpha())


def find_long_form(table: TokenTable, short: str, lowest: int, end: int) -> int | None:
    """The first token of the long form that ends before token `end` and that `short` abbreviates, or None.

    Only tokens from `lowest` on count. Of several starts the one whose words fit best is taken: every content word
    that no letter stands for costs a point, and more than a third of them uncovered is no fit.
    """
    letters = letters_of(short)
    if not MIN_LETTERS <= len(letters) <= MAX_LETTERS:
        return None
    stops = words_of("function_words")
    best: tuple[float, int] | None = None
    content: list[str] = []
    for start in range(end - 1, max(lowest, end - MAX_WINDOW) - 1, -1):
        word = table.words[start]
        if word.text in ".;!?\n\t()" or (word.text == ":" and not table.spaced[start]):
            break
        if not word.alphabetic:
            continue
        if word.key not in _links():
            content.insert(0, word.key)
        if word.key[0] != letters[0] or word.key in _links() or not (word.capital or _is_quoted(table, start)):
            continue
        if word.key in stops and not word.upper:
            continue
        cost = _cost(letters, tuple(content))
        if cost is None or cost > max(1, len(content) / 3):
            continue
        if best is None or cost < best[0]:
            best = (cost, start)
    return best[1] if best else None


def abbreviates(short: str, long: str, *, strict: bool = False) -> bool:
    """Whether `short` can be the acronym of `long`, two free-standing strings.

    The head may be left out ("HIPI" of "Laboratoire HIPI ..."), and so may the owner in front ("LMB" of "MRC
    Laboratory of Molecular Biology"). `strict`: every content word has its letter.
    """
    letters = letters_of(short)
    words = [w.strip('«»“”"(),:.').lstrip("'") for w in fold(long).replace("-", " ").replace("'", "' ").split()]
    content = tuple(w for w in words if w and w not in _links() and w[0].isalpha())
    if len(letters) < MIN_LETTERS or len(content) < 2 or " " in short.strip() or letters == "".join(content):
        return False
    allowed = 0.3 if strict else max(1.0, len(content) / 3)
    owned = sum(c.isupper() for c in long.split(maxsplit=1)[0]) > 1
    for used in (content, content[1:]) if len(content) > 2 and (content[0] in heads() or owned) else (content,):
        if used[0][0] != letters[0]:
            continue
        cost = _cost(letters, used)
        if cost is not None and cost <= allowed:
            return True
    return False


def composes(short: str, long: str) -> bool:
    """Whether `short` is put together from beginnings of words of `long`, in any order: "GEOLAB", "NeuroSpin"."""
    letters = letters_of(short)
    if not 2 * _MIN_PIECE <= len(letters) <= MAX_LETTERS:
        return False
    words = [w for w in fold(long).replace("-", " ").replace("'", " ").split() if w not in _links()]
    reached = {0}
    for start in range(len(letters)):
        if start in reached:
            for word in words[:MAX_WINDOW]:
                for size in range(_MIN_PIECE, len(letters) - start + 1):
                    if not word.startswith(letters[start : start + size]):
                        break
                    reached.add(start + size)
    return len(letters) in reached


def _is_quoted(table: TokenTable, i: int) -> bool:
    return i > 0 and table.words[i - 1].text in '«“"' and table.words[i - 1].text != ""


@lru_cache(maxsize=4096)
def _cost(letters: str, words: tuple[str, ...]) -> float | None:
    """How many words no letter stands for; None where the letters do not fit the words in order.

    A letter stands for a word's first letter or goes on in the word that the letter before stands for.
    """
    if len(words) > MAX_WINDOW:
        return None
    infinite = float("inf")
    # state: (words used so far, position inside the last used word) -> cost, advanced letter by letter
    states: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for letter in letters:
        following: dict[tuple[int, int], float] = {}
        for (used, inside), cost in states.items():
            if used and (at := words[used - 1].find(letter, inside)) >= 0:
                state = (used, at + 1)
                step = cost + (0.0 if at == inside else _INSIDE_COST)
                following[state] = min(following.get(state, infinite), step)
            for nxt in range(used, min(len(words), used + 3)):
                if words[nxt][0] == letter:
                    state = (nxt + 1, 1)
                    following[state] = min(following.get(state, infinite), cost + (nxt - used))
        states = following
        if not states:
            return None
    return min(cost + len(words) - used for (used, _), cost in states.items())


def short_form_after(table: TokenTable, start: int, stop: int) -> int | None:
    """The end of a short form that begins at `start`: one word, or words joined by hyphens or "/"-less marks."""
    if start >= stop or not table.words[start].alphabetic:
        return None
    end = start + 1
    while end + 1 < stop and table.words[end].text in HYPHENS and not table.spaced[end - 1] and not table.spaced[end]:
        if not (table.words[end + 1].alphabetic or table.words[end + 1].number):
            break
        end += 2
    return end


@cache
def _links() -> frozenset[str]:
    return words_of("name_grammar", "grammar.no-letter")
