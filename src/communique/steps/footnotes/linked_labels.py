"""The labels of linked notes: as the callout prints them, as the note prints them, or as the link's name counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.document import Document
from communique.steps.footnotes.bodies import Body
from communique.steps.footnotes.labels import is_label
from communique.steps.footnotes.marks import Mark
from communique.steps.footnotes.openings import Opening, Openings

FEWEST_WITNESSES: Final = 2
"""So many called notes must have their label as a number in their link's name, and none may differ."""

_NUMBER: Final = re.compile(r"[0-9]+")


def share_labels(
    document: Document, openings: Openings, marks: Sequence[Mark], bodies: Sequence[Body]
) -> tuple[tuple[Mark, ...], list[Body]]:
    """Marks and notes with the labels that the markup gives on one side only; notes that stay without one are gone."""
    printed = {m.target: m.printed for m in reversed(marks) if m.target and m.printed}
    labelled = [b if not b.target else replace(b, label=printed.get(b.target, b.label)) for b in bodies]
    numbers = _numbers_of_targets([b.target for b in labelled if b.target], printed)
    labelled = [b if b.target in printed else replace(b, label=numbers.get(b.target, b.label)) for b in labelled]
    of_note = {b.target: b.label for b in labelled if b.target}
    shared = tuple(m if m.printed else replace(m, printed=of_note.get(m.target, "")) for m in marks)
    return shared, _without_printed_labels(document, openings, [b for b in labelled if b.label])


def _numbers_of_targets(targets: Sequence[str], printed: dict[str, str]) -> dict[str, str]:
    """For notes that no callout names, the number in their link's name, where that is the label of all the others.

    In a list that lost a note the printed numbers go on without a gap, but the names of the links keep it.
    """
    witnesses = [(_NUMBER.findall(t), printed[t]) for t in targets if printed.get(t, "").isdecimal()]
    if len(witnesses) < FEWEST_WITNESSES:
        return {}
    places = range(min(len(numbers) for numbers, _ in witnesses))
    place = next((p for p in places if all(numbers[p] == label for numbers, label in witnesses)), None)
    if place is None:
        return {}
    counted = {t: _NUMBER.findall(t) for t in targets if t not in printed}
    return {t: numbers[place] for t, numbers in counted.items() if len(numbers) > place and is_label(numbers[place])}


def _without_printed_labels(document: Document, openings: Openings, bodies: Sequence[Body]) -> list[Body]:
    """The notes without a label that is printed before them although the markup counts it as text.

    A plain digit is a label only where all such notes have theirs: "1 Gt is a billion tonnes" may well be note 1.
    """
    printed: dict[int, Opening] = {}
    unmarked: list[int] = []
    index = 0
    for i, body in enumerate(bodies):
        while index < len(document.blocks) and document.blocks[index].end <= body.body:
            index += 1
        if body.standing != "linked" or body.start != body.body or index == len(document.blocks):
            continue
        unmarked.append(i)
        opening = openings.at(index, body.body)
        if opening and opening.label == body.label and opening.shape not in ("lone", "marker"):
            printed[i] = opening
    plain = {i for i in printed if printed[i].shape in ("bare", "glued")}
    first_words = (document.text[printed[i].body : printed[i].body + 1] for i in plain)
    if len(printed) < len(unmarked) or (len(plain) == 1 and not all(w.isupper() for w in first_words)):
        printed = {i: opening for i, opening in printed.items() if i not in plain}
    return [replace(b, body=printed[i].body) if i in printed else b for i, b in enumerate(bodies)]
