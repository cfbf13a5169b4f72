"""What the pair model looks at: the words and phrases between, before and behind the two names.

The sentence is looked at twice: as it was written, and as its skeleton, in which the rules have read and taken out
noun phrases, so that what a verb connects stands close together.

A feature is a head, which begins with the order of the pair and its type, and a tail. The features of a pair are
stretches of tails, each behind a head: the words between the two names are one stretch, and part of those of other
pairs. So the features of a pair need not be written out (`checksums.py` makes their rows).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate
from typing import Final
from zlib import crc32

import numpy as np

from communique.findings import EntityFinding
from communique.steps.relations.clause import About, Slot
from communique.steps.relations.learned.checksums import ROWS, Heads, Numbers
from communique.steps.relations.learned.grams import Grams
from communique.steps.relations.learned.pairs import Pair
from communique.steps.relations.learned.sentence import Sentence
from communique.steps.relations.learned.stretches import DIRECTIONS, HEADS, LONGEST, Places, stretches_of

_LINKS: Final = frozenset(
    {
        ",",
        ";",
        "/",
        "–",
        "-",
        "&",
        "and",
        "et",
        "of",
        "de",
        "à",
        "the",
        "le",
        "la",
        "plus",
        "ainsi",
        "que",
        "as",
        "well",
    }
)
"""Words that join the members of a list."""
_PART_ENDS: Final = frozenset({",", ";", ":", "(", "and", "et"})
"""What a part of a list begins behind."""
_LISTED: Final = frozenset({"<L>", "<I>", "<M>"})
_AROUND: Final = 10
"""Tokens before and behind in which families are looked for."""
_CALLING: Final = 6
"""Words before a callout that are looked at by place."""
_SHORT, _SHORT_SKELETON, _SHORT_SHAPE = 7, 8, 8
"""Tokens of a stretch that is a feature as a whole: of the sentence, of its skeleton, of what is left of its shape."""

_NAME_WORD: Final = re.compile(r"[\w'-]+")


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


class Features:
    """The features of many pairs."""

    def __init__(self) -> None:
        self._tails: list[bytes] = []
        self._known: dict[str, int] = {}
        self._stretches: list[tuple[int, int, int, int]] = []
        self._pairs: list[Places] = []

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self._pairs)

    def add(self, context: Context, pairs: Sequence[Pair]) -> None:
        """Adds the pairs of one sentence."""
        sentence = _SentenceFeatures(self, context)
        for pair in pairs:
            self._pairs.append(sentence.add(len(self._pairs), pair))

    def whole(self, pair: int, direction: int, tail: str) -> None:
        """A feature of a pair that is a tail by itself."""
        at = self._known.get(tail)
        if at is None:
            at = self._known[tail] = len(self._tails)
            self._tails.append(tail.encode())
        self._stretches.append((pair, direction * len(HEADS), at, 1))

    def stretch(self, pair: int, direction: int, tails: tuple[int, int]) -> None:
        """The features of a pair that are tails by themselves."""
        self._stretches.append((pair, direction * len(HEADS), *tails))

    def keep(self, tails: Sequence[bytes]) -> tuple[int, int]:
        """Where tails lie from now on, and how many they are."""
        start = len(self._tails)
        self._tails += tails
        return start, len(tails)

    def keep_words(self, grams: Grams) -> int:
        """Where the block of some words lies from now on: the words, then all twos, threes and beginnings."""
        return self.keep([*grams.ones, *grams.twos, *grams.threes, *grams.stems])[0]

    def keep_reduced(self, grams: Grams) -> int:
        """The same with no more than words and twos."""
        return self.keep([*grams.ones, *grams.twos])[0]

    def written(self) -> list[set[str]]:
        """The features of each pair as they are written."""
        found: list[set[str]] = [set() for _ in self._pairs]
        for owner, head, tail in zip(*self._expanded(), strict=True):
            direction, place = divmod(int(head), len(HEADS))
            if self._tails[tail] or place == 0:
                found[owner].add(f"{DIRECTIONS[direction]}{HEADS[place]}{self._tails[tail].decode()}")
        return found

    def rows(self) -> tuple[Numbers, Numbers]:
        """The rows on which the features fall: of one pair after the other, each once and sorted; where each ends."""
        owners, heads, tails = self._expanded()
        checksums = np.fromiter(map(crc32, self._tails), dtype=np.int64, count=len(self._tails))
        lengths = np.fromiter(map(len, self._tails), dtype=np.int64, count=len(self._tails))
        both = owners * ROWS + _heads().rows(heads, checksums[tails], lengths[tails])
        both = both[(lengths[tails] > 0) | (heads % len(HEADS) == 0)]  # a short word has no beginning
        both.sort()
        both = both[np.concatenate([[True], both[1:] != both[:-1]])]
        return both & (ROWS - 1), np.searchsorted(both, np.arange(1, len(self) + 1) * ROWS)

    def _expanded(self) -> tuple[Numbers, Numbers, Numbers]:
        """For each feature its pair, its head and its tail; some of one pair twice."""
        whole = np.array(self._stretches, dtype=np.int64).T
        owners, heads, starts, lengths = (
            np.concatenate(both) for both in zip(whole, stretches_of(self._pairs), strict=True)
        )
        ends = np.cumsum(lengths)
        tails = np.arange(ends[-1]) + np.repeat(starts - (ends - lengths), lengths)
        return np.repeat(owners, lengths), np.repeat(heads, lengths), tails


@cache
def _heads() -> Heads:
    return Heads([direction + head for direction in DIRECTIONS for head in HEADS])


class _SentenceFeatures:
    """The features of one sentence's pairs: what several of them share is written once."""

    def __init__(self, features: Features, context: Context) -> None:
        self._features, self._context = features, context
        sentence, skeleton = context.sentence, context.skeleton
        self._block = features.keep_words(sentence.grams)
        self._skeleton = features.keep_reduced(skeleton.abstract)
        self._around = features.keep(skeleton.grams.ones)[0]
        self._families = features.keep([f.encode() for here in sentence.families for f in here])[0]
        self._counts = [0, *accumulate(map(len, sentence.families))]
        self._first = next((i for i, token in enumerate(sentence.tokens) if token in sentence.slots), None)
        self._kinds = _kinds(sentence.symbols)[:8]
        self._names: dict[tuple[int, ...], str] = {}
        self._shared: dict[object, tuple[int, int]] = {}
        self._spliced: dict[tuple[bool, int, int], tuple[Grams, int]] = {}

    def add(self, number: int, pair: Pair) -> Places:
        """Writes the features of a pair that are tails by themselves; gives the places of its words."""
        direction = DIRECTIONS.index(("F" if pair.forward else "B") + pair.type[0])
        low, high = sorted((pair.subject_at, pair.object_at))
        write = partial(self._features.whole, number, direction)
        share = partial(self._share, number, direction)
        kinds = pair.subject.kind + pair.object.kind
        write(kinds)
        share(("of all", low < 0), partial(self._of_all, low))
        share(("before", low), partial(self._before, low))
        share(("behind", high), partial(self._behind, high))
        if low < 0:
            write(f"{kinds} implied {min(high, 4)}")
        if pair.about is not None:
            share(("scene", pair.about), partial(self._scene, pair.about))
            write(f"head {self._heads_its_part(pair.object_at)}")
        for part, slot in (("s", pair.subject), ("o", pair.object)):
            share((part, slot.keys, bool(slot.said)), partial(self._name_of, part, slot))
        self._of_names(write, pair)

        grams, block, start, end = self._middle(self._context.sentence.grams, self._block, low + 1, high)
        last = _end_of_collapsed(grams.words, start, end, f"<{(pair.object if pair.forward else pair.subject).kind}>")
        share(("between", low, high), partial(self._between, grams, start, end, low + 1, high))
        share(("collapsed", low, high, last), partial(self._collapsed, grams, start, last, end))
        if end - start <= _SHORT:
            write(f"{kinds}{DIRECTIONS[direction]}m= {' '.join(grams.words[start:end])}")
        if last - start <= _SHORT:
            write(f"{kinds}{DIRECTIONS[direction]}c= {' '.join(grams.words[start:last])}")
        return Places(
            direction,
            *(block, len(grams), start, end, last),
            *(self._block, len(self._context.sentence.grams), low, high),
            self._families_around(low, high),
            *self._in_skeleton(write, share, pair),
        )

    def _share(self, number: int, direction: int, key: object, write: Callable[[], Iterable[str]]) -> None:
        """Gives a pair the features that `write` writes, which depend on no more than the key."""
        tails = self._shared.get(key)
        if tails is None:
            tails = self._shared[key] = self._features.keep([tail.encode() for tail in write()])
        self._features.stretch(number, direction, tails)

    def _middle(self, grams: Grams, block: int, start: int, end: int) -> tuple[Grams, int, int, int]:
        """The words `[start, end)`, of many the first and the last: grams, their block, and the stretch of it."""
        if end - start <= LONGEST:
            return grams, block, start, end
        deep = grams is self._context.sentence.grams
        key = (deep, start, end)
        if key not in self._spliced:
            few = Grams([*grams.words[start : start + LONGEST // 2], *grams.words[end - LONGEST // 2 : end]])
            self._spliced[key] = (few, (self._features.keep_words if deep else self._features.keep_reduced)(few))
        return *self._spliced[key], 0, LONGEST

    def _families_around(self, low: int, high: int) -> tuple[int, ...]:
        """Where the families between, before and behind the names begin and end."""
        first, counts, size = max(0, low), self._counts, len(self._counts) - 1
        places = (
            *(max(low + 1, high - 2 * LONGEST), high),
            *(max(0, first - _AROUND), first),
            *(high + 1, min(size, high + 1 + _AROUND)),
        )
        return tuple([self._families + counts[place] for place in places])

    def _in_skeleton(self, write: Callable[[str], None], share: Callable[..., None], pair: Pair) -> tuple[int, ...]:
        """The same pair in the sentence that the rules have reduced; gives the places of its words there."""
        skeleton, topic, around = self._context.skeleton, self._context.topic, self._around
        size = len(skeleton.tokens)
        if topic is not None:
            write(f"k topic {topic.keys == pair.subject.keys} {topic.keys == pair.object.keys}")
        subject, object_ = (self._position(at) for at in (pair.subject_at, pair.object_at))
        if subject is None or object_ is None:
            write(f"k gone {subject is None} {object_ is None}")
            return self._skeleton, size, 0, 0, around, size, -1, size
        low, high = sorted((subject, object_))
        grams, block, start, end = self._middle(skeleton.abstract, self._skeleton, low + 1, high)
        share(("skeleton", low, high), partial(self._reduced, grams, start, end, low + 1, high))
        return block, len(grams), start, end, around, size, low, high

    def _position(self, at: int) -> int | None:
        return at if at < 0 else self._context.skeleton.position(self._context.sentence.tokens[at])

    def _of_all(self, low: int) -> Iterator[str]:
        """The order and type of the pair by themselves, the language, what a note stands on."""
        yield ""
        yield f" {self._context.language}"
        yield f" implied {low < 0} {self._context.implied}"

    def _scene(self, about: About) -> Iterator[str]:
        """Why the text may be about the laboratory that is not named, the words that call a note, and its name."""
        yield f"called {bool(about.calling)}"
        yield from about.signs
        words = [w for w in about.calling.split() if w not in ".,;:"]
        for place, word in enumerate(words[: -_CALLING - 1 : -1]):
            yield f"call{place} {word}"
        for word in dict.fromkeys(words):
            yield f"call {word}"
        for i in range(1, len(words)):
            yield f"call2 {words[i - 1]} {words[i]}"
        for word in dict.fromkeys(about.behind.split()):
            yield f"then {word}"
        entity = self._context.entities.get(about.slot.keys[0])
        if entity is not None:
            names = " ".join([entity.name, *entity.aliases, entity.unit_type or ""])
            for word in dict.fromkeys(_NAME_WORD.findall(names.lower())):
                yield f"structure {word}"

    def _heads_its_part(self, at: int) -> bool:
        """Whether no other organisation stands before a name in its part of a list."""
        sentence = self._context.sentence
        for token in reversed(sentence.tokens[:at]):
            if token in _PART_ENDS:
                return True
            if token in sentence.slots and sentence.slots[token].kind in "LIM":
                return False
        return True

    def _before(self, low: int) -> Iterator[str]:
        """The two words before the first name, and what kinds of names the sentence has."""
        first = max(0, low)
        yield f"<2 {' '.join(self._context.sentence.symbols[max(0, first - 2) : first][::-1])}"
        yield f" first {low == self._first}"
        yield f" all {self._kinds}"

    def _behind(self, high: int) -> Iterator[str]:
        """The two words behind the second name."""
        yield f">2 {' '.join(self._context.sentence.symbols[high + 1 : high + 3])}"

    def _name_of(self, part: str, slot: Slot) -> Iterator[str]:
        """A name: its first and last words, whether a noun stands for it."""
        words = _NAME_WORD.findall(self._name(slot)[:200])
        if words:
            yield f"{part}^ {words[0]}"
            yield f"{part}$ {words[-1]}"
        yield f"{part} reference {bool(slot.said)} several {len(slot.keys) > 1}"

    def _of_names(self, write: Callable[[str], None], pair: Pair) -> None:
        """What both names are to each other; the date."""
        if pair.type == "organisations":
            subject, object_ = self._name(pair.subject), self._name(pair.object)
            if subject and object_:
                write(f" inside {subject in object_} {object_ in subject}")
        if pair.type == "date":
            value, today = pair.object.value, self._context.release_date
            write(f" precision {len(value)}")
            if today:
                write(f" to come {value > today[: len(value)]} this year {value[:4] == today[:4]}")

    def _name(self, slot: Slot) -> str:
        if slot.keys not in self._names:
            entities = self._context.entities
            self._names[slot.keys] = next((entities[k].name.lower() for k in slot.keys if k in entities), "")
        return self._names[slot.keys]

    def _between(self, grams: Grams, start: int, end: int, first: int, last: int) -> Iterator[str]:
        """The words between the names as a whole, and their families."""
        yield f"m# {_steps(end - start)}"
        if end - start <= _SHORT:
            yield f"m= {' '.join(grams.words[start:end])}"
        places, symbols = self._context.sentence.shape
        first = max(first, last - 2 * LONGEST)
        shape = symbols[bisect_left(places, first) : bisect_left(places, last)]
        if len(shape) <= _SHORT_SHAPE:
            yield f" shape {' '.join(shape)}"
        families = [s for s in shape if s[0] == "{"]
        yield f" families {' '.join(families[:4])}"
        for i in range(len(families)):
            yield f"f2 {' '.join(families[i : i + 2])}"
        if families:
            yield f"f^ {families[0]}"
        if len(families) > 1:
            yield f"f$ {families[-1]}"
        inner = _kinds(shape)
        yield f" inner {inner[:5]}"
        for kind in dict.fromkeys(inner):
            yield f" inner {kind}{min(inner.count(kind), 3)}"

    def _collapsed(self, grams: Grams, start: int, last: int, end: int) -> Iterator[str]:
        """The same words without the members of a list before its last."""
        yield f" list {last != end}"
        yield f"c# {_steps(last - start)}"
        if last - start <= _SHORT:
            yield f"c= {' '.join(grams.words[start:last])}"

    def _reduced(self, grams: Grams, start: int, end: int, first: int, last: int) -> Iterator[str]:
        """The words between in the skeleton as a whole, and as they are written."""
        yield f"k# {_steps(end - start)}"
        if end - start <= _SHORT_SKELETON:
            yield f"k= {' '.join(grams.words[start:end])}"
            yield f"kw= {' '.join(self._context.skeleton.symbols[first:last])}"


def _steps(length: int) -> int:
    """A length in words, as the model sees it."""
    return min(length, 15) // 2


def _kinds(symbols: Iterable[str]) -> str:
    """The kinds of the slots among some symbols, one letter each."""
    return "".join([s[1] for s in symbols if s[0] == "<" and len(s) == 3])


def _end_of_collapsed(words: Sequence[str], start: int, end: int, kind: str) -> int:
    """Where the words `[start, end)` end without the members of a list before its last: "by A, B and" is "by"."""
    while kind in _LISTED:
        at = end
        while at > start and words[at - 1] in _LINKS:
            at -= 1
        if at in (start, end) or words[at - 1] not in _LISTED:
            break
        end = at - 1
    return end
