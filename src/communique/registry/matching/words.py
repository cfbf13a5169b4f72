"""Words of affiliation strings and names: how they are compared, and what they say of an organisation.

`Compagnie`, `Comp.` and `Comput.` are told apart by their letters; `Univ.`, `Universität` and `Université` are one
word. The index holds names by the keys of their words (the class of a word, or its first letters), and two names with
one key are compared word by word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from communique.registry.normal import normal_words
from communique.rules import load_table

KEY_LETTERS: Final = 4
HOWS: Final = ("same", "meaning", "ending", "cut")
_BACK: Final = 1
"""Letters that two endings may begin with alike."""
WORD_LIMIT: Final = 60_000
"""Words remembered at a time: the vocabulary of a long list of addresses, a few megabytes."""

# Words, and the signs that part an address; a full stop parts only where a new part plainly begins.
TOKEN: Final = re.compile(r"(?:[A-Z]\.\s?){2,}|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*|[,;|:()\[\]/\n\t]|\s[-–—]\s")
# Words that lost the space between them ("University of LeedsLeeds") are parted where capitals begin.
_CAPITAL: Final = r"[A-ZÀ-Þ](?:[a-zà-ÿ]{2}|[a-zà-ÿ]\b|[A-ZÀ-Þ]+(?![^\W\d_]))"
_GLUED: Final = re.compile(rf"(?:[a-zà-ÿ]{{3}}|\bof|\band){_CAPITAL}")
GLUED_TOKEN: Final = re.compile(
    TOKEN.pattern.replace(
        r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*",
        rf"[^\W_]+?(?:(?:(?<=[a-zà-ÿ]{{3}})|(?<=\bof)|(?<=\band))(?={_CAPITAL})"
        r"|(?<=[A-Z]{2})(?=\d{5})|(?<=\d{4})(?=[A-Z]{2})|(?![^\W_]))",
    )
)
CODE_REACH: Final = 5
"""Words that a unit code may take: `UMR Univ. Lyon CNRS 5510`."""
_SHORT_LABELS: Final = frozenset({"u", "us", "ue", "fr", "ea", "ur", "je"})
CODE: Final = "code"
"""The kind of a word that labels a unit code, with its number or before it."""
_SMALL: Final = "address-word.small"
"""The row of words that are silent in small letters alone."""
_DIGITS: Final = "0123456789"
_LABEL_DIGIT: Final = re.compile(r"\d{1,2}(?=[A-Z][^\W\d_])")


class Word(NamedTuple):
    """One word of a string.

    `form` is the folded word and `key` what the index calls it; a silent word ("of", "de la") has an empty key.
    `group` names the class of words that mean the same in other languages or written out, if it has one. `kind` is
    `type`, `field`, `plain`, or "" for a word that makes a name distinct. `capitals` counts its capital
    letters; `glued`: two words may have lost the space between them.
    """

    form: str
    key: str
    group: str
    kind: str
    capitals: int
    glued: bool


class Vocabulary(dict[str, Word]):
    """What each token of a string is, worked out once a token; forgets all when it has grown too large."""

    def __missing__(self, token: str) -> Word:
        if len(self) >= WORD_LIMIT:
            self.clear()
        word = self[token] = read_word(token)
        return word


def read_words(text: str, vocabulary: Vocabulary) -> tuple[list[Word], re.Pattern[str]]:
    """The words and separators of a text, and the expression whose matches they are."""
    words = [vocabulary[token] for token in TOKEN.findall(text)]
    if True in [word.glued for word in words]:
        return [vocabulary[token] for token in GLUED_TOKEN.findall(text)], GLUED_TOKEN
    return words, TOKEN


def read_word(token: str) -> Word:
    """What a token is."""
    if token.isascii() and token.isalpha():  # most words
        form = token.lower()
    elif token.isascii() and token.isdigit():
        form = token.lstrip("0") or "0"
        return Word(form, form[:KEY_LETTERS], "", "", 0, glued=False)
    else:
        head = token.strip()[:1]
        if not head.isalnum():
            return Word("", "", "", "silent", 0, glued=False)
        form = "".join(normal_words(_LABEL_DIGIT.sub("", token) if head.isdigit() else token))
        if form.isdigit():
            form = form.lstrip("0") or "0"
    plain = token[1:].islower()  # most words: one capital at most, so that nothing is glued to it
    glued = not plain and _GLUED.search(token) is not None
    capitals = int(token[0].isupper()) if plain else sum(map(str.isupper, token))
    group, key, kind = word_groups().get(form, ("", form[:KEY_LETTERS], ""))
    if capitals and form.rstrip(_DIGITS) in code_families() and _code().fullmatch(form):
        kind = CODE
    if kind == "silent" and (token.islower() or (len(form) > 1 and group != _SMALL)):
        return Word(form, "", "", "silent", capitals, glued)
    if kind == "silent":
        group, key, kind = "", form[:KEY_LETTERS], ""
    return Word(form, key, group, kind, capitals, glued)


@cache
def code_families() -> dict[str, str]:
    """Which labels of unit codes go together, by label."""
    return {term.replace("_", ""): rule.id for rule in load_table("address_codes").rules for term in rule.terms}


@cache
def _code() -> re.Pattern[str]:
    labels = "|".join(sorted(code_families(), key=lambda label: (-len(label), label)))
    return re.compile(rf"({labels})(\d{{2,4}})?")


@lru_cache(maxsize=1 << 14)
def code_parts(form: str) -> tuple[str, str]:
    """The label and number of a word that labels a unit code; the number may be missing.

    Raises:
        ValueError: the word labels none.
    """
    match = _code().fullmatch(form)
    if match is None:
        raise ValueError(form)
    return match[1], (match[2] or "").lstrip("0")


def read_code(forms: Sequence[str]) -> tuple[int, str, str] | None:
    """The length, label and number of a unit code whose label the first word is; None without number.

    The number may stand up to three words on: `UMR CNRS 5510`, `UMR A 386`.
    """
    label, digits = code_parts(forms[0])
    if digits:
        return 1, label, digits
    ahead = forms[1 : 2 if label in _SHORT_LABELS else CODE_REACH]
    number = next((i for i, form in enumerate(ahead) if form.isdigit() and 2 <= len(form) <= 4), None)
    if number is None:
        return None
    if number == 1 and len(ahead[0]) == 1:
        label += ahead[0]
    return 2 + number, label, ahead[number]


@cache
def word_groups() -> dict[str, tuple[str, str, str]]:
    """Group, key and kind of each word that the tables hold, by its folded form."""
    groups: dict[str, tuple[str, str, str]] = {}
    for rule in load_table("address_words").rules:
        if "key" not in rule.fields:
            continue
        key = str(rule.fields["key"])
        for term in rule.terms:
            groups.setdefault(
                term,
                ("" if key == "*" else rule.id, term[:KEY_LETTERS] if key == "*" else key, str(rule.fields["kind"])),
            )
    return groups


@cache
def qualifiers() -> frozenset[str]:
    """Words that make another university of the one whose name stands behind them."""
    return frozenset(load_table("address_words")["address-word.qualifier"].terms)


@cache
def endings() -> frozenset[str]:
    """Endings by which one word differs between languages, number and gender."""
    return frozenset(load_table("address_words")["address-word.endings"].terms) | {""}


def same_word(written: str, named: str) -> int:
    """How a written word is a word of a name, as an index into HOWS; -1 if it is not.

    The same; a word of the same meaning; with another ending; cut short.
    """
    if written == named:
        return 0
    groups = word_groups()
    group, other = groups.get(written, ("",))[0], groups.get(named, ("",))[0]
    if group or other:
        return 1 if group == other else -1
    if len(written) >= 3 and named.startswith(written):
        return 2 if named[len(written) :] in ("s", "es", "e") else 3
    shared = _shared(written, named)
    for stem in range(shared, max(shared - _BACK, 4) - 1, -1):  # `astrophys` of `Astrophysics` and `Astrophysik`
        if written[stem:] in endings() and named[stem:] in endings():
            return 2
    return -1


def _shared(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
