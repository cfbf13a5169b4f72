"""What stands in a string: its words, and the names, places and unit codes that the index finds in them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from communique.registry.matching.names import Entry, Known, NameIndex
from communique.registry.matching.sections import VARIANTS
from communique.registry.matching.words import CODE, Vocabulary, Word, code_parts, qualifiers, read_words

_REACH: Final = 120  # letters of keys that a name is looked for in: 24 words of five
_ENTITY: Final = re.compile(r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_FILLER: Final = "\u0332"  # a mark that combines: it keeps the word whole and the offsets true, and folding drops it
_TIGHT: Final = frozenset(str(VARIANTS.index(variant)) for variant in ("turned", "townless"))
"""Ways of writing a name in which no comma stands."""
_BARE: Final = str(VARIANTS.index("bare"))
_CODE_REACH: Final = 5
_SHORT_LABELS: Final = frozenset({"u", "us", "ue", "fr", "ea", "ur", "je"})
TOKENS_LIMIT: Final = 800
"""Words of a string that are read: an affiliation is shorter, and a whole page handed in by mistake stays cheap."""


class Found(NamedTuple):
    """A name of an organisation over content words `start` to `end`; `how` is an index into HOWS.

    `across` says whether a comma or another separator stands within.
    """

    start: int
    end: int
    how: int
    across: bool
    entry: Entry


@dataclass(slots=True)
class Reading:
    """A string as the matcher reads it.

    `text` is the string without entities and, if it is all capitals, in small letters, of the same length. `words` are
    all its words and separators, the matches of `pattern`; `content` the numbers of those that count, and `forms`
    their forms.
    `places` are (start, end, country, kind); `codes` counts the unit codes.
    """

    text: str
    pattern: re.Pattern[str]
    words: list[Word]
    content: list[int]
    forms: list[str]
    shouted: bool
    names: list[Found] = field(default_factory=list)
    places: list[tuple[int, int, str, str]] = field(default_factory=list)
    codes: int = 0


def read(text: str, vocabulary: Vocabulary, index: NameIndex) -> Reading:
    """The words of a string, and all names and places in them that the index has, nested ones too."""
    shouted = text.isupper()
    text = plain(text, shouted)
    words, pattern = read_words(text, vocabulary)
    del words[TOKENS_LIMIT:]
    content = [i for i, word in enumerate(words) if word.key]
    reading = Reading(text, pattern, words, content, [words[i].form for i in content], shouted)
    _find_names(reading, index)
    _find_codes(reading, index)
    return reading


def plain(text: str, shouted: bool) -> str:
    """A text of the same length without entities ("&amp;", "&#233;") and, if it is all capitals, without them."""
    if "&" in text:
        text = _ENTITY.sub(_unescaped, text)
    if shouted and len(text.lower()) == len(text):
        text = text.lower()
    return text


def _unescaped(match: re.Match[str]) -> str:
    """The character, and fillers up to the length of its entity."""
    character = html.unescape(match[0])
    if len(character) != 1:
        return match[0]
    return character.ljust(len(match[0]), _FILLER if character.isalpha() else " ")


def _find_names(reading: Reading, index: NameIndex) -> None:
    forms, words, content, starts = reading.forms, reading.words, reading.content, index.starts
    known = index.known
    keys = [words[i].key for i in content]
    joined = " ".join(keys) + " "
    pairs = [*map(" ".join, pairwise(keys)), ""]
    offset = 0
    for start, key in enumerate(keys):
        if pairs[start] in starts or key in starts:
            for found in index.prefixes(joined[offset : offset + _REACH]):
                end = start + found.count(" ")
                written = " ".join(forms[start:end])
                entries = known.get(written) or index.entries(found, written)
                if entries.names or entries.places:
                    _add(reading, start, end, entries)
        offset += len(key) + 1


def _add(reading: Reading, start: int, end: int, known: Known) -> None:
    words, content = reading.words, reading.content
    how, names, places, country = known
    first, last = content[start], content[end - 1]
    across = last - first >= end - start and True in [word.separates for word in words[first + 1 : last]]
    if places and not across:
        for place in places:
            if place.kind != "code" or _is_state_code(reading, start):
                reading.places.append((start, end, place.nature, place.kind))
    if not names:
        return
    if end - start == 1 and len(reading.forms) > 1 and not _can_name(reading, words[first], country):
        names = tuple(entry for entry in names if entry.kind in ("label", "alias"))
    longer = _goes_on(words, first, last)
    for entry in names:
        if across and (how > 1 or entry.variant in _TIGHT):
            continue
        if not longer or entry.variant == _BARE:
            reading.names.append(Found(start, end, how, across, entry))


def _goes_on(words: list[Word], first: int, last: int) -> bool:
    """Whether a name is cut out of a longer one: the Technical `University of X`, `X University` of Commerce."""
    if words[first].key == "univ" and first and words[first - 1].form in qualifiers():
        return True
    follows = words[last + 1 : last + 3]
    return (
        words[last].key == "univ"
        and last > first
        and len(follows) == 2
        and follows[0].form == "of"
        and not follows[1].separates
    )


def _can_name(reading: Reading, word: Word, country: bool) -> bool:
    """Whether a word may be a short form: not a country, and not in small letters, where letters tell."""
    if country:
        return False
    return reading.shouted or word.capitals > 1 or (word.capitals == 1 and len(word.form) > 3)


def _find_codes(reading: Reading, index: NameIndex) -> None:
    """Unit codes: a label with its number, or with the number up to three words on ("UMR CNRS 5510", "UMR A 386")."""
    forms = reading.forms
    for start, i in enumerate(reading.content):
        if reading.words[i].kind != CODE:
            continue
        label, digits = code_parts(forms[start])
        end = start + 1
        if not digits:
            ahead = forms[start + 1 : start + (2 if label in _SHORT_LABELS else _CODE_REACH)]
            number = next((i for i, form in enumerate(ahead) if form.isdigit() and 2 <= len(form) <= 4), None)
            if number is None:
                continue
            digits, end = ahead[number], start + 2 + number
            if number == 1 and len(ahead[0]) == 1:
                label += ahead[0]
        reading.codes += 1
        reading.names.extend(Found(start, end, 0, False, entry) for entry in index.coded(label, digits))


def _is_state_code(reading: Reading, start: int) -> bool:
    """Whether two letters are a state: capitals that begin a part, or before a postal code."""
    i = reading.content[start]
    if i == 0 or reading.words[i].capitals != 2:
        return False
    return reading.words[i - 1].separates or (start + 1 < len(reading.forms) and reading.forms[start + 1].isdigit())
