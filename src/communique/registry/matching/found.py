"""What stands in a string: its words, and the names, places and unit codes that the index finds in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from communique.registry.matching.names import Entry, NameIndex
from communique.registry.matching.sections import PLACE
from communique.registry.matching.words import CODE, Vocabulary, code_parts, token_pattern

_REACH: Final = 120  # letters of keys that a name is looked for in: 24 words of five
_TIGHT: Final = frozenset({"1", "3"})  # turned and townless names, in which no comma can stand
_CODE_REACH: Final = 5
_SHORT_LABELS: Final = frozenset({"u", "us", "ue", "fr", "ea", "ur", "je"})
TOKENS_LIMIT: Final = 400
"""Words of a string that are read: an affiliation is shorter, and a whole page handed in by mistake stays cheap."""


class Found(NamedTuple):
    """A name of an organisation over content words `start` to `end`; `how` is the outcome of `compare`."""

    start: int
    end: int
    how: int
    entry: Entry


@dataclass(slots=True)
class Reading:
    """A string as the matcher reads it.

    `forms`, `keys`, `tokens` and `segments` run in parallel over the words that count; `tokens` are numbers into the
    string's tokens. `segments` numbers the parts between separators; `glued` says whether a silent word ("of") stands
    just before. `places` are (start, end, country, kind); `codes` counts the
    unit codes.
    """

    forms: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    segments: list[int] = field(default_factory=list)
    capitals: list[int] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)
    names: list[Found] = field(default_factory=list)
    places: list[tuple[int, int, str, str]] = field(default_factory=list)
    codes: int = 0
    shouted: bool = False


def read(text: str, vocabulary: Vocabulary, index: NameIndex) -> Reading:
    """The words of a string, and all names and places in them that the index has, nested ones too."""
    reading = Reading(shouted=text.isupper())
    _read_words(text, vocabulary, reading)
    _find_names(reading, index)
    _find_codes(reading, index)
    return reading


def _read_words(text: str, vocabulary: Vocabulary, reading: Reading) -> None:
    if reading.shouted and len(text.lower()) == len(text):
        text = text.lower()
    forms, keys, kinds, tokens = reading.forms, reading.keys, reading.kinds, reading.tokens
    segments, capitals, glued = reading.segments, reading.capitals, reading.glued
    segment, silent = 0, False
    for number, token in enumerate(token_pattern(text).findall(text)):
        form, key, _, kind, high, separates = vocabulary[token]
        if key:
            if len(forms) >= TOKENS_LIMIT:
                break
            forms.append(form)
            keys.append(key)
            kinds.append(kind)
            tokens.append(number)
            segments.append(segment)
            capitals.append(high)
            glued.append(silent)
            silent = False
        elif separates:
            segment += 1
            silent = False
        else:
            silent = True


def _find_names(reading: Reading, index: NameIndex) -> None:
    forms, keys, segments, pairs = reading.forms, reading.keys, reading.segments, index.pairs
    joined = " ".join(keys) + " "
    offset = 0
    for start, key in enumerate(keys):
        follower = f"{key} {keys[start + 1]}" if start + 1 < len(keys) else key
        if key in pairs or follower in pairs:
            for found in index.prefixes(joined[offset : offset + _REACH]):
                end = start + found.count(" ")
                how, entries = index.entries(found, tuple(forms[start:end]))
                across = segments[start] != segments[end - 1]
                for entry in entries:
                    if across and (how > 1 or entry.variant in _TIGHT):
                        continue
                    if entry.organisation != PLACE:
                        reading.names.append(Found(start, end, how, entry))
                    elif how == 0 and (entry.kind != "code" or _is_state_code(reading, start)):
                        reading.places.append((start, end, entry.country, entry.kind))
        offset += len(key) + 1


def _find_codes(reading: Reading, index: NameIndex) -> None:
    """Unit codes: a label with its number, or with the number up to three words on ("UMR CNRS 5510", "UMR A 386")."""
    if CODE not in reading.kinds:
        return
    forms = reading.forms
    for start, kind in enumerate(reading.kinds):
        if kind != CODE:
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
        reading.names.extend(Found(start, end, 0, entry) for entry in index.coded(label, digits))


def _is_state_code(reading: Reading, start: int) -> bool:
    """Whether two letters are a state: capitals that begin a part, behind a town."""
    return (
        reading.capitals[start] == 2
        and start > 0
        and (
            reading.segments[start - 1] != reading.segments[start]
            or (start + 1 < len(reading.forms) and reading.forms[start + 1].isdigit())
        )
    )
