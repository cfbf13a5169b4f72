"""Notes without a verb: "Mixed research unit of A and B, founded in 1997, in Toulouse." Each part speaks of one thing.

A note is an apposition to what its callout stands on, and so is each of its parts; the parts are read as clauses of
their own, with the same thing for what they speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from communique.document import Span
from communique.steps.relations.clause import Clause, Slot, stands_for
from communique.steps.relations.notation import grammar

_PART_END: Final = re.compile(r"[()]|[,;:] ")
_LEAD: Final = 80
"""Characters of a part in which its article and the capital of its name stand."""
_MOST: Final = 40
"""Parts of one sentence that are read."""


def fragments_of(text: str, sentence: Span) -> Iterator[Span]:
    """The parts behind the first comma, colon or semicolon outside brackets, as long as no part before has a verb."""
    depth, start, given = 0, sentence.start, 0
    for match in _PART_END.finditer(text, sentence.start, sentence.end):
        if match[0] in "()":
            depth = max(0, depth + (1 if match[0] == "(" else -1))
        elif depth == 0:
            if start > sentence.start:
                yield Span(start, match.start())
                given += 1
            if given == _MOST or grammar("note.finite").search(text, start, match.start()):
                return
            start = match.end()
    if sentence.start < start < sentence.end:
        yield Span(start, sentence.end)


def says_something(fragment: Clause) -> bool:
    """Whether a part of a note is a predicate by itself: a participle, or where something is."""
    return bool(grammar("note.part").search(fragment.text))


def next_spoken(part: Clause, begin: int, spoken: Slot | None) -> Slot | None:
    """What the parts behind a part of a list speak of: the organisation that it names, nothing where none is known.

    "The X, the Y, in Metz" says where Y is, whether or not a step has found Y.

    Args:
        part: prepared.
        begin: where it begins in the reading text.
        spoken: what the parts before speak of.
    """
    match = grammar("note.item").match(part.text)
    char = part.text[match.end() : match.end() + 1] if match else ""
    articled = grammar("note.articled").search(part.reading[begin : begin + _LEAD]) is not None
    if stands_for(char, "L") or (stands_for(char, "I") and articled):
        return last_named(part, part.slots[char])
    return None if articled and not stands_for(char, "LI") else spoken


def last_named(part: Clause, spoken: Slot) -> Slot:
    """What the parts behind a part with several names speak of: "A and B, in Metz" says where B is."""
    last = spoken
    for match in grammar("note.last-item").finditer(part.text):
        last = part.slots[match[1] or match[2]]
    return last


def spoken_of(sentence: Clause, implied: Slot | None) -> Slot | None:
    """What the parts of a note's sentence speak of: the organisation that it begins with, else what it stands on."""
    first = sentence.text.lstrip("\"'( ")[:1]
    return sentence.slots[first] if stands_for(first, "LI") else implied
