"""What the pair model looks at: the words and phrases between, before and behind the two names, as strings.

The sentence is looked at twice: as it was written, and as its skeleton, in which the rules have read and taken out
noun phrases, so that what a verb connects stands close together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from communique.findings import EntityFinding
from communique.steps.relations.clause import Slot
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


@dataclass(frozen=True, slots=True)
class Context:
    """One sentence with all that its pairs share.

    `skeleton` is the sentence after the rules have read it, `topic` what they take it to be about.
    """

    sentence: Sentence
    skeleton: Sentence
    topic: Slot | None
    implied: bool
    language: str
    release_date: str
    entities: Mapping[int, EntityFinding]


def features_of(pair: Pair, context: Context) -> Iterator[str]:
    """The features of a pair, some more than once."""
    sentence = context.sentence
    low, high = sorted((pair.subject_at, pair.object_at))
    direction = ("F" if pair.forward else "B") + pair.type[0]
    kinds = f"{direction}{pair.subject.kind}{pair.object.kind}"
    between = _middle(sentence.symbols, low + 1, high)
    collapsed = _collapsed(between, f"<{(pair.object if pair.forward else pair.subject).kind}>")
    yield direction
    yield kinds
    yield f"{direction} {context.language}"
    yield from _sequence(f"{direction}m", kinds, between)
    yield from _sequence(f"{direction}c", kinds, collapsed)
    yield f"{direction} list {len(collapsed) != len(between)}"
    yield from _surroundings(direction, sentence, low, high)
    yield from _families(direction, sentence, low, high)
    yield from _ends(direction, pair, context)
    yield f"{direction} implied {low < 0} {context.implied}"
    if low < 0:
        yield f"{kinds} implied {min(high, 4)}"
    yield from _skeleton(direction, pair, context)


def _sequence(head: str, kinds: str, words: Sequence[str]) -> Iterator[str]:
    """A stretch of words: its length, the whole if it is short, words alone, in twos and threes, first and last."""
    yield f"{head}# {min(len(words), 15) // 2}"
    if len(words) <= 7:
        whole = " ".join(words)
        yield f"{head}= {whole}"
        yield f"{kinds}{head}= {whole}"
    for i, word in enumerate(words):
        yield f"{head}1 {word}"
        yield f"{head}2 {' '.join(words[i : i + 2])}"
        yield f"{head}3 {' '.join(words[i : i + 3])}"
        if len(word) > 5:
            yield f"{head}5 {word[:5]}"
    for i, word in enumerate(words[:3]):
        yield f"{head}^{i} {word}"
    for i, word in enumerate(words[:-4:-1]):
        yield f"{head}${i} {word}"


def _surroundings(head: str, sentence: Sentence, low: int, high: int) -> Iterator[str]:
    symbols = sentence.symbols
    before = symbols[max(0, low - _NEAR) : max(0, low)][::-1]
    behind = symbols[high + 1 : high + 1 + _NEAR]
    for side, words in (("<", before), (">", behind)):
        for i, word in enumerate(words):
            yield f"{head}{side}{i} {word}"
            yield f"{head}{side} {word}"
        yield f"{head}{side}2 {' '.join(words[:2])}"
    for word in set(symbols[: max(0, low)][-_LONGEST:]):
        yield f"{head}<< {word}"
    for word in set(symbols[high + 1 :][:_LONGEST]):
        yield f"{head}>> {word}"
    first = next((i for i, token in enumerate(sentence.tokens) if token in sentence.slots), None)
    yield f"{head} first {low == first}"
    kinds = "".join(s[1] for s in symbols if s[0] == "<" and len(s) == 3)
    yield f"{head} all {kinds[:8]}"


def _families(head: str, sentence: Sentence, low: int, high: int) -> Iterator[str]:
    """The families of phrases between, before and behind."""
    start, end = low + 1, high
    if end - start > 2 * _LONGEST:
        start = end - 2 * _LONGEST
    for side, first, last in (
        ("m", start, end),
        ("<", max(0, low - _AROUND), max(0, low)),
        (">", high + 1, high + 1 + _AROUND),
    ):
        for family in {f for families in sentence.families[first:last] for f in families}:
            yield f"{head}{side}f {family}"
    shape = [s for s in sentence.abstract(start, end) if s[0] in "<{" or not s.isalnum()]
    if len(shape) <= 8:
        yield f"{head} shape {' '.join(shape)}"
    families = [s for s in shape if s[0] == "{"]
    yield f"{head} families {' '.join(families[:4])}"
    for i, family in enumerate(families):
        yield f"{head}f2 {' '.join(families[i : i + 2])}"
        if i in (0, len(families) - 1):
            yield f"{head}f{'^' if i == 0 else '$'} {family}"
    inner = "".join(s[1] for s in shape if s[0] == "<" and len(s) == 3)
    yield f"{head} inner {inner[:5]}"
    for kind in sorted(set(inner)):
        yield f"{head} inner {kind}{min(inner.count(kind), 3)}"


def _ends(head: str, pair: Pair, context: Context) -> Iterator[str]:
    """The two names themselves: their first and last words, whether a noun stands for them, their date."""
    names = []
    for end, slot in (("s", pair.subject), ("o", pair.object)):
        name = next((context.entities[k].name.lower() for k in slot.keys if k in context.entities), "")
        names.append(name)
        words = re.findall(r"[\w'-]+", name[:200])
        if words:
            yield f"{head}{end}^ {words[0]}"
            yield f"{head}{end}$ {words[-1]}"
        yield f"{head}{end} reference {bool(slot.said)} several {len(slot.keys) > 1}"
    if pair.type == "organisations" and all(names):
        yield f"{head} inside {names[0] in names[1]} {names[1] in names[0]}"
    if pair.type == "date":
        value, today = pair.object.value, context.release_date
        yield f"{head} precision {len(value)}"
        if today:
            yield f"{head} to come {value > today[: len(value)]} this year {value[:4] == today[:4]}"


def _skeleton(head: str, pair: Pair, context: Context) -> Iterator[str]:
    """The same pair in the sentence that the rules have reduced."""
    head = f"{head}k"
    if context.topic is not None:
        yield f"{head} topic {context.topic.keys == pair.subject.keys} {context.topic.keys == pair.object.keys}"
    places = [_place(at, context) for at in (pair.subject_at, pair.object_at)]
    if None in places:
        yield f"{head} gone {places[0] is None} {places[1] is None}"
        return
    low, high = sorted(p for p in places if p is not None)
    skeleton = context.skeleton
    words = _middle(skeleton.abstract(low + 1, high), 0, max(0, high - low - 1))
    yield f"{head}# {min(len(words), 15) // 2}"
    if len(words) <= 8:
        yield f"{head}= {' '.join(words)}"
        yield f"{head}w= {' '.join(skeleton.symbols[low + 1 : high])}"
    for i, word in enumerate(words):
        yield f"{head}1 {word}"
        yield f"{head}2 {' '.join(words[i : i + 2])}"
    for i, word in enumerate(words[:3]):
        yield f"{head}^{i} {word}"
    for i, word in enumerate(words[:-4:-1]):
        yield f"{head}${i} {word}"
    for i in range(1, _NEAR):
        if low - i >= 0:
            yield f"{head}<{i} {skeleton.symbols[low - i]}"
        if high + i < len(skeleton.symbols):
            yield f"{head}>{i} {skeleton.symbols[high + i]}"


def _place(at: int, context: Context) -> int | None:
    return at if at < 0 else context.skeleton.position(context.sentence.tokens[at])


def _middle(words: Sequence[str], start: int, end: int) -> list[str]:
    if end - start <= _LONGEST:
        return list(words[start:end])
    return [*words[start : start + _LONGEST // 2], *words[end - _LONGEST // 2 : end]]


def _collapsed(words: Sequence[str], kind: str) -> list[str]:
    """The words without those members of a list that stand before its last one: "by A, B and" is "by"."""
    end = len(words)
    while kind in _LISTED:
        start = end
        while start and words[start - 1] in _LINKS:
            start -= 1
        if start == end or not start or words[start - 1] not in _LISTED:
            break
        end = start - 1
    return list(words[:end])
