"""Dates of a text as marks: where they stand, and the ISO date that they mean in a release of that day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from communique.findings import Language
from communique.language.dates import DateMention, Direction, find_dates, resolve
from communique.rules import load_table
from communique.steps.relations.notation import grammar
from communique.steps.relations.render import Marked, date_mark
from communique.steps.relations.truth import truth_of

_NEAR: Final = 80
"""Characters before and behind a date in which a verb of founding stands."""
_SENTENCE: Final = 240
"""Characters on either side of a date in which the verb of its sentence stands."""
_ENDS: Final = (". ", "; ", "\n")
_LATER: Final = 160
"""Characters before "two years later" in which the date stands that the years are counted from."""
_LONGEST: Final = 60
"""Characters of such words, twice as many as the longest have."""


def _means_now(text: str, start: int, end: int) -> bool:
    """ "Today a professor at X" is no date; "opened today" is one."""
    return (
        bool(grammar("date.now").search(text[start:end]))
        and not grammar("date.founding").search(text[max(0, start - _NEAR) : start])
        and not grammar("date.founding-behind").search(text[end : end + _NEAR])
    )


def _direction(text: str, mention: DateMention, language: Language) -> Direction | None:
    """Whether the words around a date without a year speak of what is to come or past: "in October it will open"."""
    if mention.iso is not None or mention.shift_unit is not None:
        return None
    start = max(text.rfind(end, max(0, mention.start - _SENTENCE), mention.start) for end in _ENDS) + 1
    stops = [at for end in _ENDS if (at := text.find(end, mention.end, mention.end + _SENTENCE)) >= 0]
    before = text[max(start, mention.start - _SENTENCE) : mention.start].lower()
    behind = text[mention.end : min(stops, default=mention.end + _SENTENCE)].lower()
    if grammar("date.happened").search(before[-_NEAR:]):
        return "past"
    if grammar("date.to-come").search(before[-_NEAR:]):
        return "future"
    if grammar("date.past").search(before[-_NEAR:]):
        return None
    return "future" if truth_of(f"{before} {behind}", language) == "planned" else None


def mark_dates(text: str, release_date: str | None, language: Language) -> list[Marked]:
    """All dates of `text` that can be told, in order."""
    found = (m for m in find_dates(text, language) if not _means_now(text, m.start, m.end))
    dated = (
        (mention, resolve(mention, release_date, direction=_direction(text, mention, language))) for mention in found
    )
    marks = [date_mark(mention.start, mention.end, iso) for mention, iso in dated if iso]
    return sorted([*marks, *_later(text, marks)], key=lambda mark: mark.start)


def _later(text: str, marks: Sequence[Marked]) -> list[Marked]:
    """ "Two years later" as the year that it means, where a date stands shortly before it in the same paragraph."""
    ends = [mark.end for mark in marks]
    found: list[Marked] = []
    expression = grammar("date.later")
    for match in (m for start, stop in _behind(ends) for m in expression.finditer(text, start, stop)):
        i = bisect_right(ends, match.start()) - 1
        overlaps = i + 1 < len(marks) and marks[i + 1].start < match.end()
        if i < 0 or overlaps or match.start() - ends[i] > _LATER or "\n" in text[ends[i] : match.start()]:
            continue
        words = match[0].casefold()
        count = match["count"]
        years = 0 if "same" in words or "même" in words else 1
        if count:
            years = int(count) if count.isdigit() else int(load_table("dates").settings["counts"][count.casefold()])
        found.append(date_mark(*match.span(), str(int(marks[i].value[:4]) + years)))
    return found


def _behind(ends: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches behind dates in which years may be counted from them."""
    stretches: list[tuple[int, int]] = []
    for end in ends:
        stop = end + _LATER + _LONGEST
        if stretches and end <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], stop)
        else:
            stretches.append((end, stop))
    return stretches
