"""Which laboratories the text around a sentence or a note may be about: what the trained model chooses from.

A sentence such as "Six laboratories³ share it" leaves open what it speaks of. The rules take a structure that is the
only one of its kind (`scenes.py`); here stand all that were named shortly before, with what speaks for each.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from communique.steps.relations.clause import About
from communique.steps.relations.focus import REACH, Focus

IN_TEXT, BEHIND_CALL = 3, 5
"""Candidates that are looked at, the last named first: for a sentence, and for the note that it calls."""
_FAR: Final = 6
"""Sentences beyond which distance makes no difference."""
_RECENT: Final = 40
"""Subjects of sentences that are looked at."""
_OFTEN: Final = 8
"""Mentions of a name beyond which their number makes no difference."""


def candidates(focus: Focus, joint: Collection[int], most: int) -> tuple[About, ...]:
    """The laboratories that the next sentence may speak of without naming them, those named last first.

    Args:
        focus: after the sentence before.
        joint: the keys of structures that have members by their names or by what was said of them.
        most: how many are given.
    """
    home = focus.home.keys if focus.home is not None else None
    said = {slot.keys for _, slot in focus.joint}
    last = focus.laboratories
    if focus.home is not None and home not in last:
        last = {**last, focus.home.keys: (-1, focus.home)}
    reach = min(focus.block, focus.sentence - REACH)
    near = [
        (s, slot) for keys, (s, slot) in last.items() if s >= reach or keys[0] in joint or keys in said or keys == home
    ]
    near.sort(key=lambda n: (-n[0], n[1].keys))
    beside = sum(s >= focus.block for s, _ in near)
    subjects = {slot.keys: s for s, slot in focus.subjects[-_RECENT:]}
    told = {slot.keys for _, slot in focus.told}
    found: list[About] = []
    for rank, (s, slot) in enumerate(near[:most]):
        keys = slot.keys
        flags = {
            "home": keys == home,
            "joint": keys[0] in joint,
            "said": keys in said,
            "told": keys in told,
            "block": s >= focus.block,
            "only": s >= focus.block and beside == 1,
            "subject of block": subjects.get(keys, -1) >= focus.block,
        }
        signs = [f"rank {rank}", f"named {_distance(focus, s)}", f"mentions {_mentions(focus, keys[0])}"]
        signs += [f"subject {_distance(focus, subjects[keys])}"] if keys in subjects else []
        signs += [flag for flag, holds in flags.items() if holds]
        found.append(About(replace(slot, said=slot.said or (slot.span,)), tuple(signs)))
    return tuple(found)


def _distance(focus: Focus, sentence: int) -> int:
    return min(focus.sentence - sentence, _FAR)


def _mentions(focus: Focus, key: int) -> int:
    entity = focus.entities.get(key)
    return min(len(entity.mentions), _OFTEN) // 2 if entity else 0
