"""Which footnote of the base is which of the new record, and what changed in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from communique.diff.alignment import Alignment
from communique.diff.stored import StoredNote, StoredRecord


@dataclass(frozen=True)
class NotePairs:
    """The footnotes of two records, paired; each in the order of its record."""

    pairs: tuple[tuple[StoredNote, StoredNote], ...]
    gone: tuple[StoredNote, ...]
    come: tuple[StoredNote, ...]


def pair_notes(base: StoredRecord, new: StoredRecord, alignment: Alignment) -> NotePairs:
    """Pairs each footnote with the one that it is: by what it says before how it is labelled."""
    gone, come = list(base.footnotes), list(new.footnotes)
    pairs: list[tuple[StoredNote, StoredNote]] = []
    for key in (_all_of_it, _note_and_anchors, _note, _anchors_and_label):
        if gone and come:
            pairs += _take(gone, come, key)
    if gone and come:
        pairs += _take_edited(gone, come, alignment)
    for key in (_anchors_alone, _label):
        if gone and come:
            pairs += _take(gone, come, key)
    order = {note.id: place for place, note in enumerate(base.footnotes)}
    return NotePairs(tuple(sorted(pairs, key=lambda pair: order[pair[0].id])), tuple(gone), tuple(come))


def _take(
    gone: list[StoredNote], come: list[StoredNote], key: Callable[[StoredNote], Hashable]
) -> list[tuple[StoredNote, StoredNote]]:
    """Takes those out that share a key which is not None; of several with one key in their order."""
    waiting: dict[Hashable, list[StoredNote]] = {}
    for note in come:
        waiting.setdefault(key(note), []).append(note)
    waiting.pop(None, None)
    asking = ((note, waiting.get(key(note))) for note in gone)
    pairs = [(note, found.pop(0)) for note, found in asking if found]
    _take_out(gone, come, pairs)
    return pairs


def _take_edited(
    gone: list[StoredNote], come: list[StoredNote], alignment: Alignment
) -> list[tuple[StoredNote, StoredNote]]:
    """Takes those out whose notes begin in one sentence, edited; each is looked for among its label's neighbours."""
    pairs = []
    waiting = [note for note in come if note.note]
    for note in gone:
        found = next((other for other in waiting[:_NEAR] if _one_note(note, other, alignment)), None)
        if found is not None:
            waiting.remove(found)
            pairs.append((note, found))
    _take_out(gone, come, pairs)
    return pairs


_NEAR = 40


def _one_note(one: StoredNote, other: StoredNote, alignment: Alignment) -> bool:
    if one.note is None or other.note is None:
        return False
    return alignment.related((one.note.start, one.note.end), (other.note.start, other.note.end))


def _take_out(gone: list[StoredNote], come: list[StoredNote], pairs: list[tuple[StoredNote, StoredNote]]) -> None:
    taken, taken_there = {id(note) for note, _ in pairs}, {id(note) for _, note in pairs}
    gone[:] = [note for note in gone if id(note) not in taken]
    come[:] = [note for note in come if id(note) not in taken_there]


def _note(note: StoredNote) -> str | None:
    return note.note.text if note.note else None


def _anchors(note: StoredNote) -> tuple[str, ...]:
    """The words that call the note, sorted: where a paragraph moved, its callouts come in another order."""
    return tuple(sorted(callout.anchor.text for callout in note.callouts))


def _all_of_it(note: StoredNote) -> Hashable:
    return note.label, _note(note), _anchors(note)


def _note_and_anchors(note: StoredNote) -> Hashable:
    text = _note(note)
    return None if text is None else (text, _anchors(note))


def _anchors_and_label(note: StoredNote) -> Hashable:
    return note.label, _anchors(note), note.note is None


def _anchors_alone(note: StoredNote) -> Hashable:
    return (_anchors(note), note.note is None) if note.callouts else None


def _label(note: StoredNote) -> Hashable:
    return note.label, note.note is None


def fields_that_differ(one: StoredNote, other: StoredNote) -> tuple[str, ...]:
    """Of label, note and callouts those in which two footnotes differ."""
    differs = {
        "label": one.label != other.label,
        "note": _note(one) != _note(other),
        "callouts": _anchors(one) != _anchors(other),
    }
    return tuple(name for name, is_so in differs.items() if is_so)


def shifted_labels(notes: NotePairs) -> dict[str, StoredNote]:
    """Notes that only count on: each base note's id to the note put in or taken out before it that explains its label.

    A note put in gives all behind it the next number; that is one change, not one for each of them.
    """
    moved = [
        (one, old, new)
        for one, other in notes.pairs
        if one.label != other.label
        and (old := _number(one.label)) is not None
        and (new := _number(other.label)) is not None
    ]
    come = sorted((number, place) for place, note in enumerate(notes.come) if (number := _number(note.label)))
    gone = sorted((number, place) for place, note in enumerate(notes.gone) if (number := _number(note.label)))
    explained: dict[str, StoredNote] = {}
    for one, old, new in moved:
        before, behind = bisect_left(come, (new, -1)), bisect_left(gone, (old, -1))
        if new - old == before - behind:
            explained[one.id] = notes.come[come[before - 1][1]] if before else notes.gone[gone[behind - 1][1]]
    return explained


def _number(label: str) -> int | None:
    """The place of a label in its series: of numbers, or of the letters of the alphabet; None in any other series."""
    if label.isascii() and label.isdecimal() and len(label) < 6:
        return int(label)
    if len(label) == 1 and "a" <= label <= "z":
        return ord(label) - ord("a") + 1
    return None
