"""What the pair model looks at: the words and phrases between, before and behind the two names.

The sentence is looked at twice: as it was written, and as its skeleton, in which the rules have read and taken out
noun phrases, so that what a verb connects stands close together.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import repeat
from typing import Final

from communique.findings import EntityFinding
from communique.steps.relations.clause import Slot
from communique.steps.relations.learned.grams import Grams
from communique.steps.relations.learned.pairs import Pair
from communique.steps.relations.learned.sentence import Sentence

_LINKS: Final = frozenset(
    (
        ",",
        "and",
        "et",
        "/",
        "–",
        "-",
        ";",
        "&",
        "de",
        "à",
        "the",
        "le",
        "la",
        "of",
        "plus",
        "ainsi",
        "que",
        "as",
        "well",
    )
)
"""Words that join the members of a list."""
_LISTED: Final = frozenset({"<L>", "<I>", "<M>"})
_NEAR: Final = 4
"""Tokens before and behind a pair that are looked at by place."""
_AROUND: Final = 10
"""Tokens before and behind in which families are looked for."""
_LONGEST: Final = 40
"""Tokens between that are looked at; of more, the first and the last."""


_NAME_WORD: Final = re.compile(r"[\w'-]+")


@dataclass(frozen=True, slots=True)
class Features:
    """Features one by one, and in runs: a head with each of its tails behind it, to be hashed in one go."""

    single: list[str]
    runs: list[tuple[str, Iterable[bytes]]]
    ready: list[int] = field(default_factory=list)
    """Checksums of features that were written before."""

    def checksums(self) -> list[int]:
        """The CRC-32 of all features, of those that occur twice both."""
        sums = [*self.ready, *map(zlib.crc32, map(str.encode, self.single))]
        for head, tails in self.runs:
            sums.extend(map(zlib.crc32, tails, repeat(_checksum(head))))
        return sums


@lru_cache(maxsize=1 << 14)
def _checksum(head: str) -> int:
    return zlib.crc32(head.encode())


@dataclass(frozen=True, slots=True)
class Context:
    """One sentence with all that its pairs share.

    `skeleton` is the sentence after the rules have read it, `topic` what they take it to be about. `known` holds the
    checksums of what many pairs share: the words before and behind a name, and the names themselves.
    """

    sentence: Sentence
    skeleton: Sentence
    topic: Slot | None
    implied: bool
    language: str
    release_date: str
    entities: Mapping[int, EntityFinding]
    known: dict[tuple[str, str, object], list[int]] = field(default_factory=dict)

    def shared(self, head: str, side: str, at: object, write: Callable[[Features], None]) -> list[int]:
        """The checksums of what `write` writes, which depends on no more than these."""
        key = (head, side, at)
        if key not in self.known:
            write(features := Features([], []))
            self.known[key] = features.checksums()
        return self.known[key]


def features_of(pair: Pair, context: Context) -> Features:
    """The features of a pair, some more than once."""
    into = Features([], [])
    sentence = context.sentence
    low, high = sorted((pair.subject_at, pair.object_at))
    direction = ("F" if pair.forward else "B") + pair.type[0]
    kinds = f"{direction}{pair.subject.kind}{pair.object.kind}"
    between = _middle(sentence.grams, low + 1, high)
    collapsed = _collapsed(between, f"<{(pair.object if pair.forward else pair.subject).kind}>")
    into.single.append(direction)
    into.single.append(kinds)
    into.single.append(f"{direction} {context.language}")
    _sequence(into, f"{direction}m", kinds, between)
    _sequence(into, f"{direction}c", kinds, collapsed)
    into.single.append(f"{direction} list {len(collapsed) != len(between)}")
    _families(into, direction, sentence, low, high)
    _ends(into, direction, pair, context)
    into.ready.extend(context.shared(direction, "<", low, lambda new: _before(new, direction, sentence, low)))
    into.ready.extend(context.shared(direction, ">", high, lambda new: _behind(new, direction, sentence, high)))
    into.single.append(f"{direction} implied {low < 0} {context.implied}")
    if low < 0:
        into.single.append(f"{kinds} implied {min(high, 4)}")
    _skeleton(into, direction, pair, context)
    return into


def _sequence(into: Features, head: str, kinds: str, words: Grams) -> None:
    """A stretch of words: its length, the whole if it is short, words alone, in twos and threes, first and last."""
    into.single.append(f"{head}# {min(len(words), 15) // 2}")
    if len(words) <= 7:
        whole = (b" ".join(words.ones),)
        into.runs.append((f"{head}= ", whole))
        into.runs.append((f"{kinds}{head}= ", whole))
    into.runs.append((f"{head}1 ", words.ones))
    into.runs.append((f"{head}2 ", words.twos))
    into.runs.append((f"{head}3 ", words.threes))
    into.runs.append((f"{head}5 ", filter(None, words.stems)))
    _edges(into, head, words)


def _edges(into: Features, head: str, words: Grams) -> None:
    """The first three words and the last three, each by its place."""
    for i in range(min(3, len(words))):
        into.runs.append((f"{head}^{i} ", words.ones[i : i + 1]))
        into.runs.append((f"{head}${i} ", (words.ones[-1 - i],)))


def _before(into: Features, head: str, sentence: Sentence, low: int) -> None:
    """The words before the first name, and what kinds of names the sentence has."""
    ones = sentence.grams.ones
    start = max(0, low)
    _beside(into, f"{head}<", ones[max(0, low - _NEAR) : start][::-1])
    into.runs.append((f"{head}<< ", ones[:start][-_LONGEST:]))
    _families_in(into, f"{head}<f", sentence, start - _AROUND, start)
    first = next((i for i, token in enumerate(sentence.tokens) if token in sentence.slots), None)
    into.single.append(f"{head} first {low == first}")
    into.single.append(f"{head} all {_kinds(sentence.symbols)[:8]}")


def _behind(into: Features, head: str, sentence: Sentence, high: int) -> None:
    """The words behind the second name."""
    ones = sentence.grams.ones
    _beside(into, f"{head}>", ones[high + 1 : high + 1 + _NEAR])
    into.runs.append((f"{head}>> ", ones[high + 1 :][:_LONGEST]))
    _families_in(into, f"{head}>f", sentence, high + 1, high + 1 + _AROUND)


def _beside(into: Features, head: str, words: list[bytes]) -> None:
    """The nearest words, by place, without it, and the first two together."""
    for i, word in enumerate(words):
        into.runs.append((f"{head}{i} ", (word,)))
    into.runs.append((f"{head} ", words))
    into.runs.append((f"{head}2 ", (b" ".join(words[:2]),)))


def _families_in(into: Features, head: str, sentence: Sentence, start: int, end: int) -> None:
    for family in {f for families in sentence.families[max(0, start) : end] for f in families}:
        into.single.append(f"{head} {family}")


def _kinds(symbols: Iterable[str]) -> str:
    """The kinds of the slots among some symbols, one letter each."""
    return "".join(s[1] for s in symbols if s[0] == "<" and len(s) == 3)


def _families(into: Features, head: str, sentence: Sentence, low: int, high: int) -> None:
    """The families of phrases between the names."""
    start, end = low + 1, high
    if end - start > 2 * _LONGEST:
        start = end - 2 * _LONGEST
    _families_in(into, f"{head}mf", sentence, start, end)
    shape = [s for s in sentence.abstract.words[start:end] if s[0] in "<{" or not s.isalnum()]
    if len(shape) <= 8:
        into.single.append(f"{head} shape {' '.join(shape)}")
    families = [s for s in shape if s[0] == "{"]
    into.single.append(f"{head} families {' '.join(families[:4])}")
    for i, family in enumerate(families):
        into.single.append(f"{head}f2 {' '.join(families[i : i + 2])}")
        if i in (0, len(families) - 1):
            into.single.append(f"{head}f{'^' if i == 0 else '$'} {family}")
    inner = _kinds(shape)
    into.single.append(f"{head} inner {inner[:5]}")
    for kind in sorted(set(inner)):
        into.single.append(f"{head} inner {kind}{min(inner.count(kind), 3)}")


def _ends(into: Features, head: str, pair: Pair, context: Context) -> None:
    """The two names themselves: their first and last words, whether a noun stands for them, their date."""
    names = [_name(slot, context) for slot in (pair.subject, pair.object)]
    for end, slot, name in zip("so", (pair.subject, pair.object), names, strict=True):
        write = partial(_end, head=f"{head}{end}", slot=slot, name=name)
        into.ready.extend(context.shared(head, end, (slot.keys, bool(slot.said)), write))
    if pair.type == "organisations" and all(names):
        into.single.append(f"{head} inside {names[0] in names[1]} {names[1] in names[0]}")
    if pair.type == "date":
        value, today = pair.object.value, context.release_date
        into.single.append(f"{head} precision {len(value)}")
        if today:
            into.single.append(f"{head} to come {value > today[: len(value)]} this year {value[:4] == today[:4]}")


def _name(slot: Slot, context: Context) -> str:
    return next((context.entities[k].name.lower() for k in slot.keys if k in context.entities), "")


def _end(into: Features, head: str, slot: Slot, name: str) -> None:
    words = _NAME_WORD.findall(name[:200])
    if words:
        into.single.append(f"{head}^ {words[0]}")
        into.single.append(f"{head}$ {words[-1]}")
    into.single.append(f"{head} reference {bool(slot.said)} several {len(slot.keys) > 1}")


def _skeleton(into: Features, head: str, pair: Pair, context: Context) -> None:
    """The same pair in the sentence that the rules have reduced."""
    head = f"{head}k"
    if context.topic is not None:
        into.single.append(
            f"{head} topic {context.topic.keys == pair.subject.keys} {context.topic.keys == pair.object.keys}"
        )
    places = [_place(at, context) for at in (pair.subject_at, pair.object_at)]
    if None in places:
        into.single.append(f"{head} gone {places[0] is None} {places[1] is None}")
        return
    low, high = sorted(p for p in places if p is not None)
    skeleton = context.skeleton
    words = _middle(skeleton.abstract, low + 1, high)
    into.single.append(f"{head}# {min(len(words), 15) // 2}")
    if len(words) <= 8:
        into.runs.append((f"{head}= ", (b" ".join(words.ones),)))
        into.runs.append((f"{head}w= ", (b" ".join(skeleton.grams.ones[low + 1 : high]),)))
    into.runs.append((f"{head}1 ", words.ones))
    into.runs.append((f"{head}2 ", words.twos))
    _edges(into, head, words)
    ones = skeleton.grams.ones
    for i in range(1, _NEAR):
        if low - i >= 0:
            into.runs.append((f"{head}<{i} ", (ones[low - i],)))
        if high + i < len(ones):
            into.runs.append((f"{head}>{i} ", (ones[high + i],)))


def _place(at: int, context: Context) -> int | None:
    return at if at < 0 else context.skeleton.position(context.sentence.tokens[at])


def _middle(grams: Grams, start: int, end: int) -> Grams:
    """The words `[start, end)`; of many the first and the last."""
    if end - start <= _LONGEST:
        return grams.part(start, end)
    words = grams.words
    return Grams.of([*words[start : start + _LONGEST // 2], *words[end - _LONGEST // 2 : end]])


def _collapsed(grams: Grams, kind: str) -> Grams:
    """The words without those members of a list that stand before its last one: "by A, B and" is "by"."""
    words = grams.words
    end = len(words)
    while kind in _LISTED:
        start = end
        while start and words[start - 1] in _LINKS:
            start -= 1
        if start == end or not start or words[start - 1] not in _LISTED:
            break
        end = start - 1
    return grams.part(0, end)
