"""The clause: a sentence as text in which every entity is one character.

A slot is a character of the Unicode private use area; its block tells the kind of what stands there, so that a plain
regular expression can ask for "a laboratory, then words, then institutions". The words around are in lower case with
one kind of quotation mark, apostrophe and dash. Every character of a clause knows the stretch of the reading text
that it stands for; a clause is rewritten (names merged, parentheses read and taken out), and the stretches follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from communique.document import Span
from communique.findings import Status

LAB, INSTITUTION, MIXED, PERSON, PLACE, DATE, UNIT, POST, TITLE = "LIMPCDUTB"
"""The kinds of slot: laboratories, institutions, both together, persons, places, dates, unit codes, posts, titles
that name no organisation."""

_BLOCK_SIZE: Final = 0x2C0
_FIRST: Final = 0xE000
_BLOCKS: Final = {kind: _FIRST + i * _BLOCK_SIZE for i, kind in enumerate("LIMPCDUTB")}
Replacement = Callable[[re.Match[str]], "str | None"]
ANY_SLOT: Final = f"[{chr(_FIRST)}-{chr(_FIRST + 9 * _BLOCK_SIZE - 1)}]"
_KIND_OF_ENTITY: Final = {"laboratory": LAB, "institution": INSTITUTION, "person": PERSON, "place": PLACE}


def slot_class(kinds: str) -> str:
    """The inside of a character class that holds the slots of `kinds`; laboratories with institutions hold both."""
    wanted = kinds + (MIXED if LAB in kinds and INSTITUTION in kinds and MIXED not in kinds else "")
    return "".join(f"{chr(_BLOCKS[k])}-{chr(_BLOCKS[k] + _BLOCK_SIZE - 1)}" for k in wanted)


def kind_of_char(char: str) -> str:
    """The kind of a slot character, "" for any other one."""
    offset = ord(char) - _FIRST
    return "LIMPCDUTB"[offset // _BLOCK_SIZE] if 0 <= offset < 9 * _BLOCK_SIZE else ""


def stands_for(char: str, kinds: str) -> bool:
    """Whether a character is a slot of one of `kinds`."""
    return bool(char) and (kind := kind_of_char(char)) != "" and kind in kinds


class Finder(Protocol):
    """What finds stretches of a text: a compiled expression."""

    def finditer(self, text: str, /) -> Iterator[re.Match[str]]:
        """All matches, without overlaps."""
        ...


@dataclass(frozen=True, slots=True)
class Slot:
    """What one character of a clause stands for.

    `keys` are entity keys, several for a list of names. `value` is a date in ISO form or a place as written; `title`
    the span of a post's words. `said` holds spans elsewhere that a reader needs to understand this one: the name
    that "the laboratory" refers to, the note that "several laboratories" calls. `via` is the label of such a note.
    `status` is what the words themselves say of a post: "the former director".
    """

    kind: str
    keys: tuple[int, ...]
    span: Span
    value: str = ""
    title: Span | None = None
    said: tuple[Span, ...] = ()
    via: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class About:
    """A laboratory that the text around a sentence or note may be about.

    `signs` tell why: how far back it was named, whether it has members. For a note, `calling` holds the words of the
    calling sentence before the callout and `behind` those behind it.
    """

    slot: Slot
    signs: tuple[str, ...]
    calling: str = ""
    behind: str = ""


@dataclass
class Clause:
    """A sentence in slots and words; `text[i]` stands for `[starts[i], ends[i])` of the text `reading`.

    `implied` is what a note stands on and speaks of when it names no subject; `implied_laboratory` is the laboratory
    that the calling sentence is about, for what can only be said of one. `scene` is the joint structure in which
    somebody takes part who is said to take part in nothing in particular; `near`: its paragraph has named it;
    `outside`: it speaks of a study, or of who stands outside. `about` holds the laboratories that the text around may
    be about, for the trained model.
    """

    text: str
    starts: list[int]
    ends: list[int]
    slots: dict[str, Slot] = field(default_factory=dict)
    implied: Slot | None = None
    implied_laboratory: Slot | None = None
    reading: str = ""
    scene: Slot | None = None
    near: bool = False
    outside: bool = False
    about: tuple[About, ...] = ()
    _used: dict[str, int] = field(default_factory=dict)

    def add(self, slot: Slot) -> str:
        """The character for a new slot; "" when the clause holds more of that kind than anybody writes."""
        used = self._used.get(slot.kind, 0)
        if used >= _BLOCK_SIZE:
            return ""
        self._used[slot.kind] = used + 1
        char = chr(_BLOCKS[slot.kind] + used)
        self.slots[char] = slot
        return char

    def rewrite(self, pattern: Finder, replacement: str | Replacement) -> bool:
        """Replaces what `pattern` finds; whether anything changed.

        Args:
            pattern: searched from left to right, without overlaps.
            replacement: the new text of a match, or what gives it; None to leave it. A character that also stood in
                the match keeps its own stretch of the reading text; a new one stands for the whole match.
        """
        edits: list[tuple[int, int, str]] = []
        for match in pattern.finditer(self.text):
            new = replacement if isinstance(replacement, str) else replacement(match)
            begin, end = match.span()
            if new is not None and begin != end and new != match.group():
                edits.append((begin, end, new))
        if not edits:
            return False
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for begin, end, new in edits:
            pieces += (self.text[position:begin], new)
            starts += self.starts[position:begin]
            ends += self.ends[position:begin]
            old = {c: i for i, c in enumerate(self.text[begin:end], begin) if c in self.slots}
            for char in new:
                at = old.get(char)
                starts.append(self.starts[begin] if at is None else self.starts[at])
                ends.append(self.ends[end - 1] if at is None else self.ends[at])
            position = end
        self.text = "".join(pieces) + self.text[position:]
        self.starts = starts + self.starts[position:]
        self.ends = ends + self.ends[position:]
        return True

    def part(self, start: int, end: int) -> Clause:
        """`text[start:end]` as a clause of its own, with the same slots."""
        return Clause(
            self.text[start:end],
            self.starts[start:end],
            self.ends[start:end],
            self.slots,
            reading=self.reading,
            _used=self._used,
        )

    def standing_for(self, slot: Slot) -> Clause:
        """A clause of the one slot, with what this one implies."""
        clause = self.part(0, len(self.text))
        clause.implied, clause.implied_laboratory = self.implied, self.implied_laboratory
        clause.replace(0, len(clause.text), clause.add(slot))
        return clause

    def replace(self, start: int, end: int, new: str) -> None:
        """Puts `new` in the place of `text[start:end]`, which must not be empty; it stands for the same stretch."""
        first, last = min(self.starts[start:end]), max(self.ends[start:end])
        self.text = self.text[:start] + new + self.text[end:]
        self.starts[start:end] = [first] * len(new)
        self.ends[start:end] = [last] * len(new)

    def source(self, start: int, end: int) -> Span:
        """The stretch of the reading text for `text[start:end]`, which must not be empty."""
        return Span(min(self.starts[start:end]), max(self.ends[start:end]))

    def slot_ending(self, offset: int) -> Slot | None:
        """The organisation or person whose words end at `offset` of the reading text."""
        found = (
            self.slots[c] for c, end in zip(self.text, self.ends, strict=True) if end == offset and c in self.slots
        )
        return next((slot for slot in found if slot.kind in (LAB, INSTITUTION, PERSON)), None)

    def in_text(self, text: str) -> list[Slot]:
        """The slots whose characters stand in `text`, in order."""
        return [self.slots[c] for c in text if c in self.slots]

    def merge(self, chars: Iterable[str]) -> Slot:
        """One slot for all that `chars` stand for, in order and without repetition."""
        return together([self.slots[c] for c in chars if c in self.slots])


def together(slots: Sequence[Slot]) -> Slot:
    """One slot for all of `slots`, in order and without repetition."""
    if len(slots) == 1:
        return slots[0]
    kinds = {s.kind for s in slots}
    keys = tuple(dict.fromkeys(k for s in slots for k in s.keys))
    return Slot(
        kind=kinds.pop() if len(kinds) == 1 else MIXED,
        keys=keys,
        span=Span(min(s.span.start for s in slots), max(s.span.end for s in slots)),
        value="; ".join(s.value for s in slots if s.value),
        said=tuple(dict.fromkeys(p for s in slots for p in s.said)),
        via=next((s.via for s in slots if s.via), ""),
    )


def kind_of_entity(kind: str) -> str:
    """The slot kind for an entity kind."""
    return _KIND_OF_ENTITY[kind]
